/// The widths that the cells of a table need in LaTeX, in points at the 10 pt size.
struct LaTeXColumnWidths {
  /// The widest cell of each column.
  let body: [Double]
  /// The widest part of each column's cells that no line break can part.
  let pieces: [Double]
  /// The columns whose cells are text that may be broken.
  let names: [Int]
  /// Those among them that hold sentences.
  let prose: [Int]
  /// The columns of names at the left that several rows in succession share, so that they can stand above them.
  let headings: [Int]

  init(_ table: FormattedTable) {
    let columns = table.columns.indices.map { index in table.cells.map { $0[index] } }
    body = columns.map { cells in
      let pairs = cells.compactMap(Self.pair)
      let paired =
        pairs.isEmpty
        ? 0 : (pairs.map(\.mean).max() ?? 0) + LaTeXMetrics.plusMinus + (pairs.map(\.deviation).max() ?? 0)
      return max(paired, cells.map(Self.single).max() ?? 0)
    }
    pieces = columns.map { cells in cells.map { LaTeXMetrics.widestPiece(of: $0.richText) }.max() ?? 0 }
    names = table.columns.indices.filter { !table.columns[$0].isNumeric && table.columns[$0].alignment == .left }
    prose = names.filter { index in columns[index].contains { $0.richText.words.count > 6 } }
    headings = Self.headings(of: table)
  }

  /// The width of a title.
  func measure(_ text: RichText) -> Double { LaTeXMetrics.width(of: text) }

  /// The width of some columns with their titles, without the gaps between them.
  func total(_ columns: [Int], body: [Double], header: HeaderGrid) -> Double {
    let titles = header.widths(measure: measure)
    return columns.reduce(0) { $0 + max(body[$1], titles[$1]) }
  }

  /// The width of the widest heading that is made of the names in some columns.
  func headingWidth(of columns: [Int], in table: FormattedTable) -> Double {
    let dots = LaTeXMetrics.width(of: " . ") * Double(max(0, columns.count - 1))
    return table.cells.map { cells in columns.reduce(dots) { $0 + measure(cells[$1].richText) } }.max() ?? 0
  }

  /// The width that all wide names share; `nil` if a name needs more lines.
  ///
  /// - Parameters:
  ///   - columns: the columns that stand beside each other.
  ///   - room: the width that they have, without the gaps.
  ///   - lines: the most lines that a name may take.
  func nameWidth(in table: FormattedTable, _ columns: [Int], room: Double, lines: Int) -> Double? {
    let titles = HeaderGrid(breaking: table.columns, widths: body, measure: measure).widths(measure: measure)
    let flexible = columns.filter(names.contains)
    var free = columns.filter { !names.contains($0) }.reduce(room) { $0 - max(body[$1], titles[$1]) }
    var rest = flexible.sorted { body[$0] < body[$1] }[...]
    while let narrowest = rest.first, body[narrowest] <= free / Double(rest.count) {
      free -= max(body[narrowest], titles[narrowest])
      rest = rest.dropFirst()
    }
    guard !rest.isEmpty else { return nil }
    let width = free / Double(rest.count)
    // A line is seldom full, so a text of two widths needs more than two lines.
    let fillable = lines == .max ? .infinity : Double(lines) * 0.8
    let fits = rest.allSatisfy { pieces[$0] <= width && body[$0] <= width * fillable }
    return fits && width >= (lines == .max ? 100 : 50) ? width : nil
  }

  /// The columns at the left for which headings take at most half as many lines as there are rows.
  private static func headings(of table: FormattedTable) -> [Int] {
    let leading = Array(table.columns.indices.prefix { !table.columns[$0].isNumeric }.prefix(2))
    // Something must be left to stand in the rows.
    guard table.columns.count > leading.count else { return [] }
    let candidates = [leading, Array(leading.prefix(1))].filter { !$0.isEmpty }
    return candidates.first { columns in
      let changes = table.cells.indices.dropFirst().count { row in
        columns.contains { table.cells[row][$0].content != table.cells[row - 1][$0].content }
      }
      return 2 * (changes + 1) <= table.cells.count
    } ?? []
  }

  private static func pair(_ cell: FormattedTable.Cell) -> (mean: Double, deviation: Double)? {
    guard case .meanAndDeviation(let mean, let deviation) = cell.content else { return nil }
    let isBold = cell.emphasis == .best
    return (LaTeXMetrics.width(of: mean, isBold: isBold), LaTeXMetrics.width(of: deviation, isBold: isBold))
  }

  private static func single(_ cell: FormattedTable.Cell) -> Double {
    if case .meanAndDeviation = cell.content { return 0 }
    return LaTeXMetrics.width(of: cell.richText, isBold: cell.emphasis == .best)
  }
}

extension FormattedTable.Cell {
  /// The printed text with its mark, where the mark takes space.
  fileprivate var richText: RichText {
    switch content {
    case .rich(let text): text + (mark.map { .superscripted($0) } ?? "")
    case .text(let text): RichText(text) + (mark.map { .superscripted($0) } ?? "")
    case .empty, .missing, .notApplicable, .number, .meanAndDeviation: RichText(plainText(plusMinus: "±"))
    }
  }
}
