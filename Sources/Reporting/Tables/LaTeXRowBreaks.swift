/// Where the rows of a table may be parted by a new page.
struct LaTeXRowBreaks {
  /// The first row of each group, and the end of the rows.
  private let starts: [Int]
  private let heights: [Int]
  private let table: FormattedTable

  /// Groups of up to so many lines stay together.
  private static let smallGroup = 10

  init(_ table: FormattedTable, layout: LaTeXTableLayout) {
    let rows = table.table.rows
    starts =
      rows.indices.filter { row in
        row == 0 || rows[row].startsGroup(after: rows[row - 1]) || layout.startsHeading(row, in: table)
      } + [rows.count]
    heights = rows.indices.map { layout.lines(of: $0, in: table) }
    self.table = table
  }

  /// The lines of print of all rows.
  var height: Int { heights.reduce(0, +) }

  /// Whether a new page may start with a row: sums stay with what they sum, no row stays alone, and small groups
  /// stay together.
  func allowsBreak(before row: Int) -> Bool {
    let rows = table.table.rows
    guard row > 0, row + 1 < rows.count, rows[row].kind == .body,
      let end = starts.first(where: { $0 > row }), let start = starts.last(where: { $0 <= row })
    else { return false }
    if start == row { return true }
    let isLarge = heights[start..<end].reduce(0, +) > Self.smallGroup
    return isLarge && row - start >= 2 && end - row >= 2
  }

  /// The rows of each of several floats of at most so many lines, as even as can be.
  func chunks(limit: Int) -> [Range<Int>] {
    let fewest = filled(limit: limit)
    guard fewest.count > 1, height / fewest.count < limit else { return fewest }
    return (height / fewest.count..<limit).lazy.map(filled).first { $0.count == fewest.count } ?? fewest
  }

  /// The rows of each float when each takes as many as it has room for.
  private func filled(limit: Int) -> [Range<Int>] {
    var chunks: [Range<Int>] = []
    var start = 0
    var used = 0
    for row in heights.indices {
      if row > start, used + heights[row] > limit {
        let end = (start + 1...row).last { allowsBreak(before: $0) } ?? row
        chunks.append(start..<end)
        start = end
        used = heights[end..<row].reduce(0, +)
      }
      used += heights[row]
    }
    return chunks + [start..<heights.count]
  }
}
