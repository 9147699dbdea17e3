/// Dates and times of day in UTC, from seconds since 1970-01-01T00:00:00Z. Leap seconds are not counted.
enum CalendarTime {
  /// The times that can stand on an axis: the years 68 to 9892.
  static let range = -6e10...2.5e11

  /// The seconds of a day.
  static let daySeconds = 86_400.0

  /// The time if it can stand on an axis.
  static func plottable(_ seconds: Double) -> Double? { range.contains(seconds) ? seconds : nil }

  /// The whole days since 1970-01-01.
  static func day(_ seconds: Double) -> Int { Int((bounded(seconds) / daySeconds).rounded(.down)) }

  /// The date, as in `2026-11-23`.
  static func date(_ seconds: Double) -> String {
    // Days to a date of the Gregorian calendar, in eras of 400 years that begin in March.
    let shifted = day(seconds) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1, 2))"
  }

  /// The time of day, as in `09:46` or `09:46:10`; what is smaller is cut off.
  static func clock(_ seconds: Double, withSeconds: Bool) -> String {
    let whole = Int((bounded(seconds) - Double(day(seconds)) * daySeconds).rounded(.down))
    let text = padded(whole / 3600, 2) + ":" + padded(whole / 60 % 60, 2)
    return withSeconds ? text + ":" + padded(whole % 60, 2) : text
  }

  /// ISO 8601 to the millisecond, as in `2026-11-23T09:46:10.250Z`; empty for what is no plottable time.
  static func iso8601(_ seconds: Double) -> String {
    guard plottable(seconds) != nil else { return "" }
    let milliseconds = (seconds * 1000).rounded()
    let rounded = (milliseconds / 1000).rounded(.down)
    let rest = Int(milliseconds - rounded * 1000)
    return "\(date(rounded))T\(clock(rounded, withSeconds: true)).\(padded(rest, 3))Z"
  }

  /// Date and time of day, as in `2026-11-23 09:46`; empty for what is no plottable time.
  static func minute(_ seconds: Double) -> String {
    plottable(seconds) == nil ? "" : date(seconds) + " " + clock(seconds, withSeconds: false)
  }

  /// A length of time in the unit in which it is read best, as in `36 s`, `2.5 h`, `3.2 d`.
  static func length(_ seconds: Double) -> String {
    let unit: (size: Double, name: String) =
      switch seconds {
      case ..<120: (1, "s")
      case ..<7200: (60, "min")
      case ..<172_800: (3600, "h")
      default: (86_400, "d")
      }
    return DecimalText.trimmed(seconds / unit.size, places: seconds / unit.size < 10 ? 1 : 0) + " " + unit.name
  }

  private static func bounded(_ seconds: Double) -> Double {
    seconds.isNaN ? 0 : min(max(seconds, range.lowerBound), range.upperBound)
  }

  private static func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
