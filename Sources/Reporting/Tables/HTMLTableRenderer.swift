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
  /// which a style sheet hides; tables of more than nine columns have class `wide`. Tables of more columns than a printed
  /// page has room for are split into blocks below each other, each with the columns of names.
  public init(frame: Frame? = nil) { self.frame = frame }

  /// More columns than these are too many for a page in portrait.
  private static let narrowColumns = 9
  /// Up to so many columns get along on a page in the small type of wide tables, whose texts break.
  private static let pageColumns = 16
  /// The width in points between the margins of a page, the padding of a cell, and the mean width of a bold character of
  /// 6.2 pt, as the style sheet of reports prints wide tables.
  private static let pageWidth = 515.0
  private static let cellPadding = 5.7
  private static let characterWidth = 3.6
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
      let rows = rows(of: table, columns: Array(table.columns.indices))
      return "<table id=\"tab-\(table.table.label)\">\(element)\n\(rows)</table>\n\(paragraph)"
    }
    let (label, name) = (table.table.label, "cap-\(table.table.label)")
    let kind = table.columns.count > Self.narrowColumns ? "table wide" : "table"
    let blocks = frame.isInteractive ? [Array(table.columns.indices)] : Self.blocks(of: table)
    let tables = blocks.enumerated().map { place, columns in
      // A block is named by the caption and by its own line.
      let names = place == 0 ? name : "\(name) \(name)-\(place + 1)"
      let line = place == 0 ? "" : "<p class=\"continued\" id=\"\(name)-\(place + 1)\">(continued)</p>\n"
      return """
        \(line)<div class="scroll" role="group" aria-labelledby="\(names)" tabindex="0">
        <table\(frame.isInteractive ? " class=\"interactive\"" : "") aria-labelledby="\(names)">
        \(rows(of: table, columns: columns))</table>
        </div>

        """
    }
    return """
      <figure class="\(kind)" id="tab-\(label)">
      <figcaption id="\(name)">\(caption)</figcaption>
      \(tables.joined())\(paragraph)</figure>

      """
  }

  /// The columns of each block, all of about the same width; one block where a page has room for all.
  private static func blocks(of table: FormattedTable) -> [[Int]] {
    guard table.columns.count > pageColumns else { return [Array(table.columns.indices)] }
    let names = min(table.table.namingColumns, table.columns.prefix { !$0.isNumeric }.count)
    let widths = table.columns.indices.map { index in
      let title = pieces(of: table.columns[index].title).max() ?? 0
      let cells = table.cells.map { min(shortText, $0[index].plainText(plusMinus: " ± ").count) }.max() ?? 0
      return Double(max(title, cells)) * characterWidth
    }
    return ColumnPanels.split(widths: widths, names: names, gap: cellPadding, limit: pageWidth)
  }

  /// The lengths of the parts of a title that stay on one line: names break after `_`.
  private static func pieces(of title: RichText) -> [Int] {
    title.plainText.split(whereSeparator: { $0 == " " || $0 == "_" }).map { $0.count + 1 }
  }

  /// The head and the body.
  private func rows(of table: FormattedTable, columns: [Int]) -> String {
    let layouts = columns.map { layout(of: $0, in: table) }
    let header = zip(columns.map { table.columns[$0] }, layouts).map { column, layout in
      let facet = frame?.facets[column.source.key].map { " data-facet=\"\($0.rawValue)\"" } ?? ""
      let isBrief = frame != nil && column.title.plainText.count <= Self.briefTitle
      let longestWord = Self.pieces(of: column.title).max() ?? 0
      let isUnbroken = frame != nil && longestWord > Self.unbrokenWord
      return
        "<th scope=\"col\"\(classes(layout, isBrief: isBrief, isUnbroken: isUnbroken))\(facet)>\(heading(column))</th>"
    }
    var lines = ["<thead>", "<tr>\(header.joined())</tr>", "</thead>", "<tbody>"]
    for (index, row) in table.table.rows.enumerated() {
      let startsGroup = row.startsGroup(after: index > 0 ? table.table.rows[index - 1] : nil)
      let cells = zip(columns.map { table.cells[index][$0] }, layouts).enumerated().map { place, pair in
        cell(pair.0, layout: pair.1, isFirst: place == 0)
      }
      lines.append("<tr\(rowClass(row.kind, startsGroup: startsGroup))>\(cells.joined())</tr>")
    }
    lines.append("</tbody>")
    return lines.joined(separator: "\n") + "\n"
  }

  /// The title and its unit, in a frame as two pieces, so that units can stand on a line of their own.
  private func heading(_ column: FormattedTable.Column) -> String {
    guard frame != nil else { return escaping.render(column.heading) }
    // Names from logs may break where their words end.
    let title = escaping.render(column.title).replacing("_", with: "_<wbr>")
    guard let unit = column.unit else { return title }
    return "\(title) <span class=\"unit\">\(escaping.render(unit))</span>"
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
