/// The same work at several places: emissions on a logarithmic axis, a row for each place, the least on top.
public struct PlacesFigure: Sendable {
  /// Somewhere that the work ran or could have run.
  public struct Place: Sendable {
    /// The name at the left of the row.
    public var label: String
    /// Whether the work ran there.
    public var isOwn: Bool
    /// The emissions of each of the figure's items there, in its unit; must be above 0 to be drawn.
    public var amounts: [Double?]
    /// The emissions over those where the work ran, where it is the same for all items and can be compared.
    public var factor: Double?

    /// Makes a place.
    public init(label: String, isOwn: Bool = false, amounts: [Double?], factor: Double? = nil) {
      self.label = label
      self.isOwn = isOwn
      self.amounts = amounts
      self.factor = factor
    }
  }

  /// More items than this are drawn as a range with its median.
  static let maximumItems = 7

  let name: String
  let title: String
  let quantity: String
  let unit: String
  let items: [String]
  let places: [Place]
  let remark: String

  /// Makes the figure.
  ///
  /// - Parameters:
  ///   - name: A short name for files.
  ///   - title: What the figure shows, in a few words.
  ///   - quantity: The name of the axis.
  ///   - unit: The unit of amounts, such as "kg CO2e".
  ///   - items: The names of the pieces of work.
  ///   - places: The places in any order.
  ///   - remark: What else a reader must know, such as that two places' emissions do not compare; may be empty.
  public init(
    name: String, title: String, quantity: String = "Emissions", unit: String = "kg CO2e", items: [String],
    places: [Place], remark: String = ""
  ) {
    self.name = name
    self.title = title
    self.quantity = quantity
    self.unit = unit
    self.items = items
    self.places = places
    self.remark = remark
  }

  /// Draws the figure.
  public func render(_ style: FigureStyle) -> RenderedFigure {
    let rows = places.map { PlaceRow($0, itemCount: items.count) }
    let drawn = rows.filter { $0.median != nil }.enumerated().sorted {
      ($0.element.median ?? 0, $0.offset) < ($1.element.median ?? 0, $1.offset)
    }.map(\.element)
    let missing = rows.filter { $0.median == nil }.map { Prose.name($0.place.label) }
    let missingNote: [FigureText] =
      missing.isEmpty ? [] : [FigureText("Not drawn: \(Prose.list(missing)) (no emissions known, or none).")]
    guard !drawn.isEmpty else {
      return Page.empty(name: name, title: title, csv: csv, style: style, reasons: missingNote)
    }
    var page = Page(style: style)
    let layout = PlacesLayout(figure: self, rows: drawn, on: page)
    layout.draw(on: &page)
    page.notes(reading(drawn) + missingNote + hiddenNote(drawn.count - layout.rowCount))
    return page.finished(name: name, title: title, description: description(drawn), csv: csv)
  }

  private func reading(_ rows: [PlaceRow]) -> [FigureText] {
    var parts: [String] = []
    if rows.contains(where: \.place.isOwn) { parts.append("Shaded: where it ran.") }
    if rows.contains(where: { $0.place.factor != nil }) { parts.append("×: emissions over those where it ran.") }
    if items.count > Self.maximumItems {
      parts.append("Bars: from the least to the greatest of \(items.count); marks: median.")
    }
    if !remark.isEmpty { parts.append(remark) }
    return parts.isEmpty ? [] : [FigureText(parts.joined(separator: " "))]
  }

  private func hiddenNote(_ hidden: Int) -> [FigureText] {
    hidden > 0 ? [FigureText("\(Prose.count(hidden, "more place")) in the data file.")] : []
  }

  private func description(_ rows: [PlaceRow]) -> String {
    let middle = items.count > 1 ? "median over \(items.count) pieces of work" : ""
    let told = rows.map { row -> String in
      var text = "\(Prose.name(row.place.label)) \(Prose.amount(row.median ?? 0, unit))"
      if let factor = row.place.factor { text += " (\(DecimalText.significant(factor)) times)" }
      return text + (row.place.isOwn ? ", where it ran" : "")
    }
    var text = "\(title). \(quantity) at \(Prose.count(rows.count, "place")) from the least to the greatest"
    text += (middle.isEmpty ? "" : ", \(middle)") + ": \(Prose.list(told))."
    if let least = rows.first?.median, let greatest = rows.last?.median, rows.count > 1 {
      text += " The greatest is \(DecimalText.significant(greatest / least)) times the least."
    }
    return text
  }

  private var csv: CSVText {
    var csv = CSVText(header: ["place", "where it ran", "item", "\(quantity.lowercased()) (\(unit))", "factor"])
    for place in places {
      for (index, item) in items.enumerated() {
        csv.row([
          .text(place.label), .text(place.isOwn ? "yes" : "no"), .text(item),
          .number(place.amounts.indices.contains(index) ? place.amounts[index] : nil), .number(place.factor),
        ])
      }
    }
    return csv
  }
}

/// A place with what can stand on a logarithmic axis.
struct PlaceRow: Sendable {
  let place: PlacesFigure.Place
  /// By item.
  let amounts: [Double?]

  init(_ place: PlacesFigure.Place, itemCount: Int) {
    self.place = place
    amounts = place.amounts.prefix(itemCount).map { Plottable.positive($0) }
  }

  /// The known amounts, ascending.
  var known: [Double] { amounts.compactMap(\.self).sorted() }

  /// The median of the known amounts; `nil` when there are none.
  var median: Double? { Quantile.median(known) }
}
