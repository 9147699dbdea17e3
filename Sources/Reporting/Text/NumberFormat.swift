/// Numbers as text, the same on every machine: a point for the decimals, no locale, no scientific notation.
///
/// Rounding is half away from zero, as readers do it by hand, on the shortest decimal that names the value
/// (1.005 becomes 1.01, although its binary form lies just below). Digits beyond the 15th are dropped first, so that
/// noise of unit conversion does not decide ties. `-0`, `nan` and `inf` are never printed: functions answer `nil`
/// for values that are not finite.
public enum NumberFormat {
  /// Thousands are parted by a narrow no-break space, which LaTeX output turns into `\,`.
  static let thousandsSeparator = "\u{202F}"

  /// The most decimals that are ever printed.
  static let decimalLimit = 12

  /// A number with a fixed count of decimals, 0 to 12.
  ///
  /// - Parameter groupsThousands: parts thousands, from 10 000 on.
  public static func fixed(_ value: Double, decimals: Int, groupsThousands: Bool = false) -> String? {
    let decimals = min(max(0, decimals), decimalLimit)
    return DecimalDigits(value)?.fixed(decimals: decimals, separator: groupsThousands ? thousandsSeparator : nil)
  }

  /// A number rounded to significant digits, at least one: 1234.5 to 3 is "1230", 0.0012345 to 3 is "0.00123".
  public static func significant(_ value: Double, digits count: Int) -> String? {
    guard let digits = DecimalDigits(value) else { return nil }
    let count = max(1, count)
    return digits.rounded(toDigits: count).fixed(decimals: min(digits.decimals(forDigits: count), decimalLimit))
  }

  /// The decimals that show a count of significant digits of a value, 0 to 12; `nil` if it is zero or not finite.
  public static func decimals(of value: Double, significantDigits: Int) -> Int? {
    guard value != 0, let digits = DecimalDigits(value) else { return nil }
    return min(digits.decimals(forDigits: max(1, significantDigits)), decimalLimit)
  }

  /// A mean and its standard deviation, the deviation to significant digits and the mean to the same decimal:
  /// 12.345 and 0.678 to 2 digits are "12.35" and "0.68".
  public static func meanAndDeviation(
    _ mean: Double, _ deviation: Double, digits: Int = 2
  ) -> (mean: String, deviation: String)? {
    let places = decimals(of: deviation, significantDigits: digits) ?? decimals(of: mean, significantDigits: 3) ?? 0
    guard let mean = fixed(mean, decimals: places), let deviation = fixed(deviation, decimals: places) else {
      return nil
    }
    return (mean, deviation)
  }

  /// A whole number.
  ///
  /// - Parameter groupsThousands: parts thousands, from 10 000 on.
  public static func integer(_ value: Int, groupsThousands: Bool = false) -> String {
    guard groupsThousands, value.magnitude >= 10_000 else { return String(value) }
    var groups: [String] = []
    var rest = String(value.magnitude)[...]
    while !rest.isEmpty {
      groups.insert(String(rest.suffix(3)), at: 0)
      rest = rest.dropLast(3)
    }
    return (value < 0 ? "-" : "") + groups.joined(separator: thousandsSeparator)
  }

  /// A fraction as a percentage, without the sign: 0.1234 is "12.3".
  public static func percent(fraction: Double, decimals: Int = 1) -> String? {
    fixed(fraction * 100, decimals: decimals)
  }

  /// Seconds as hours, minutes and seconds, rounded to whole seconds: 5025.4 is "1:23:45".
  ///
  /// `nil` beyond ±10¹² seconds, about 32 000 years.
  public static func clock(seconds: Double) -> String? {
    guard seconds.magnitude < 1e12 else { return nil }
    let total = Int64(seconds.magnitude.rounded(.toNearestOrAwayFromZero))
    let sign = seconds < 0 && total > 0 ? "-" : ""
    let (minutes, second) = total.quotientAndRemainder(dividingBy: 60)
    let (hours, minute) = minutes.quotientAndRemainder(dividingBy: 60)
    return "\(sign)\(hours):\(minute < 10 ? "0" : "")\(minute):\(second < 10 ? "0" : "")\(second)"
  }

  /// Seconds as decimal hours, without the unit: 5040 is "1.40".
  public static func hours(seconds: Double, decimals: Int = 2) -> String? {
    fixed(seconds / 3600, decimals: decimals)
  }
}
