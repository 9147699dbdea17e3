/// Writes a table as an HTML `table` element, with classes to style and no style of its own.
///
/// Classes: `number` on cells right of text, `best` and `second`, `subtotal` and `total` on rows, `group` on the
/// first row of each further group, `long` on columns of long texts, `brief` on short titles, `unbroken` on those
/// with a very long word, `gap` on what only takes room so that the signs between means and deviations stand under
/// each other, `table-notes` on the paragraph below.
public struct HTMLTableRenderer: TableRenderer {
  /// How a table stands in a page with a style sheet and a script.
  public struct Frame: Sendable, Hashable {
    /// How the values of a column become choices.
    public enum Facet: String, Sendable, Hashable {
      /// Each value is one.
      case value
      /// What stands before the first `;`, `,` or bracket of a value is one.
      case lead
    }

    /// Whether the page's script lets readers sort and filter the rows.
    public var isInteractive: Bool
    /// The columns by whose values rows are chosen, by key.
    public var facets: [String: Facet]

    /// Makes a frame; without arguments it is that of a table that is only read.
    public init(isInteractive: Bool = false, facets: [String: Facet] = [:]) {
      self.isInteractive = isInteractive
      self.facets = facets
    }
  }

  private let frame: Frame?
  private let escaping = HTMLEscaping()

  /// Makes a renderer of plain tables, or of tables in a `figure` whose table scrolls in a region of its own.
  ///
  /// In a frame, names that repeat those above are there for assistive programs and for sorting, in class `repeat`,
  /// which a style sheet hides; tables of more than nine columns have class `wide`.
  public init(frame: Frame? = nil) { self.frame = frame }

  /// More columns than these are too many for a page in portrait.
  private static let narrowColumns = 9
  /// Texts of more characters may break anywhere, and their column is kept from being too narrow or too wide.
  private static let shortText = 24
  /// Titles of no more characters stay on one line.
  private static let briefTitle = 12

  /// Longer words in titles, which are names from logs, break anywhere.
  private static let unbrokenWord = 20

  public func render(_ table: FormattedTable) -> String {
    let notes = table.table.notes.map(escaping.render).joined(separator: "<br>\n")
    let paragraph = notes.isEmpty ? "" : "<p class=\"table-notes\">\(notes)</p>\n"
    let caption = escaping.render(table.table.caption)
    guard let frame else {
      let element = caption.isEmpty ? "" : "\n<caption>\(caption)</caption>"
      return "<table id=\"tab-\(table.table.label)\">\(element)\n\(rows(of: table))</table>\n\(paragraph)"
    }
    let (label, name) = (table.table.label, "cap-\(table.table.label)")
    let kind = table.columns.count > Self.narrowColumns ? "table wide" : "table"
    return """
      <figure class="\(kind)" id="tab-\(label)">
      <figcaption id="\(name)">\(caption)</figcaption>
      <div class="scroll" role="group" aria-labelledby="\(name)" tabindex="0">
      <table\(frame.isInteractive ? " class=\"interactive\"" : "") aria-labelledby="\(name)">
      \(rows(of: table))</table>
      </div>
      \(paragraph)</figure>

      """
  }

  /// The head and the body.
  private func rows(of table: FormattedTable) -> String {
    let layouts = table.columns.indices.map { layout(of: $0, in: table) }
    let header = zip(table.columns, layouts).map { column, layout in
      let facet = frame?.facets[column.source.key].map { " data-facet=\"\($0.rawValue)\"" } ?? ""
      let isBrief = frame != nil && column.title.plainText.count <= Self.briefTitle
      let longestWord = column.title.plainText.split(separator: " ").map(\.count).max() ?? 0
      let isUnbroken = frame != nil && longestWord > Self.unbrokenWord
      return
        "<th scope=\"col\"\(classes(layout, isBrief: isBrief, isUnbroken: isUnbroken))\(facet)>\(heading(column))</th>"
    }
    var lines = ["<thead>", "<tr>\(header.joined())</tr>", "</thead>", "<tbody>"]
    for (index, row) in table.table.rows.enumerated() {
      let startsGroup = row.startsGroup(after: index > 0 ? table.table.rows[index - 1] : nil)
      let cells = zip(table.cells[index], layouts).enumerated().map { place, pair in
        cell(pair.0, layout: pair.1, isFirst: place == 0)
      }
      lines.append("<tr\(rowClass(row.kind, startsGroup: startsGroup))>\(cells.joined())</tr>")
    }
    lines.append("</tbody>")
    return lines.joined(separator: "\n") + "\n"
  }

