/// Mean ranks of models over data sets on one axis; bars join models that no test tells apart.
///
/// The diagram of J. Demšar, "Statistical Comparisons of Classifiers over Multiple Data Sets", JMLR 7 (2006), figure 1.
public struct CriticalDifferenceFigure: Sendable {
  /// A model.
  public struct Item: Sendable {
    /// Its name.
    public var label: String
    /// Its mean rank, 1 for the best to the number of models; others are not drawn.
    public var rank: Double

    /// Makes an item.
    public init(label: String, rank: Double) {
      self.label = label
      self.rank = rank
    }
  }

  /// At most this many models are drawn; a note counts the rest, which the CSV holds.
  static let maximumItems = 60

  let name: String
  let title: String
  let items: [Item]
  let criticalDifference: Double
  let groups: [ClosedRange<Int>]
  let explanation: String
  /// How many models were ranked, drawn or not.
  let modelCount: Int
  let undrawn: [Item]

  /// Makes the figure.
  ///
  /// - Parameters:
  ///   - name: A short name for files.
  ///   - title: What the figure shows, in a few words.
  ///   - items: The models.
  ///   - criticalDifference: How far mean ranks must lie apart to differ, above 0.
  ///   - groups: The sets of models that do not differ, as places among the items by rising rank.
  ///   - explanation: The test and its level, for the note.
  public init(
    name: String, title: String, items: [Item], criticalDifference: Double, groups: [ClosedRange<Int>],
    explanation: String
  ) {
    self.name = name
    self.title = title
    modelCount = items.count
    let range = 1...Double(max(items.count, 1))
    let sorted = items.enumerated().filter { range.contains($0.element.rank) }
      .sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }.map(\.element)
    self.items = sorted
    undrawn = items.filter { !range.contains($0.rank) }
    self.criticalDifference = Plottable.positive(criticalDifference) ?? 0
    self.groups = groups.filter { sorted.indices.contains($0.lowerBound) && sorted.indices.contains($0.upperBound) }
    self.explanation = explanation
  }

  /// Draws the figure.
  public func render(_ style: FigureStyle) -> RenderedFigure {
    let missing = undrawn.map { Prose.name($0.label) }
    let reasons = missing.isEmpty ? [] : [FigureText("Not drawn: \(Prose.list(missing)) (no rank).")]
    guard items.count >= 2 else {
      return Page.empty(name: name, title: title, csv: csv, style: style, reasons: reasons)
    }
    var page = Page(style: style)
    let drawn = Array(items.prefix(Self.maximumItems))
    CriticalDifferenceLayout(figure: self, items: drawn, on: page).draw(on: &page)
    let hidden = items.count - drawn.count
    let rest = hidden > 0 ? [FigureText("\(Prose.count(hidden, "more model")) in the data file.")] : []
    page.notes([FigureText(reading)] + reasons + rest)
    return page.finished(name: name, title: title, description: description, csv: csv)
  }

  private var difference: String { DecimalText.significant(criticalDifference) }

  private var reading: String {
    let bars = groups.isEmpty ? "No bar: all models differ." : "Bars join models that do not differ."
    return "Mean ranks, 1 is best; critical difference CD = \(difference). \(bars) \(explanation)"
  }

  private var description: String {
    let ranks = items.map { "\(Prose.name($0.label)) \(DecimalText.significant($0.rank))" }
    let joined = groups.map { group in
      "from \(Prose.name(items[group.lowerBound].label)) to \(Prose.name(items[group.upperBound].label))"
    }
    let sets = joined.isEmpty ? "All models differ" : "No difference \(Prose.list(joined))"
    return "\(title). Mean ranks: \(Prose.list(ranks)). Critical difference \(difference). \(sets). \(explanation)"
  }

  private var csv: CSVText {
    var csv = CSVText(header: ["model", "mean rank", "groups", "critical difference"])
    for (place, item) in items.enumerated() {
      let own = groups.enumerated().filter { $0.element.contains(place) }.map { String($0.offset + 1) }
      csv.row([
        .text(item.label), .number(item.rank), .text(own.joined(separator: " ")), .number(criticalDifference),
      ])
    }
    for item in undrawn { csv.row([.text(item.label), .number(nil), .text(""), .number(criticalDifference)]) }
    return csv
  }
}
