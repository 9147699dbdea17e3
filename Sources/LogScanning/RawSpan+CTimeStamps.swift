import Quantities

extension RawSpan {
  /// A stamp of C's `ctime` at the start of the span, as nanoseconds since 1970-01-01 00:00:00 on the same clock, and
  /// how many bytes it takes: `Fri May 12 13:10:25 2023`, the day padded with a blank, a zero or not at all.
  ///
  /// `nil` when the span begins otherwise or names no real date. The weekday is not checked.
  public func leadingCTime() -> (nanoseconds: Int64, length: Int)? {
    guard byteCount >= 23, isLetters(0, 3), self[byte: 3] == 0x20, isLetters(4, 3), self[byte: 7] == 0x20,
      let month = monthNumber(4)
    else { return nil }
    var offset = 8
    if self[byte: offset] == 0x20 { offset += 1 }
    let dayLength = offset + 1 < byteCount && self[byte: offset + 1] != 0x20 ? 2 : 1
    guard let day = digits(offset, dayLength) else { return nil }
    offset += dayLength
    guard offset + 14 <= byteCount, self[byte: offset] == 0x20, let hour = digits(offset + 1, 2),
      self[byte: offset + 3] == 0x3A, let minute = digits(offset + 4, 2), self[byte: offset + 6] == 0x3A,
      let second = digits(offset + 7, 2), self[byte: offset + 9] == 0x20, let year = digits(offset + 10, 4)
    else { return nil }
    let civil = CivilDateTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    guard let nanoseconds = civil.nanosecondsSinceEpoch else { return nil }
    return (nanoseconds, offset + 14)
  }

  private func isLetters(_ offset: Int, _ count: Int) -> Bool {
    (offset..<(offset + count)).allSatisfy { (self[byte: $0] | 0x20) &- 0x61 < 26 }
  }

  private func monthNumber(_ offset: Int) -> Int? {
    let names: [StaticString] = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    return names.firstIndex { matches($0, at: offset) }.map { $0 + 1 }
  }
}