  /// The title and its unit, in a frame as two pieces, so that units can stand on a line of their own.
  private func heading(_ column: FormattedTable.Column) -> String {
    guard frame != nil, let unit = column.unit else { return escaping.render(column.heading) }
    return "\(escaping.render(column.title)) <span class=\"unit\">\(escaping.render(unit))</span>"
  }

  /// What all cells of a column have in common.
  private struct Layout {
    let isRight: Bool
    let isLong: Bool
    /// The most characters of a deviation; 0 in columns without.
    let deviation: Int
  }

  private func layout(of index: Int, in table: FormattedTable) -> Layout {
    let column = table.columns[index]
    var (longest, deviation) = (0, 0)
    for cells in table.cells {
      switch cells[index].content {
      case .text(let text): longest = max(longest, text.count)
      case .rich(let text): longest = max(longest, text.plainText.count)
      case .meanAndDeviation(_, let text): deviation = max(deviation, text.count)
      case .empty, .missing, .notApplicable, .number: break
      }
    }
    return Layout(
      isRight: column.alignment == .right, isLong: frame != nil && longest > Self.shortText, deviation: deviation)
  }

  private func rowClass(_ kind: Table.Row.Kind, startsGroup: Bool) -> String {
    switch kind {
    case .body: startsGroup ? " class=\"group\"" : ""
    case .subtotal, .total: " class=\"\(kind.rawValue)\""
    }
  }

  private func cell(_ cell: FormattedTable.Cell, layout: Layout, isFirst: Bool) -> String {
    var text = content(of: cell, layout: layout)
    if let mark = cell.mark { text += escaping.render(RichText.superscripted(mark)) }
    if cell.isRepeat { text = frame == nil ? "" : "<span class=\"repeat\">\(text)</span>" }
    let attributes = classes(layout, emphasis: cell.emphasis)
    // A header names its row; an empty one would name nothing.
    return isFirst && !text.isEmpty ? "<th scope=\"row\"\(attributes)>\(text)</th>" : "<td\(attributes)>\(text)</td>"
  }

  private func content(of cell: FormattedTable.Cell, layout: Layout) -> String {
    switch cell.content {
    case .text(let text): escaping.escape(text)
    case .rich(let text): escaping.render(text)
    case .missing: "–" + gap(layout)
    case .number: cell.plainText(plusMinus: "").withMinusSigns + gap(layout)
    case .meanAndDeviation(let mean, let deviation):
      // A figure space is as wide as a digit.
      "\(mean) ± \(String(repeating: "\u{2007}", count: layout.deviation - deviation.count))\(deviation)".withMinusSigns
    case .empty, .notApplicable: cell.plainText(plusMinus: "")
    }
  }

  /// As much room as a deviation takes.
  private func gap(_ layout: Layout) -> String {
    guard frame != nil, layout.deviation > 0 else { return "" }
    return "<span class=\"gap\"> ± \(String(repeating: "\u{2007}", count: layout.deviation))</span>"
  }

  private func classes(
    _ layout: Layout, emphasis: Table.Cell.Emphasis = .none, isBrief: Bool = false, isUnbroken: Bool = false
  ) -> String {
    var classes = layout.isRight ? ["number"] : []
    if layout.isLong { classes.append("long") }
    if isBrief { classes.append("brief") }
    if isUnbroken { classes.append("unbroken") }
    switch emphasis {
    case .none: break
    case .best: classes.append("best")
    case .second: classes.append("second")
    }
    return classes.isEmpty ? "" : " class=\"\(classes.joined(separator: " "))\""
  }
}
