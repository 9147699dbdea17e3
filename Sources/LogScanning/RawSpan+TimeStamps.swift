public import Quantities

extension RawSpan {
  /// A date and time of day at the start of the span, and how many bytes it takes.
  ///
  /// Reads `YYYY-MM-DD HH:MM:SS`, with `/` for `-`, `T` for the blank, and an optional fraction after `.` or `,` of
  /// one to nine digits (further digits are passed over). `nil` when the span begins otherwise or names no real date.
  public func leadingDateTime() -> (nanoseconds: Int64, length: Int)? {
    guard byteCount >= 19, let year = digits(0, 4), let month = digits(5, 2), let day = digits(8, 2),
      let hour = digits(11, 2), let minute = digits(14, 2), let second = digits(17, 2)
    else { return nil }
    let dash = self[byte: 4]
    guard dash == 0x2D || dash == 0x2F, self[byte: 7] == dash, self[byte: 10] == 0x20 || self[byte: 10] == 0x54,
      self[byte: 13] == 0x3A, self[byte: 16] == 0x3A
    else { return nil }
    let fraction = fraction(at: 19)
    let civil = CivilDateTime(
      year: year, month: month, day: day, hour: hour, minute: minute, second: second,
      nanosecond: fraction.nanoseconds)
    guard let nanoseconds = civil.nanosecondsSinceEpoch else { return nil }
    return (nanoseconds, fraction.end)
  }

  /// A naive wall time at the start of the span, and how many bytes it takes (see ``leadingDateTime()``).
  public func leadingWallTime() -> (time: WallTime, length: Int)? {
    guard let (nanoseconds, length) = leadingDateTime() else { return nil }
    return (WallTime(nanoseconds: nanoseconds), length)
  }

  /// The number that decimal digits at an offset make; `nil` when one of them is no digit.
  public func digits(_ offset: Int, _ count: Int) -> Int? {
    guard offset + count <= byteCount else { return nil }
    var value = 0
    for index in offset..<(offset + count) {
      let digit = self[byte: index] &- 0x30
      guard digit <= 9 else { return nil }
      value = value * 10 + Int(digit)
    }
    return value
  }
}
