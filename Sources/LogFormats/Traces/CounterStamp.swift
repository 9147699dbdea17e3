import LogScanning

/// A time stamp as scripts write it beside counters: ISO 8601 with or without a zone, or Unix time in any unit.
struct CounterStamp: Equatable {
  /// Nanoseconds since 1970-01-01 00:00:00 on `clock`.
  var nanoseconds: Int64
  var clock: TraceLog.Clock
  /// Bytes that the stamp takes.
  var length: Int

  /// Reads the stamp that a span begins with; `nil` when there is none or it is a time since start, which no clock can
  /// be told from.
  init?(leading span: RawSpan) {
    if let (civil, length) = span.leadingDateTime() {
      guard let zone = Self.zone(leading: span.dropping(length)) else { return nil }
      let (nanoseconds, overflow) = civil.subtractingReportingOverflow(zone.offset)
      guard !overflow else { return nil }
      self.nanoseconds = nanoseconds
      clock = zone.length > 0 ? .utc : .local
      self.length = length + zone.length
      return
    }
    var end = 0
    while end < span.byteCount, span[byte: end] &- 0x30 <= 9 || span[byte: end] == 0x2E { end += 1 }
    guard let nanoseconds = Self.unixNanoseconds(span.extracting(0..<end)) else { return nil }
    self.nanoseconds = nanoseconds
    clock = .utc
    length = end
  }

  /// `Z`, `+01:00` or `+0100`: nanoseconds ahead of UTC and bytes, none when there is no zone; `nil` when it is no
  /// possible one.
  private static func zone(leading span: RawSpan) -> (offset: Int64, length: Int)? {
    switch span.firstByte {
    case 0x5A: return (0, 1)
    case 0x2B, 0x2D:
      let colon = span.byteCount > 3 && span[byte: 3] == 0x3A ? 1 : 0
      guard let hours = span.digits(1, 2), let minutes = span.digits(3 + colon, 2), hours < 24, minutes < 60 else {
        return nil
      }
      let offset = Int64(hours * 3600 + minutes * 60) * 1_000_000_000
      return (span.firstByte == 0x2B ? offset : -offset, 5 + colon)
    default: return (0, 0)
    }
  }

  /// Seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by size: all of them mean a time between
  /// 1973 and 2262, and below 1e8 a number is a time since start.
  private static func unixNanoseconds(_ digits: RawSpan) -> Int64? {
    guard digits.byteCount > 0 else { return nil }
    let whole = digits.firstOffset(of: 0x2E) ?? digits.byteCount
    guard whole >= 9, let seconds = digits.extracting(0..<whole).integer(), seconds >= 100_000_000 else { return nil }
    let decimals =
      switch seconds {
      case ..<100_000_000_000: 9
      case ..<100_000_000_000_000: 6
      case ..<100_000_000_000_000_000: 3
      default: 0
      }
    // Digits below a nanosecond are cut off.
    let length = Swift.min(digits.byteCount, whole + 1 + decimals)
    let kept = decimals == 0 ? whole : length
    return digits.extracting(0..<kept).scaledDecimal(decimals: decimals)
  }
}
