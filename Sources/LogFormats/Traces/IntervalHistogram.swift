/// Counts intervals between samples by length, in bounded memory, to tell the usual one from gaps.
///
/// Sixteen classes an octave: a median read from it is good to 5 %.
struct IntervalHistogram {
  private var counts: [Int32] = []
  private(set) var total = 0

  /// Takes an interval in nanoseconds; those that are not positive are passed over.
  mutating func add(_ nanoseconds: Int64) {
    guard nanoseconds > 0 else { return }
    if counts.isEmpty { counts = Array(repeating: 0, count: 64 * 16) }
    counts[Self.place(of: nanoseconds)] &+= 1
    total += 1
  }

  /// Takes back an interval that was taken.
  mutating func remove(_ nanoseconds: Int64) {
    guard nanoseconds > 0, !counts.isEmpty else { return }
    counts[Self.place(of: nanoseconds)] &-= 1
    total -= 1
  }

  /// The median in nanoseconds; `nil` without intervals.
  var median: Int64? {
    guard total > 0 else { return nil }
    var seen = 0
    for (place, count) in counts.enumerated() where count > 0 {
      seen += Int(count)
      if 2 * seen >= total { return Self.middle(of: place) }
    }
    return nil
  }

  /// How many intervals are longer than a length in nanoseconds, and how much time they take, both as good as the
  /// classes are narrow.
  func longer(than limit: Int64) -> (count: Int, nanoseconds: Double) {
    guard limit > 0, !counts.isEmpty else { return (0, 0) }
    var result = (count: 0, nanoseconds: 0.0)
    for (place, count) in counts.enumerated().dropFirst(Self.place(of: limit) + 1) where count > 0 {
      result.count += Int(count)
      result.nanoseconds += Double(count) * Double(Self.middle(of: place))
    }
    return result
  }

  private static func place(of nanoseconds: Int64) -> Int {
    let octave = 63 - nanoseconds.leadingZeroBitCount
    let fraction = octave >= 4 ? (nanoseconds >> Int64(octave - 4)) & 15 : (nanoseconds << Int64(4 - octave)) & 15
    return octave * 16 + Int(fraction)
  }

  private static func middle(of place: Int) -> Int64 {
    let octave = place / 16
    let value = (1.0 + (Double(place % 16) + 0.5) / 16) * Double(UInt64(1) << UInt64(octave))
    return Int64(min(value, 9e18))
  }
}
