/// Writes a table as GitHub Flavored Markdown: a bold caption, a pipe table, and notes.
public struct MarkdownTableRenderer: TableRenderer {
  /// Whether the caption is written; documents that have a heading may leave it out.
  public var includesCaption: Bool

  private let escaping = MarkdownEscaping()

  /// Makes a renderer.
  public init(includesCaption: Bool = true) { self.includesCaption = includesCaption }

  public func render(_ table: FormattedTable) -> String {
    let rows =
      [table.columns.map { escaping.render($0.heading) }]
      + zip(table.table.rows, table.cells).map { row, cells in cells.map { cell($0, in: row) } }
    let widths = table.columns.indices.map { index in
      max(4, rows.map { TerminalEscaping.width(of: $0[index]) }.max() ?? 0)
    }
    var lines = rows.map { line($0, columns: table.columns, widths: widths) }
    lines.insert(rule(columns: table.columns, widths: widths), at: 1)
    var output = ""
    if includesCaption, !table.table.caption.isEmpty {
      // Strong text would end the caption's own.
      let runs = table.table.caption.runs.map { $0.style == .strong ? RichText.Run($0.text) : $0 }
      output += "**\(escaping.render(RichText(runs: runs)))**\n\n"
    }
    output += lines.joined(separator: "\n") + "\n"
    if !table.table.notes.isEmpty {
      output += "\n" + table.table.notes.map(escaping.render).joined(separator: "  \n") + "\n"
    }
    return output
  }

  private func line(_ cells: [String], columns: [FormattedTable.Column], widths: [Int]) -> String {
    let padded = cells.indices.map { index in
      let space = String(repeating: " ", count: max(0, widths[index] - TerminalEscaping.width(of: cells[index])))
      return columns[index].alignment == .right ? space + cells[index] : cells[index] + space
    }
    return "| " + padded.joined(separator: " | ") + " |"
  }

  private func rule(columns: [FormattedTable.Column], widths: [Int]) -> String {
    let cells = zip(columns, widths).map { column, width in
      switch column.alignment {
      case .left: String(repeating: "-", count: width + 2)
      case .right: String(repeating: "-", count: width + 1) + ":"
      case .centre: ":" + String(repeating: "-", count: width) + ":"
      }
    }
    return "|" + cells.joined(separator: "|") + "|"
  }

  private func cell(_ cell: FormattedTable.Cell, in row: Table.Row) -> String {
    var text =
      switch cell.content {
      case .text(let text): row.kind == .total ? escaping.render(RichText.strong(text)) : escaping.escape(text)
      case .rich(let text): escaping.render(text)
      case .number, .meanAndDeviation: cell.plainText(plusMinus: " ± ").withMinusSigns
      case .empty, .missing, .notApplicable: cell.plainText(plusMinus: " ± ")
      }
    switch cell.emphasis {
    case .none: break
    case .best: text = "**\(text)**"
    case .second: text = "*\(text)*"
    }
    return text + (cell.mark.map { escaping.render(RichText.superscripted($0)) } ?? "")
  }
}
