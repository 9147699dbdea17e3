/// Every value of a group as a mark on one line: energies and scores of folds, or differences of pairs.
///
/// With ten values or more a box stands behind the marks: quartiles and median, and whiskers to the last values within
/// 1.5 times the box's length (J. W. Tukey, "Exploratory Data Analysis", 1977); with fewer it would say more than is
/// known.
public struct StripFigure: Sendable {
  /// What is measured: a plot area with an axis of its own.
  public struct Column: Sendable {
    /// What the axis is made for.
    public enum Kind: Sendable {
      /// Amounts of at least 0, on a logarithmic axis when they span more than a decade.
      case amount
      /// Scores, on an axis over their range.
      case score
      /// Differences, with a line at 0.
      case difference
    }

    /// The name of the axis.
    public var name: String
    /// The unit; empty for none.
    public var unit: String
    /// What the axis is made for.
    public var kind: Kind

    /// Makes a column.
    public init(name: String, unit: String, kind: Kind) {
      self.name = name
      self.unit = unit
      self.kind = kind
    }
  }

  /// One thing that was measured, such as a fold.
  public struct Item: Sendable {
    /// Its name in the CSV.
    public var label: String
    /// A value for each column.
    public var values: [Double?]

    /// Makes an item.
    public init(label: String, values: [Double?]) {
      self.label = label
      self.values = values
    }
  }

  /// A line of marks, such as a configuration.
  public struct Row: Sendable {
    /// The name beside the row.
    public var label: String
    /// What is marked.
    public var items: [Item]

    /// Makes a row.
    public init(label: String, items: [Item]) {
      self.label = label
      self.items = items
    }
  }

  /// Rows under one heading, such as those of a data set.
  public struct Group: Sendable {
    /// The heading; empty for none.
    public var label: String
    /// The rows from top to bottom.
    public var rows: [Row]

    /// Makes a group.
    public init(label: String, rows: [Row]) {
      self.label = label
      self.rows = rows
    }
  }

  /// More marks than this in a row and column are sampled.
  static let maximumMarks = 200
  /// From this many values on a row has a box.
  static let leastForBox = 10
  /// At most this many columns are drawn.
  static let maximumColumns = 3

  let name: String
  let title: String
  let itemName: String
  let columns: [Column]
  let groups: [Group]
  let remark: String

  /// Makes the figure.
  ///
  /// - Parameters:
  ///   - name: A short name for files.
  ///   - title: What the figure shows, in a few words.
  ///   - itemName: What a mark is, in the singular, such as "fold".
  ///   - columns: What is measured, one to three.
  ///   - groups: The rows.
  ///   - remark: What else a reader must know; may be empty.
  public init(
    name: String, title: String, itemName: String, columns: [Column], groups: [Group], remark: String = ""
  ) {
    self.name = name
    self.title = title
    self.itemName = itemName
    self.columns = columns
    self.groups = groups
    self.remark = remark
  }

  /// Draws the figure.
  public func render(_ style: FigureStyle) -> RenderedFigure {
    let rows = groups.flatMap { group in
      group.rows.map { StripRow($0, of: group.label, columns: columns) }
    }
    let drawn = columns.indices.prefix(Self.maximumColumns).filter { place in
      rows.contains { !$0.values[place].isEmpty }
    }
    guard !drawn.isEmpty else { return Page.empty(name: name, title: title, csv: csv, style: style) }
    var page = Page(style: style)
    let layout = StripLayout(figure: self, rows: rows, columns: drawn, on: page)
    layout.draw(on: &page)
    page.notes(notes(rows, shownCount: layout.rowCount, columns: drawn))
    return page.finished(name: name, title: title, description: description(rows), csv: csv)
  }

