import LogScanning

/// A time in a trace's row: a stamp, Unix time, or time since the recording began.
struct SampleTime: Equatable {
  /// Nanoseconds on ``clock``.
  var nanoseconds: Int64
  var clock: TraceLog.Clock

  /// Reads a whole cell.
  ///
  /// - Parameters:
  ///   - cell: ISO 8601, Unix time in any unit, or a number below 10^8, which counts from the start.
  ///   - decimals: 9 for seconds since the start, 6 for milliseconds, 3 for microseconds, 0 for nanoseconds.
  init?(_ cell: RawSpan, decimals: Int = 9) {
    if let stamp = CounterStamp(leading: cell) {
      guard stamp.length == cell.byteCount else { return nil }
      nanoseconds = stamp.nanoseconds
      clock = stamp.clock
      return
    }
    guard let first = cell.firstByte, first &- 0x30 <= 9 || first == 0x2E,
      let value = cell.reading(decimals: decimals), value >= 0, value < 100_000_000_000_000_000
    else { return nil }
    nanoseconds = value
    clock = .relative
  }

  /// The unit that a column's name tells, as the decimals of ``init(_:decimals:)``.
  static func decimals(ofColumn name: String) -> Int {
    for (word, decimals) in [("ms", 6), ("us", 3), ("µs", 3), ("ns", 0)]
    where name == word || name.hasSuffix("_\(word)") || name.hasSuffix("(\(word))") || name.hasSuffix("[\(word)]") {
      return decimals
    }
    return 9
  }
}
