/// The numbers of a table in `S` columns of LaTeX's package `siunitx`, version 3.
///
/// A mean and its deviation are two `S` columns around the sign: one column with `separate-uncertainty` has uneven spaces
/// beside it before version 3.2.9. What `siunitx` does not align by itself, bold and underlined numbers, stands in braces;
/// since all numbers of a column have the same decimals, it is in line where the ends are.
struct SIunitxColumns {
  private let table: FormattedTable

  init(_ table: FormattedTable) { self.table = table }

  /// What holds for all tables; they stand in groups of their own.
  static let setup =
    "\\sisetup{mode=math,text-series-to-math=true,group-digits=none,table-number-alignment=right,"
    + "table-text-alignment=right}%"

  /// What parts thousands, from 10 000 on.
  private static let grouping = "group-digits=integer,group-minimum-digits=5"

  /// Whether a column's numbers are left to `siunitx`: durations such as 1:23:45 are no numbers to it.
  func holds(_ index: Int) -> Bool {
    let column = table.columns[index]
    return column.isPaired || (column.isNumeric && column.source.format != .clock && column.alignment == .right)
  }

  /// The letters of a column in the argument of `tabular`.
  func specification(_ index: Int, plusMinus: String) -> String {
    let column = table.columns[index]
    let means = options(index) { Self.mean($0.content) }
    guard column.isPaired else { return "S[\(means)]" }
    let deviations = options(index) { Self.deviation($0.content) }
    return "S[\(means)]@{\(plusMinus)}S[\(deviations),table-number-alignment=left,table-text-alignment=left]"
  }

  private func options(_ index: Int, _ number: (FormattedTable.Cell) -> String?) -> String {
    let numbers = table.cells.compactMap { number($0[index]) }
    let sign = numbers.contains { $0.hasPrefix("-") } ? "-" : ""
    let integers = numbers.map(Self.integers).max() ?? 1
    let decimals = numbers.map { $0.split(separator: ".").dropFirst().first?.count ?? 0 }.max() ?? 0
    return "table-format=\(sign)\(max(1, integers)).\(decimals)" + (isGrouped(index) ? "," + Self.grouping : "")
  }

  private func isGrouped(_ index: Int) -> Bool { table.columns[index].source.groupsThousands }

  /// A number or a mean as the cell of an `S` column, emphasised.
  func number(_ text: String, _ cell: FormattedTable.Cell, mark: String) -> String {
    emphasised(text, cell.emphasis) + (mark.isEmpty ? "" : "{\(mark)}")
  }

  /// A deviation as the cell of an `S` column; what stands in braces gets the room of the digits that it lacks.
  func deviation(_ text: String, _ cell: FormattedTable.Cell, column: Int, mark: String) -> String {
    let widest = table.cells.compactMap { Self.deviation($0[column].content).map(Self.integers) }.max() ?? 0
    let lacking = cell.emphasis == .none ? 0 : max(0, widest - Self.integers(text))
    let room = lacking == 0 ? "" : "{\\phantom{\(String(repeating: "0", count: lacking))}}"
    return room + number(text, cell, mark: mark)
  }

  /// A number outside `S` columns.
  func free(_ text: String, _ emphasis: Table.Cell.Emphasis, column: Int) -> String {
    let options = isGrouped(column) ? "[\(Self.grouping)]" : ""
    return Self.emphasised("\\num\(options){\(Self.plain(text))}", emphasis)
  }

  private func emphasised(_ text: String, _ emphasis: Table.Cell.Emphasis) -> String {
    let number = Self.plain(text)
    return emphasis == .none ? number : "{\(Self.emphasised("\\num{\(number)}", emphasis))}"
  }

  private static func emphasised(_ command: String, _ emphasis: Table.Cell.Emphasis) -> String {
    switch emphasis {
    case .none: command
    case .best: "\\bfseries\(command)"
    case .second: "\\underline{\(command)}"
    }
  }

  /// A title with its unit left to `siunitx`, where that prints it as it is.
  func title(_ escaped: String, _ index: Int) -> String {
    guard let symbol = table.columns[index].printedSymbol, let command = SIunitx.unitCommand(symbol) else {
      return escaped
    }
    return escaped.replacing("(\(LaTeXEscaping().escape(symbol)))", with: "(\(command))")
  }

  /// The digits before the decimal point.
  private static func integers(_ number: String) -> Int { plain(number).prefix { $0 != "." }.count { $0 != "-" } }

  /// `siunitx` parts thousands by itself.
  private static func plain(_ number: String) -> String {
    number.replacing(NumberFormat.thousandsSeparator, with: "")
  }

  private static func mean(_ content: FormattedTable.Content) -> String? {
    switch content {
    case .number(let number), .meanAndDeviation(let number, _): number
    case .empty, .missing, .notApplicable, .text, .rich: nil
    }
  }

  private static func deviation(_ content: FormattedTable.Content) -> String? {
    if case .meanAndDeviation(_, let deviation) = content { deviation } else { nil }
  }
}
