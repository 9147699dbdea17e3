/// The column specification, the header and the rows of one LaTeX tabular.
struct LaTeXTableBody {
  let table: FormattedTable
  let layout: LaTeXTableLayout
  /// The columns of the table that stand in this tabular.
  let columns: [Int]
  /// Whether cells that repeat the one above are left blank.
  let hidesRepeats: Bool
  /// The columns that `siunitx` sets; `nil` where it is not used.
  private let siunitx: SIunitxColumns?

  private let escaping = LaTeXEscaping()
  private let breakable = LaTeXEscaping(allowsBreaks: true, unbrokenLength: LaTeXPieces.unbrokenLength)
  private static let plusMinus = "\\,$\\pm$\\,"

  init(
    table: FormattedTable, layout: LaTeXTableLayout, columns: [Int], hidesRepeats: Bool, usesSIunitx: Bool
  ) {
    siunitx = usesSIunitx ? SIunitxColumns(table) : nil
    self.table = table
    self.layout = layout
    self.columns = columns
    self.hidesRepeats = hidesRepeats
  }

  /// The count of LaTeX columns; a mean and its deviation are two.
  var width: Int { columns.reduce(0) { $0 + span($1) } }

  /// The argument of `tabular`.
  var specification: String {
    let letters = columns.map { index in
      if let siunitx, siunitx.holds(index) { return siunitx.specification(index, plusMinus: Self.plusMinus) }
      return table.columns[index].isPaired ? "r@{\(Self.plusMinus)}l" : letter(index)
    }
    return "\(edge)\(letters.joined())@{}"
  }

  /// What stands left of the first column: nothing, or an indentation below headings.
  private var edge: String { layout.headings.isEmpty ? "@{}" : "@{\\quad}" }

  /// The title lines. Titles of headings stand above that of the first column: in its line where that has room, or
  /// in lines of their own.
  var header: [String] {
    let lines = layout.header.lines.filter { line in columns.contains { line[$0] != nil } }
    let titles = layout.headings.map { table.columns[$0].title }
    let shared = sharedLine(for: titles, in: lines)
    let own = shared == nil ? headingLine(titles) : []
    return own
      + lines.enumerated().map { number, line in
        let spanned = number == shared?.number ? shared : nil
        let cells = columns.dropFirst(spanned?.columns ?? 0).map { title(line[$0], $0) }
        return ((spanned.map { [$0.cell] } ?? []) + cells).joined(separator: " & ") + " \\\\"
      }
  }

  private func title(_ text: RichText?, _ index: Int) -> String {
    let escaped = text.map(escaping.render) ?? ""
    return centred(siunitx?.title(escaped, index) ?? escaped, index)
  }

  /// The line of titles above that of the first column, if the titles of the headings find room in its blank start.
  private func sharedLine(
    for titles: [RichText], in lines: [[RichText?]]
  ) -> (number: Int, columns: Int, cell: String)? {
    guard !titles.isEmpty, !layout.stacksHeadings, let first = columns.first,
      let number = lines.firstIndex(where: { $0[first] != nil }).map({ $0 - 1 }), number >= 0
    else { return nil }
    let blank = columns.prefix { lines[number][$0] == nil }
    let gap = 2 * layout.separation / layout.size.factor
    let room = blank.reduce(-gap) { $0 + layout.widths[$1] + gap }
    let title = titles.dropFirst().reduce(titles[0]) { $0 + " · " + $1 }
    guard LaTeXMetrics.width(of: title) <= room else { return nil }
    let count = blank.reduce(0) { $0 + span($1) }
    return (number, blank.count, "\\multicolumn{\(count)}{@{}l}{\(joined(titles.map(escaping.render)))}")
  }

  private func joined(_ texts: [String]) -> String { texts.joined(separator: " $\\cdot$ ") }

  private func headingLine(_ texts: [RichText]) -> [String] {
    let texts = texts.filter { !$0.isEmpty }
    let lines = texts.map { text in
      let isWide = LaTeXMetrics.width(of: text) * layout.size.factor > layout.headingLimit
      return isWide ? box(text, width: layout.headingLimit) : escaping.render(text)
    }
    let joined = layout.stacksHeadings || lines.isEmpty ? lines : [joined(lines)]
    // The star keeps the line on the page of the row below.
    return joined.map { "\\multicolumn{\(width)}{@{}l@{}}{\($0)} \\\\*" }
  }

  /// Some rows with the rules, spaces and headings between them.
  ///
  /// - Parameters:
  ///   - rows: the rows.
  ///   - breaks: where a page may end; `nil` if the rows are no `longtable`.
  func lines(of rows: Range<Int>, breaks: LaTeXRowBreaks? = nil) -> [String] {
    var lines: [String] = []
    for index in rows {
      let row = table.table.rows[index]
      let previous = index > rows.lowerBound ? table.table.rows[index - 1] : nil
      if row.startsGroup(after: previous) { lines.append("\\addlinespace") }
      if row.kind == .subtotal, previous?.kind == .body, let rule = numbersRule { lines.append(rule) }
      if row.kind == .total, previous != nil, previous?.kind != .total { lines.append("\\midrule") }
      lines += heading(of: index, after: previous)
      let end = breaks?.allowsBreak(before: index + 1) == false && index + 1 < rows.upperBound ? "\\\\*" : "\\\\"
      lines.append(cells(of: index, isFirst: previous == nil || !hidesRepeats).joined(separator: " & ") + " \(end)")
    }
    return lines
  }

