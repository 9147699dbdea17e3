/// Splits a table that is too wide into panels below each other, which all start with the columns of names.
enum ColumnPanels {
  /// The columns of each panel.
  ///
  /// - Parameters:
  ///   - widths: the width of each column.
  ///   - names: how many columns at the left are repeated in each panel.
  ///   - gap: the space between two columns.
  ///   - limit: the width of a panel; a panel exceeds it only where the names and one column do.
  static func split(widths: [Double], names: Int, gap: Double, limit: Double) -> [[Int]] {
    let names = max(0, min(names, widths.count))
    let fewest = filled(widths: widths, names: names, gap: gap, limit: limit)
    // Panels of like widths look better than full ones and a rest: the lowest limit that needs no further panel.
    let limits = stride(from: 0.4, to: 1, by: 0.02).lazy.map { $0 * limit }
    let balanced = limits.map { filled(widths: widths, names: names, gap: gap, limit: $0) }
    return balanced.first { $0.count == fewest.count } ?? fewest
  }

  /// The panels when each takes as many columns as it has room for.
  private static func filled(widths: [Double], names: Int, gap: Double, limit: Double) -> [[Int]] {
    let start = widths.prefix(names).reduce(0) { $0 + $1 + gap }
    var panels: [[Int]] = []
    var current: [Int] = []
    var used = start
    for index in names..<widths.count {
      if !current.isEmpty, used + widths[index] > limit {
        panels.append(current)
        current = []
        used = start
      }
      current.append(index)
      used += widths[index] + gap
    }
    if !current.isEmpty || panels.isEmpty { panels.append(current) }
    return panels.map { Array(0..<names) + $0 }
  }

  /// How many columns at the left hold names: so many at most before the first number, fewer if any other column would
  /// find no room beside them.
  static func names(
    in columns: [FormattedTable.Column], most: Int, widths: [Double], gap: Double, limit: Double
  ) -> Int {
    var count = min(most, columns.prefix { !$0.isNumeric }.count)
    while count > 1 {
      let widest = widths.dropFirst(count).max() ?? 0
      if widths.prefix(count).reduce(widest, +) + gap * Double(count) <= limit { return count }
      count -= 1
    }
    return count
  }
}
