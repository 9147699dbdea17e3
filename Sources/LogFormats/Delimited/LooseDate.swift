import LogScanning
import Quantities

/// A date and time of day in any of the ways that exports, `date` and service processors write it.
///
/// Reads numbers with anything between them: year first, month first, day first, or with a month's name; with a
/// fraction, `AM` or `PM`, `UTC`, or an offset at the end. Slower than ``CounterStamp``, which is to be tried first.
struct LooseDate: Equatable {
  /// Which of two numbers in front of a year is the month.
  enum Order: String, Sendable, Hashable, Codable {
    case monthFirst = "month-first"
    case dayFirst = "day-first"
  }

  /// Nanoseconds since 1970-01-01 00:00:00 on `clock`.
  var nanoseconds: Int64
  var clock: TraceLog.Clock
  /// Day and month could be the other way round.
  var isOrderAssumed = false

  /// Reads the whole span; `nil` when it is no date with a time of day.
  init?(_ span: RawSpan, order: Order? = nil) {
    guard span.byteCount >= 8, span.byteCount <= 64 else { return nil }
    var numbers: [Number] = []
    var month: Int?
    var monthPlace = 0
    var half: Int?
    var isUTC = false
    var offset = 0
    var before: UInt8 = 0x20
    while offset < span.byteCount {
      let byte = span[byte: offset]
      if byte &- 0x30 <= 9 {
        let start = offset
        while offset < span.byteCount, span[byte: offset] &- 0x30 <= 9 { offset += 1 }
        guard numbers.count < 9, let value = span.extracting(start..<offset).integer(), value < 1_000_000_000 else {
          return nil
        }
        numbers.append(Number(value: Int(value), digits: offset - start, before: before))
        before = 0
      } else if (byte | 0x20) &- 0x61 < 26 {
        let start = offset
        while offset < span.byteCount, (span[byte: offset] | 0x20) &- 0x61 < 26 { offset += 1 }
        switch span.extracting(start..<offset).text.lowercased() {
        case "am": half = 0
        case "pm": half = 12
        case "utc", "gmt", "z": isUTC = true
        case let word:
          if let found = Self.months.firstIndex(of: String(word.prefix(3))), month == nil, word.count >= 3 {
            month = found + 1
            monthPlace = numbers.count
          } else if numbers.isEmpty && Self.weekdays.contains(String(word.prefix(3))) {
            break
          } else if word.count > 5 {
            return nil
          }
        }
        before = 0x20
      } else {
        guard Self.isPunctuation(byte) else { return nil }
        // A blank after a mark is padding: ` 2024- 11- 2  19: 17: 6. 623`.
        if byte != 0x20 || before == 0 { before = byte }
        offset += 1
      }
    }
    self.init(numbers: numbers, month: month, monthPlace: monthPlace, half: half, isUTC: isUTC, order: order)
  }

  private struct Number {
    var value: Int
    var digits: Int
    /// The mark in front of it.
    var before: UInt8
  }

  private init?(
    numbers: [Number], month namedMonth: Int?, monthPlace: Int, half: Int?, isUTC: Bool, order: Order?
  ) {
    var rest = numbers[...]
    var zone: Int64?
    if let last = rest.last, last.digits == 4, last.before == 0x2B || last.before == 0x2D, rest.count >= 6 {
      let seconds = Int64(last.value / 100 * 3600 + last.value % 100 * 60)
      zone = last.before == 0x2B ? seconds : -seconds
      rest = rest.dropLast()
    }
    var year = 0
    var month = 0
    var day = 0
    if let namedMonth {
      month = namedMonth
      guard let yearPlace = rest.firstIndex(where: { $0.digits == 4 }) else { return nil }
      year = rest[yearPlace].value
      rest.remove(at: yearPlace)
      guard let first = rest.popFirst() else { return nil }
      day = first.value
    } else {
      guard rest.count >= 5, let first = rest.popFirst(), let second = rest.popFirst(), let third = rest.popFirst()
      else { return nil }
      if first.digits == 4 {
        (year, month, day) = (first.value, second.value, third.value)
      } else {
        guard third.digits == 4, first.digits <= 2, second.digits <= 2 else { return nil }
        year = third.value
        let isDayFirst: Bool
        if let order {
          isDayFirst = order == .dayFirst
        } else if second.before == 0x2E || first.value > 12 {
          isDayFirst = true
        } else {
          isDayFirst = false
          isOrderAssumed = second.value <= 12 && first.value != second.value
        }
        (month, day) = isDayFirst ? (second.value, first.value) : (first.value, second.value)
      }
    }
    guard let hour = rest.popFirst(), let minute = rest.popFirst(), minute.before == 0x3A else { return nil }
    var second = 0
    if let next = rest.first, next.before == 0x3A {
      second = next.value
      rest = rest.dropFirst()
    }
    var nanosecond = 0
    if let next = rest.first, next.before == 0x2E || next.before == 0x2C || next.before == 0x3A {
      nanosecond = next.value
      for _ in 0..<max(9 - next.digits, 0) { nanosecond *= 10 }
      rest = rest.dropFirst()
    }
    guard rest.isEmpty else { return nil }
    var hours = hour.value
    if let half {
      guard (1...12).contains(hours) else { return nil }
      hours = hours % 12 + half
    }
    let civil = CivilDateTime(
      year: year, month: month, day: day, hour: hours, minute: minute.value, second: second, nanosecond: nanosecond)
    guard let time = civil.nanosecondsSinceEpoch else { return nil }
    let (shifted, overflow) = time.subtractingReportingOverflow((zone ?? 0) * 1_000_000_000)
    guard !overflow else { return nil }
    nanoseconds = shifted
    clock = zone != nil || isUTC ? .utc : .local
  }

  private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
  private static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

  private static func isPunctuation(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, 0x09, 0x2B...0x2F, 0x3A, 0x5F: true
    default: false
    }
  }
}

extension RawSpan {
  /// `MM-DD-YYYY HH:MM:SS` with an optional fraction at the start of the span, and how many bytes it takes.
  func leadingMonthFirstTime() -> (nanoseconds: Int64, length: Int)? {
    guard byteCount >= 19, let month = digits(0, 2), let day = digits(3, 2), let year = digits(6, 4),
      let hour = digits(11, 2), let minute = digits(14, 2), let second = digits(17, 2),
      self[byte: 2] == 0x2D || self[byte: 2] == 0x2F, self[byte: 5] == self[byte: 2],
      self[byte: 10] == 0x20 || self[byte: 10] == 0x54, self[byte: 13] == 0x3A, self[byte: 16] == 0x3A
    else { return nil }
    var length = 19
    var nanosecond = 0
    if byteCount > 20, self[byte: 19] == 0x2E, self[byte: 20] &- 0x30 <= 9 {
      length = 20
      var scale = 100_000_000
      while length < byteCount, self[byte: length] &- 0x30 <= 9 {
        nanosecond += Int(self[byte: length] &- 0x30) * scale
        scale /= 10
        length += 1
      }
    }
    let civil = CivilDateTime(
      year: year, month: month, day: day, hour: hour, minute: minute, second: second, nanosecond: nanosecond)
    return civil.nanosecondsSinceEpoch.map { ($0, length) }
  }
}
