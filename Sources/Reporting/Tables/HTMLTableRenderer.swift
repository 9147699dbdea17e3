/// Writes a table as an HTML `table` element, with classes to style and no style of its own.
///
/// Classes: `number` on cells right of text, `best` and `second`, `subtotal` and `total` on rows, `group` on the
/// first row of each further group, `table-notes` on the paragraph below.
public struct HTMLTableRenderer: TableRenderer {
  private let escaping = HTMLEscaping()

  /// Makes a renderer.
  public init() {}

  public func render(_ table: FormattedTable) -> String {
    var lines = ["<table id=\"tab-\(table.table.label)\">"]
    if !table.table.caption.isEmpty { lines.append("<caption>\(escaping.render(table.table.caption))</caption>") }
    let header = table.columns.map { "<th scope=\"col\"\(attributes($0))>\(escaping.render($0.heading))</th>" }
    lines.append("<thead>\n<tr>\(header.joined())</tr>\n</thead>\n<tbody>")
    for (index, row) in table.table.rows.enumerated() {
      let startsGroup = row.startsGroup(after: index > 0 ? table.table.rows[index - 1] : nil)
      let cells = zip(table.cells[index], table.columns).map(cell).joined()
      lines.append("<tr\(rowClass(row.kind, startsGroup: startsGroup))>\(cells)</tr>")
    }
    lines.append("</tbody>\n</table>")
    if !table.table.notes.isEmpty {
      lines.append("<p class=\"table-notes\">\(table.table.notes.map(escaping.render).joined(separator: "<br>\n"))</p>")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func rowClass(_ kind: Table.Row.Kind, startsGroup: Bool) -> String {
    switch kind {
    case .body: startsGroup ? " class=\"group\"" : ""
    case .subtotal, .total: " class=\"\(kind.rawValue)\""
    }
  }

  private func cell(_ cell: FormattedTable.Cell, column: FormattedTable.Column) -> String {
    let text =
      switch cell.content {
      case .text(let text): escaping.escape(text)
      case .rich(let text): escaping.render(text)
      case .missing: "–"
      case .number, .meanAndDeviation: cell.plainText(plusMinus: " ± ").withMinusSigns
      case .empty, .notApplicable: cell.plainText(plusMinus: "")
      }
    let mark = cell.mark.map { escaping.render(RichText.superscripted($0)) } ?? ""
    return "<td\(attributes(column, emphasis: cell.emphasis))>\(cell.isRepeat ? "" : text + mark)</td>"
  }

  private func attributes(_ column: FormattedTable.Column, emphasis: Table.Cell.Emphasis = .none) -> String {
    var classes = column.alignment == .right ? ["number"] : []
    switch emphasis {
    case .none: break
    case .best: classes.append("best")
    case .second: classes.append("second")
    }
    return classes.isEmpty ? "" : " class=\"\(classes.joined(separator: " "))\""
  }
}
