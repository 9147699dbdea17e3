/// A calendar date and time of day in the proleptic Gregorian calendar, without a zone.
public struct CivilDateTime: Sendable, Hashable {
  public var year: Int
  /// 1 to 12.
  public var month: Int
  /// 1 to 31.
  public var day: Int
  /// 0 to 23.
  public var hour: Int
  /// 0 to 59.
  public var minute: Int
  /// 0 to 60; 60 is a leap second and counts as the next minute's second 0.
  public var second: Int
  /// 0 to 999 999 999.
  public var nanosecond: Int

  public init(
    year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, nanosecond: Int = 0
  ) {
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
    self.nanosecond = nanosecond
  }

  /// The calendar reading of a count of nanoseconds since 1970-01-01 00:00:00.
  ///
  /// Uses the days-to-civil algorithm of Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013).
  public init(nanosecondsSinceEpoch nanoseconds: Int64) {
    let perDay: Int64 = 86_400_000_000_000
    var days = nanoseconds / perDay
    var rest = nanoseconds % perDay
    if rest < 0 {
      rest += perDay
      days -= 1
    }
    let shifted = Int(days) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    let seconds = Int(rest / 1_000_000_000)
    nanosecond = Int(rest % 1_000_000_000)
    hour = seconds / 3600
    minute = seconds / 60 % 60
    second = seconds % 60
  }

  /// Nanoseconds since 1970-01-01 00:00:00, or `nil` when a field is out of its range, the day does not exist in its
  /// month, or the year is outside 1678 to 2261.
  public var nanosecondsSinceEpoch: Int64? {
    guard (1678...2261).contains(year), (1...12).contains(month), (1...daysInMonth).contains(day),
      (0...23).contains(hour), (0...59).contains(minute), (0...60).contains(second),
      (0...999_999_999).contains(nanosecond)
    else { return nil }
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = shiftedYear / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    let days = era * 146_097 + dayOfEra - 719_468
    let seconds = Int64(days) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
    return seconds * 1_000_000_000 + Int64(nanosecond)
  }

  private var daysInMonth: Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// `YYYY-MM-DDTHH:MM:SS`, followed by `.` and as many fraction digits as needed in groups of three.
  public var iso8601: String {
    func padded(_ value: Int, _ width: Int) -> String {
      let digits = String(value)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    let time = "\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))"
    var fraction = ""
    if nanosecond % 1_000_000 == 0 {
      if nanosecond != 0 { fraction = "." + padded(nanosecond / 1_000_000, 3) }
    } else if nanosecond % 1000 == 0 {
      fraction = "." + padded(nanosecond / 1000, 6)
    } else {
      fraction = "." + padded(nanosecond, 9)
    }
    return "\(date)T\(time)\(fraction)"
  }
}

extension WallTime {
  /// The wall time of a civil date and time; `nil` when that is not a date (see ``CivilDateTime``).
  public init?(_ civil: CivilDateTime) {
    guard let nanoseconds = civil.nanosecondsSinceEpoch else { return nil }
    self.init(nanoseconds: nanoseconds)
  }

  /// Naive ISO 8601, as in `2026-11-23T09:20:26.967000` without trailing groups of zeros.
  public var iso8601: String { CivilDateTime(nanosecondsSinceEpoch: nanoseconds).iso8601 }
}

extension Instant {
  /// The instant of a civil date and time in UTC; `nil` when that is not a date (see ``CivilDateTime``).
  public init?(utc civil: CivilDateTime) {
    guard let nanoseconds = civil.nanosecondsSinceEpoch else { return nil }
    self.init(nanoseconds: nanoseconds)
  }

  /// ISO 8601 in UTC, as in `2026-11-23T09:20:26.967Z`.
  public var iso8601: String { CivilDateTime(nanosecondsSinceEpoch: nanoseconds).iso8601 + "Z" }
}
