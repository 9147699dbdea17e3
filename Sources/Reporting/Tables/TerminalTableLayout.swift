/// How a table is fitted into a terminal: its cells as lines of text, and the widths of its columns.
struct TerminalTableLayout {
  /// What stands between two columns.
  static let gap = "  "
  /// Names are not broken into pieces narrower than this.
  private static let narrowestName = 12

  private(set) var header: HeaderGrid
  /// The lines of each cell, by column and row.
  private(set) var body: [[[String]]]
  private(set) var widths: [Int]
  /// The columns of each part of the table.
  private(set) var panels: [[Int]]

  /// Fits a table into a width; `nil` for any width.
  init(_ table: FormattedTable, width: Int?) {
    let cells = table.columns.indices.map { Self.column($0, of: table) }
    let natural = cells.map { $0.map(TerminalEscaping.width).max() ?? 0 }
    let names = table.columns.indices.filter { !table.columns[$0].isNumeric }
    body = cells.map { $0.map { [$0] } }
    header = HeaderGrid(onOneLine: table.columns)
    widths = Self.widths(natural, header)
    panels = [Array(table.columns.indices)]
    guard let width, Self.total(widths) > width else { return }

    breakTitles(of: table, body: natural, width: width)
    guard Self.total(widths) > width else { return }

    var narrowed = natural
    Self.shrink(names, of: &narrowed, by: Self.total(widths) - width)
    breakNames(names, cells: cells, widths: narrowed)
    breakTitles(of: table, body: narrowed, width: width)
    guard Self.total(widths) > width else { return }

    // One panel does not do, so names get back what they need, up to a third of the width.
    narrowed = natural
    for index in names { narrowed[index] = min(natural[index], max(Self.narrowestName, width / 3)) }
    breakNames(names, cells: cells, widths: narrowed)
    breakTitles(of: table, body: narrowed, width: width)
    let numbers = widths.map(Double.init)
    let gap = Double(Self.gap.count)
    panels = ColumnPanels.split(
      widths: numbers,
      names: ColumnPanels.names(
        in: table.columns, most: table.table.namingColumns, widths: numbers, gap: gap, limit: Double(width)),
      gap: gap, limit: Double(width))
  }

  private static func measure(_ text: RichText) -> Double {
    Double(TerminalEscaping.width(of: TerminalEscaping().render(text)))
  }

  private static func widths(_ body: [Int], _ header: HeaderGrid) -> [Int] {
    zip(body, header.widths(measure: measure)).map { max($0, Int($1)) }
  }

  private static func total(_ widths: [Int]) -> Int {
    widths.reduce(0, +) + gap.count * max(0, widths.count - 1)
  }

  private mutating func breakTitles(of table: FormattedTable, body: [Int], width: Int?) {
    for lines in [1, 2, 3, .max] {
      header = HeaderGrid(
        breaking: table.columns, widths: body.map(Double.init), titleLines: lines, measure: Self.measure)
      widths = Self.widths(body, header)
      if let width, Self.total(widths) <= width { return }
    }
  }

  private mutating func breakNames(_ names: [Int], cells: [[String]], widths: [Int]) {
    for index in names { body[index] = cells[index].map { Self.lines(of: $0, width: widths[index]) } }
  }

  /// Takes columns off the widest names first.
  private static func shrink(_ names: [Int], of widths: inout [Int], by excess: Int) {
    for _ in 0..<max(0, excess) {
      guard let widest = names.max(by: { widths[$0] < widths[$1] }), widths[widest] > narrowestName else { return }
      widths[widest] -= 1
    }
  }

  /// The cells of a column, with means, signs and marks below each other.
  private static func column(_ index: Int, of table: FormattedTable) -> [String] {
    let escaping = TerminalEscaping()
    let cells = table.cells.map { $0[index] }
    let deviations = cells.map { cell in
      if case .meanAndDeviation(_, let deviation) = cell.content { deviation.count } else { 0 }
    }
    let deviationWidth = deviations.max() ?? 0
    let marks = cells.map { $0.isRepeat ? "" : $0.mark.map(escaping.escape) ?? "" }
    let markWidth = marks.map(TerminalEscaping.width).max() ?? 0
    return cells.indices.map { row in
      let cell = cells[row]
      guard !cell.isRepeat else { return "" }
      let text = escaping.escape(cell.plainText(plusMinus: " ± "))
      guard table.columns[index].alignment == .right else { return text + marks[row] }
      var space = 0
      if case .number = cell.content, deviationWidth > 0 { space = deviationWidth + 3 }
      if case .meanAndDeviation = cell.content { space = deviationWidth - deviations[row] }
      let markSpace = markWidth - TerminalEscaping.width(of: marks[row])
      return text + String(repeating: " ", count: space) + marks[row] + String(repeating: " ", count: markSpace)
    }
  }

  /// A text in lines, broken at spaces and after `_`, `/` and `-`, and anywhere in pieces that are wider than a line.
  static func lines(of text: String, width: Int) -> [String] {
    guard TerminalEscaping.width(of: text) > width, width > 0 else { return [text] }
    var lines: [String] = []
    var current = ""
    for piece in pieces(of: text) {
      if TerminalEscaping.width(of: current + trimmed(piece)) > width, !current.isEmpty {
        lines.append(trimmed(current))
        current = ""
      }
      for character in piece {
        if TerminalEscaping.width(of: current) + TerminalEscaping.width(of: character) > width, !current.isEmpty {
          if character == " " { continue }
          lines.append(trimmed(current))
          current = ""
        }
        current.append(character)
      }
    }
    return current.isEmpty ? lines : lines + [trimmed(current)]
  }

  private static func pieces(of text: String) -> [String] {
    var pieces = [""]
    var previous: Character?
    for character in text {
      if let previous, " _/-".contains(previous), character != previous { pieces.append("") }
      pieces[pieces.count - 1].append(character)
      previous = character
    }
    return pieces
  }

  private static func trimmed(_ text: String) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return text
  }
}
