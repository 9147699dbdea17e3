/// The widths that the cells of a table need in LaTeX, in points at the 10 pt size.
struct LaTeXColumnWidths {
  /// The widest cell of each column.
  let body: [Double]
  /// The columns whose cells are text that may be broken.
  let names: [Int]
  /// Those among them that hold sentences.
  let prose: [Int]
  /// The columns of names at the left that several rows in succession share, so that they can stand above them.
  let headings: [Int]
  /// The width of the widest heading that is made of the names in these. It is looked up for every layout that is tried,
  /// and a table may have ten thousand rows.
  let headingWidth: Double

  /// The least width of each column whose cells may take two, three and any number of lines.
  private let narrowest: [Int: [Double]]

  init(_ table: FormattedTable) {
    let columns = table.columns.indices.map { index in table.cells.map { $0[index] } }
    body = columns.map { cells in
      let pairs = cells.compactMap(Self.pair)
      let paired =
        pairs.isEmpty
        ? 0 : (pairs.map(\.mean).max() ?? 0) + LaTeXMetrics.plusMinus + (pairs.map(\.deviation).max() ?? 0)
      return max(paired, cells.map(Self.single).max() ?? 0)
    }
    names = table.columns.indices.filter { !table.columns[$0].isNumeric && table.columns[$0].alignment == .left }
    prose = names.filter { index in columns[index].contains { $0.richText.words.count > Self.longestName } }
    headings = Self.headings(of: table)
    headingWidth = Self.headingWidth(of: headings, in: table)
    let pieces = columns.map { cells in cells.map { LaTeXPieces($0.richText) } }
    narrowest = Dictionary(
      uniqueKeysWithValues: [2, 3, .max].map { lines in
        (lines, pieces.map { cells in cells.map { $0.width(forLines: lines) }.max() ?? 0 })
      })
  }

  /// A text of more words is a sentence.
  private static let longestName = 6

  /// The width of a title.
  func measure(_ text: RichText) -> Double { LaTeXMetrics.width(of: text) }

  /// The width of some columns with their titles, without the gaps between them.
  func total(_ columns: [Int], body: [Double], header: HeaderGrid) -> Double {
    let titles = header.widths(measure: measure)
    return columns.reduce(0) { $0 + max(body[$1], titles[$1]) }
  }

  private static func headingWidth(of columns: [Int], in table: FormattedTable) -> Double {
    let dots = LaTeXMetrics.width(of: " . ") * Double(max(0, columns.count - 1))
    return table.cells.map { cells in
      columns.reduce(dots) { $0 + LaTeXMetrics.width(of: cells[$1].richText) }
    }.max() ?? 0
  }

  /// The least width of a column in which each cell takes at most two, three or (`.max`) any number of lines.
  func least(_ column: Int, lines: Int) -> Double { narrowest[lines]?[column] ?? body[column] }

  /// The widths of columns of text that must be broken to fit; `nil` if that does not suffice.
  ///
  /// - Parameters:
  ///   - flexible: the columns that may be broken.
  ///   - columns: the columns that stand beside each other.
  ///   - titles: the least width of each title.
  ///   - room: the width that they have, without the gaps.
  ///   - lines: the most lines that a text may take.
  func broken(
    _ flexible: [Int], of columns: [Int], titles: [Double], room: Double, lines: Int
  ) -> [Int: Double]? {
    let flexible = columns.filter(flexible.contains)
    // Sentences that take any number of lines need lines of some length.
    let floor = lines == .max ? Self.leastProseWidth : 0
    let least = flexible.map { max(titles[$0], min(body[$0], max(floor, self.least($0, lines: lines)))) }
    let fixed = columns.filter { !flexible.contains($0) }.reduce(0) { $0 + max(body[$1], titles[$1]) }
    var free = room - fixed - least.reduce(0, +)
    guard free >= 0 else { return nil }
    // Columns that need little to stay whole get it first; the others share what is left.
    let needs = zip(flexible, least).map { ($0, $1, max(0, body[$0] - $1)) }.sorted { $0.2 < $1.2 }
    var widths: [Int: Double] = [:]
    for (position, (column, least, need)) in needs.enumerated() {
      let whole = need * Double(needs.count - position) <= free || position + 1 == needs.count
      let share = min(need, whole ? free : free / Double(needs.count - position))
      free -= share
      if share < need { widths[column] = least + share }
    }
    return widths.isEmpty ? nil : widths
  }

  /// About 25 letters.
  private static let leastProseWidth = 110.0

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
  var richText: RichText {
    switch content {
    case .rich(let text): text + (mark.map { .superscripted($0) } ?? "")
    case .text(let text): RichText(text) + (mark.map { .superscripted($0) } ?? "")
    case .empty, .missing, .notApplicable, .number, .meanAndDeviation: RichText(plainText(plusMinus: "±"))
    }
  }
}