  private func cells(of row: Int, isFirst: Bool) -> [String] {
    var cells = columns.map { cell(table.cells[row][$0], $0, isFirst: isFirst) }
    if isHeadingInline(row), let name = layout.headings.first {
      cells[0] = "\\multicolumn{1}{@{}l}{\(cell(table.cells[row][name], name, isFirst: true))}"
    }
    return cells
  }

  /// The line above a row whose names differ from those before.
  private func heading(of row: Int, after previous: Table.Row?) -> [String] {
    guard previous == nil || layout.startsHeading(row, in: table), !isHeadingInline(row) else { return [] }
    // In a stack, names that stay the same are not said again.
    let names = layout.headings.drop { index in
      layout.stacksHeadings && previous != nil && row > 0
        && table.cells[row][index].content == table.cells[row - 1][index].content
    }
    let line = headingLine(names.map { name(table.cells[row][$0]) })
    let isWithinGroup = previous != nil && previous?.group == table.table.rows[row].group
    return (isWithinGroup && !line.isEmpty ? ["\\addlinespace[2pt]"] : []) + line
  }

  private func name(_ cell: FormattedTable.Cell) -> RichText { cell.content == .missing ? "–" : cell.richText }

  /// Whether a sum has room for its name in its own row.
  private func isHeadingInline(_ row: Int) -> Bool {
    guard table.table.rows[row].kind != .body, !layout.headings.isEmpty, let first = columns.first else { return false }
    return table.cells[row][first].content == .empty && !table.columns[first].isPaired
  }

  /// A rule under all columns from the first number on.
  private var numbersRule: String? {
    guard let first = columns.firstIndex(where: { table.columns[$0].isNumeric }) else { return nil }
    let start = columns[..<first].reduce(1) { $0 + span($1) }
    return "\\cmidrule(l){\(start)-\(width)}"
  }

  private func cell(_ cell: FormattedTable.Cell, _ index: Int, isFirst: Bool) -> String {
    if cell.isRepeat, !isFirst { return centred("", index) }
    switch cell.content {
    case .empty: return centred("", index)
    case .missing: return centred("--" + hanging(cell.mark), index)
    case .notApplicable: return centred("n/a" + hanging(cell.mark), index)
    case .text(let text): return centred(boxed(RichText(text), mark: cell.mark, index), index)
    case .rich(let text): return centred(boxed(text, mark: cell.mark, index), index)
    case .number(let number): return single(number, cell, index)
    case .meanAndDeviation(let mean, let deviation):
      if let siunitx {
        return siunitx.number(mean, cell, mark: "") + " & "
          + siunitx.deviation(deviation, cell, column: index, mark: hanging(cell.mark))
      }
      return "\(emphasised(mean, cell)) & \(emphasised(deviation, cell))\(hanging(cell.mark))"
    }
  }

  /// A text in a column of means stands in the middle of the pair, one in a column of `siunitx` in braces.
  private func centred(_ text: String, _ index: Int) -> String {
    if table.columns[index].isPaired { return "\\multicolumn{2}{\(outer("c", index))}{\(text)}" }
    return siunitx?.holds(index) == true && !text.isEmpty ? "{\(text)}" : text
  }

  /// A mean without a deviation stays in line with the other means; the place of the sign is left blank.
  private func single(_ number: String, _ cell: FormattedTable.Cell, _ index: Int) -> String {
    let mark = hanging(cell.mark)
    guard table.columns[index].isPaired else {
      guard let siunitx, siunitx.holds(index) else { return emphasised(number, cell) + mark }
      return siunitx.number(number, cell, mark: mark)
    }
    let text = (siunitx?.free(number, cell.emphasis, column: index) ?? emphasised(number, cell)) + mark
    let start = index == columns.first ? edge : ""
    return "\\multicolumn{1}{\(start)r@{\\phantom{\(Self.plusMinus)}}}{\(text)} &"
  }

  private func boxed(_ text: RichText, mark: String?, _ index: Int) -> String {
    let marked = text + (mark.map { .superscripted($0) } ?? "")
    return layout.box(for: marked, column: index).map { box(marked, width: $0) } ?? escaping.render(marked)
  }

  /// A text that breaks over lines; the indentation parts it from the rows around it.
  private func box(_ text: RichText, width: Double) -> String {
    let points = NumberFormat.fixed(width, decimals: 1) ?? "100"
    return "\\parbox[t]{\(points)pt}{\\raggedright\\hangindent0.8em \(breakable.render(text))\\strut}"
  }

  private func emphasised(_ number: String, _ cell: FormattedTable.Cell) -> String {
    let text = number.hasPrefix("-") ? "$-$" + escaping.escape(String(number.dropFirst())) : escaping.escape(number)
    return switch cell.emphasis {
    case .none: text
    case .best: "\\textbf{\(text)}"
    case .second: "\\underline{\(text)}"
    }
  }

  /// A mark that hangs out to the right, so that the digits stay in line.
  private func hanging(_ mark: String?) -> String {
    mark.map { "\\rlap{\(escaping.render(RichText.superscripted($0)))}" } ?? ""
  }

  private func span(_ index: Int) -> Int { table.columns[index].isPaired ? 2 : 1 }

  /// A letter for `\multicolumn`, which replaces what stands at the edges too.
  private func outer(_ letter: String, _ index: Int) -> String {
    (index == columns.first ? edge : "") + letter + (index == columns.last ? "@{}" : "")
  }

  private func letter(_ index: Int) -> String {
    switch table.columns[index].alignment {
    case .left: "l"
    case .right: "r"
    case .centre: "c"
    }
  }
}
