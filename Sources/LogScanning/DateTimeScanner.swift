import Quantities

/// Reads the stamps of one file, of which most share their minute with the stamp before: only seconds are then parsed.
///
/// What it reads is what ``Swift/RawSpan/leadingDateTime()`` reads, to the last byte.
public struct DateTimeScanner: Sendable {
  /// `YYYY-MM-DD HH:MM` of the last stamp, as it stands in memory.
  private var date: UInt64
  private var minute: UInt64
  /// Nanoseconds since 1970-01-01 00:00:00 at the begin of that minute.
  private var start: Int64 = 0

  public init() {
    let epoch: StaticString = "1970-01-01 00:00"
    date = UnsafeRawPointer(epoch.utf8Start).loadUnaligned(as: UInt64.self)
    minute = UnsafeRawPointer(epoch.utf8Start).loadUnaligned(fromByteOffset: 8, as: UInt64.self)
  }

  /// The stamp at the start of a span, and how many bytes it takes (see ``Swift/RawSpan/leadingDateTime()``).
  public mutating func leading(_ span: RawSpan) -> (nanoseconds: Int64, length: Int)? {
    guard span.byteCount >= 19 else { return nil }
    let date = span.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt64.self)
    let minute = span.unsafeLoadUnaligned(fromByteOffset: 8, as: UInt64.self)
    guard date == self.date, minute == self.minute, span[byte: 16] == 0x3A else {
      return other(span, date: date, minute: minute)
    }
    let (tens, ones) = (span[byte: 17] &- 0x30, span[byte: 18] &- 0x30)
    // A leap second is the next minute's first.
    guard tens <= 5, ones <= 9 else { return other(span, date: date, minute: minute) }
    let fraction = span.fraction(at: 19)
    let second = Int64(tens &* 10 &+ ones) &* 1_000_000_000
    return (start &+ second &+ Int64(fraction.nanoseconds), fraction.end)
  }

  /// A stamp of another minute than the last.
  private mutating func other(_ span: RawSpan, date: UInt64, minute: UInt64) -> (nanoseconds: Int64, length: Int)? {
    guard let stamp = span.leadingDateTime() else { return nil }
    guard let second = span.digits(17, 2), second < 60 else { return stamp }
    self.date = date
    self.minute = minute
    start = stamp.nanoseconds - Int64(second) * 1_000_000_000 - Int64(span.fraction(at: 19).nanoseconds)
    return stamp
  }
}

extension RawSpan {
  /// The fraction of a second after a `.` or `,` at an offset, in nanoseconds, and where it ends; none where there is none.
  ///
  /// Digits beyond the ninth are passed over.
  @inline(__always)
  func fraction(at offset: Int) -> (nanoseconds: Int, end: Int) {
    guard byteCount > offset + 1, self[byte: offset] == 0x2E || self[byte: offset] == 0x2C,
      self[byte: offset + 1] &- 0x30 <= 9
    else { return (0, offset) }
    var end = offset + 1
    var nanoseconds = 0
    var scale = 100_000_000
    while end < byteCount, self[byte: end] &- 0x30 <= 9 {
      nanoseconds &+= Int(self[byte: end] &- 0x30) &* scale
      scale /= 10
      end += 1
    }
    return (nanoseconds, end)
  }
}
