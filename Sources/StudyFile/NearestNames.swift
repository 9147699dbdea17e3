/// Known names that somebody may have meant when they wrote an unknown one.
package enum NearestNames {
  /// The names within a third of the length of `name` (at least 1, at most 5 edits), the nearest first.
  ///
  /// Case does not count. An edit inserts, deletes or replaces a letter or swaps two neighbours. Names that differ
  /// equally keep their order.
  package static func among(_ names: some Sequence<String>, to name: String, limit: Int = 1) -> [String] {
    let wanted = Array(name.lowercased().unicodeScalars.prefix(maximumLength))
    let tolerance = min(max(wanted.count / 3, 1), 5)
    let near = names.enumerated().compactMap { position, candidate -> (edits: Int, position: Int, name: String)? in
      let letters = Array(candidate.lowercased().unicodeScalars.prefix(maximumLength))
      guard abs(letters.count - wanted.count) <= tolerance else { return nil }
      let edits = edits(from: wanted, to: letters)
      return edits <= tolerance ? (edits, position, candidate) : nil
    }
    return near.sorted { ($0.edits, $0.position) < ($1.edits, $1.position) }.prefix(max(limit, 0)).map(\.name)
  }

  /// Longer names are compared by their beginnings, which bounds the work.
  private static let maximumLength = 64

  /// The optimal string alignment distance: Levenshtein's with swaps of neighbours.
  private static func edits(from left: [Unicode.Scalar], to right: [Unicode.Scalar]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for (row, scalar) in left.enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        var best = min(
          previous[column] + (scalar == other ? 0 : 1), previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, scalar == right[column - 1], left[row - 1] == other {
          best = min(best, beforePrevious[column - 1] + 1)
        }
        current.append(best)
      }
      beforePrevious = previous
      previous = current
    }
    return previous.last ?? left.count
  }
}
