import LogScanning
import Quantities

/// A time in a table of carbon intensities: with or without seconds, in UTC, with an offset, or local.
struct IntensityStamp: Equatable {
  /// Nanoseconds since 1970-01-01 00:00:00, in UTC or on the wall clock.
  let nanoseconds: Int64
  /// The text says that it is UTC, or gives an offset.
  let isUTC: Bool

  /// Reads the whole span; `nil` when it is no time. A day without a time of day is its midnight.
  init?(_ span: RawSpan) {
    let text = span.trimmed()
    guard text.byteCount >= 8, text.byteCount <= 64 else { return nil }
    if let number = text.integer() {
      guard let scale: Int64 = text.byteCount == 10 ? 1_000_000_000 : text.byteCount == 13 ? 1_000_000 : nil else {
        return nil
      }
      nanoseconds = number * scale
      isUTC = true
      return
    }
    let (offset, length) = Self.offset(atEndOf: text)
    guard let read = Self.civil(text.extracting(0..<length).trimmed()) else { return nil }
    let (shifted, overflow) = read.nanoseconds.subtractingReportingOverflow((offset ?? 0) * 1_000_000_000)
    guard !overflow else { return nil }
    nanoseconds = shifted
    isUTC = offset != nil || read.isUTC
  }

  private static func civil(_ text: RawSpan) -> (nanoseconds: Int64, isUTC: Bool)? {
    if let (nanoseconds, length) = text.leadingDateTime(), length == text.byteCount { return (nanoseconds, false) }
    if let year = text.digits(0, 4), let month = text.digits(5, 2), let day = text.digits(8, 2),
      text[byte: 4] == 0x2D || text[byte: 4] == 0x2F
    {
      var civil = CivilDateTime(year: year, month: month, day: day)
      if text.byteCount == 10 { return civil.nanosecondsSinceEpoch.map { ($0, false) } }
      if text.byteCount == 16, let hour = text.digits(11, 2), let minute = text.digits(14, 2) {
        (civil.hour, civil.minute) = (hour, minute)
        return civil.nanosecondsSinceEpoch.map { ($0, false) }
      }
    }
    // Anything else that is a date; one that may be read in two ways is none.
    guard let loose = LooseDate(text), !loose.isOrderAssumed else { return nil }
    return (loose.nanoseconds, loose.clock == .utc)
  }

  /// The seconds of `Z`, `+01:00` or `+0100` at the end, and the length of the text before it.
  private static func offset(atEndOf text: RawSpan) -> (seconds: Int64?, length: Int) {
    let count = text.byteCount
    if text[byte: count - 1] == 0x5A { return (0, count - 1) }
    // Only behind a time of day: a date has signs of its own.
    for (length, minuteOffset) in [(6, 4), (5, 3)] where count >= 16 + length {
      let start = count - length
      let sign = text[byte: start]
      guard sign == 0x2B || sign == 0x2D, length == 5 || text[byte: start + 3] == 0x3A,
        let hours = text.digits(start + 1, 2), let minutes = text.digits(start + minuteOffset, 2)
      else { continue }
      let seconds = Int64(hours * 3600 + minutes * 60)
      return (sign == 0x2D ? -seconds : seconds, start)
    }
    return (nil, count)
  }
}
