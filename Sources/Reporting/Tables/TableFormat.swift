/// The formats that a table is printed in at the terminal.
public enum TableFormat: String, Sendable, Hashable, CaseIterable {
  case table, csv, json, md, tex

  /// A table in this format; `width` is the terminal's, for ``table`` only.
  public func render(_ table: Table, width: Int) -> String {
    let formatted = FormattedTable(table)
    return switch self {
    case .table: TerminalTableRenderer(width: width).render(formatted)
    case .csv: CSVTableRenderer().render(formatted)
    case .json: JSONTableRenderer().render(formatted)
    case .md: MarkdownTableRenderer().render(formatted)
    case .tex: LaTeXTableRenderer().render(formatted)
    }
  }
}
