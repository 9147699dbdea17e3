/// Writes a table for a terminal: aligned with spaces, without boxes or colours, no wider than asked.
///
/// Where the table is too wide, titles are broken, then long names, then the columns are split into panels below each
/// other. Nothing is cut off.
public struct TerminalTableRenderer: TableRenderer {
  /// The columns of the terminal; `nil` for no limit, as when the output goes to a file.
  public var width: Int?
  /// Whether the caption stands above the table.
  public var includesCaption: Bool

  private let escaping = TerminalEscaping()

  /// Makes a renderer.
  public init(width: Int? = nil, includesCaption: Bool = true) {
    self.width = width
    self.includesCaption = includesCaption
  }

  public func render(_ table: FormattedTable) -> String {
    let layout = TerminalTableLayout(table, width: width)
    var parts = layout.panels.map { panel($0, layout: layout, table: table) }
    if includesCaption, !table.table.caption.isEmpty {
      parts.insert(paragraph(escaping.render(table.table.caption)), at: 0)
    }
    if !table.table.notes.isEmpty {
      parts.append(table.table.notes.map { paragraph(escaping.render($0)) }.joined())
    }
    return parts.joined(separator: "\n")
  }

  private func paragraph(_ text: String) -> String {
    TerminalTableLayout.lines(of: text, width: width ?? .max).map { $0 + "\n" }.joined()
  }

  private func panel(_ columns: [Int], layout: TerminalTableLayout, table: FormattedTable) -> String {
    func line(_ cells: [String]) -> String {
      let padded = zip(columns, cells).map { column, cell in
        pad(cell, to: layout.widths[column], on: table.columns[column].alignment)
      }
      return trimmed(padded.joined(separator: TerminalTableLayout.gap)) + "\n"
    }
    let rule = line(columns.map { String(repeating: "-", count: layout.widths[$0]) })
    var output = ""
    for titles in layout.header.lines where columns.contains(where: { titles[$0] != nil }) {
      output += line(columns.map { titles[$0].map(escaping.render) ?? "" })
    }
    output += rule
    for (index, row) in table.table.rows.enumerated() {
      let previous = index > 0 ? table.table.rows[index - 1] : nil
      if row.startsGroup(after: previous) { output += "\n" }
      if row.kind == .total, previous?.kind != .total { output += rule }
      let height = columns.map { layout.body[$0][index].count }.max() ?? 0
      for place in 0..<height {
        output += line(columns.map { layout.body[$0][index].dropFirst(place).first ?? "" })
      }
    }
    return output
  }

  private func pad(_ text: String, to width: Int, on side: Table.Column.Alignment) -> String {
    let space = max(0, width - TerminalEscaping.width(of: text))
    let left =
      switch side {
      case .left: 0
      case .right: space
      case .centre: space / 2
      }
    return String(repeating: " ", count: left) + text + String(repeating: " ", count: space - left)
  }

  private func trimmed(_ text: String) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return text
  }
}