  private func notes(_ rows: [StripRow], shownCount: Int, columns: [Int]) -> [FigureText] {
    let shown = rows.prefix(shownCount)
    let counts = columns.flatMap { place in shown.map { $0.values[place].count } }
    var notes = ["Marks: each \(itemName)."]
    if counts.contains(where: { (2..<Self.leastForBox).contains($0) }) { notes.append("Ticks: mean.") }
    if counts.contains(where: { $0 >= Self.leastForBox }) {
      notes.append(
        "Boxes, where there are \(Self.leastForBox) or more: quartiles and median; whiskers: the last within 1.5 lengths of the box."
      )
    }
    if shown.contains(where: { row in columns.contains { row.values[$0].isEmpty } }) { notes.append("–: not known.") }
    if counts.contains(where: { $0 > Self.maximumMarks }) {
      notes.append("At most \(Self.maximumMarks) marks are drawn in a row; the data file has all.")
    }
    if rows.count > shownCount {
      notes.append("\(Prose.count(rows.count - shownCount, "more row")) in the data file.")
    }
    if !remark.isEmpty { notes.append(remark) }
    return notes.map { FigureText(chemical: $0) }
  }

  private func description(_ rows: [StripRow]) -> String {
    var index = 0
    var told: [String] = []
    for group in groups {
      for row in group.rows {
        let strip = rows[index]
        index += 1
        let parts = columns.enumerated().compactMap { place, column -> String? in
          guard let least = strip.values[place].first, let greatest = strip.values[place].last,
            let mean = strip.mean(place)
          else { return nil }
          return "\(column.name) \(DecimalText.significant(least)) to \(DecimalText.significant(greatest)), mean "
            + Prose.amount(mean, column.unit)
        }
        let place = group.label.isEmpty ? "" : Prose.name(group.label) + ", "
        let count = Prose.count(row.items.count, itemName)
        told.append(
          "\(place)\(Prose.name(row.label)), \(count): "
            + (parts.isEmpty ? "nothing known" : parts.joined(separator: "; ")))
      }
    }
    return "\(title). " + told.prefix(Prose.maximumItems).joined(separator: ". ")
      + (told.count > Prose.maximumItems ? ". And \(told.count - Prose.maximumItems) more." : ".")
  }

  private var csv: CSVText {
    var csv = CSVText(
      header: ["group", "row", itemName] + columns.map { $0.unit.isEmpty ? $0.name : "\($0.name) (\($0.unit))" })
    for group in groups {
      for row in group.rows {
        for item in row.items {
          csv.row(
            [.text(group.label), .text(row.label), .text(item.label)]
              + columns.indices.map { .number(item.values.indices.contains($0) ? item.values[$0] : nil) })
        }
      }
    }
    return csv
  }
}

/// The values of a row that can stand on an axis, by column, each ascending.
struct StripRow: Sendable {
  /// The group and the row.
  let names: [String]
  let marks: [[(item: String, value: Double)]]

  init(_ row: StripFigure.Row, of group: String, columns: [StripFigure.Column]) {
    names = [group, row.label]
    marks = columns.enumerated().map { place, column in
      let known = row.items.compactMap { item -> (item: String, value: Double)? in
        let value = item.values.indices.contains(place) ? item.values[place] : nil
        let drawn = column.kind == .amount ? Plottable.nonNegative(value) : Plottable.value(value)
        return drawn.map { (item.label, $0) }
      }
      return known.enumerated().sorted { ($0.element.value, $0.offset) < ($1.element.value, $1.offset) }
        .map(\.element)
    }
  }

  /// The values alone.
  var values: [[Double]] { marks.map { $0.map(\.value) } }

  /// The mean of a column's values; `nil` when there are none.
  func mean(_ column: Int) -> Double? {
    let values = values[column]
    return values.isEmpty ? nil : values.reduce(0) { $0 + $1 / Double(values.count) }
  }
}

/// The five numbers of a box, after Tukey.
struct TukeyBox: Sendable, Hashable {
  let lowerWhisker: Double
  let lowerQuartile: Double
  let median: Double
  let upperQuartile: Double
  let upperWhisker: Double

  /// The box of sorted values; `nil` for none.
  init?(_ sorted: [Double]) {
    guard let low = Quantile.value(0.25, of: sorted), let middle = Quantile.median(sorted),
      let high = Quantile.value(0.75, of: sorted)
    else { return nil }
    let reach = 1.5 * (high - low)
    lowerQuartile = low
    median = middle
    upperQuartile = high
    lowerWhisker = min(low, sorted.first { $0 >= low - reach } ?? low)
    upperWhisker = max(high, sorted.last { $0 <= high + reach } ?? high)
  }
}
