/// Which of a tool's windows lie inside others, whose energies then include theirs.
enum WindowNesting {
  /// Clock readings at a window's ends may differ by so much, in nanoseconds, though one contains the other.
  private static let slack: UInt64 = 1_000_000

  /// Marks the records that lie inside another, and returns how many overlap another without lying inside it.
  ///
  /// Records without a time are passed over. Of two with the same times the later in the file is the inner one.
  static func mark(_ records: inout [EnergyRecord]) -> (nested: Int, overlapping: Int) {
    var windows: [(start: Int64, end: Int64, place: Int)] = []
    for (place, record) in records.enumerated() {
      if let start = record.start, let end = record.end, end >= start { windows.append((start, end, place)) }
    }
    windows.sort { ($0.start, $1.end, $0.place) < ($1.start, $0.end, $1.place) }
    var result = (nested: 0, overlapping: 0)
    // Of the outer windows so far, the one that ends last.
    var outer: (start: Int64, end: Int64)?
    for window in windows {
      guard let current = outer, window.start < current.end else {
        outer = (window.start, window.end)
        continue
      }
      if window.end <= current.end || length(from: current.end, to: window.end) <= slack {
        records[window.place].isNested = true
        result.nested += 1
      } else {
        if length(from: window.start, to: current.end) > slack { result.overlapping += 1 }
        outer = (window.start, window.end)
      }
    }
    return result
  }

  /// From one time to a later one; it may be longer than a signed number holds.
  private static func length(from start: Int64, to end: Int64) -> UInt64 { UInt64(bitPattern: end &- start) }
}
