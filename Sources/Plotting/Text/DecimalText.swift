/// Decimal numbers as text, the same on every machine: no locale, no `nan`, no `inf`, no `-0`.
enum DecimalText {
  /// A power of ten, correctly rounded; infinite beyond 1e308.
  static func power(_ exponent: Int) -> Double { Double("1e\(exponent)") ?? .infinity }

  /// A number with a fixed count of decimals (0 to 9), halves rounded away from zero.
  ///
  /// Numbers that are no number count as 0; numbers beyond ±1e9 are cut off there, far outside any page.
  static func fixed(_ value: Double, places: Int) -> String { text(of: value, places: places, trimsZeros: false) }

  /// As `fixed`, without zeros at the end.
  static func trimmed(_ value: Double, places: Int) -> String { text(of: value, places: places, trimsZeros: true) }

  /// Figures have hundreds of thousands of numbers: digits are written as bytes.
  private static func text(of value: Double, places: Int, trimsZeros: Bool) -> String {
    var places = min(max(places, 0), 9)
    let bounded = value.isNaN ? 0 : min(max(value, -1e9), 1e9)
    let scaled = Int64((bounded * powers[places]).rounded())
    var rest = scaled.magnitude
    while trimsZeros, places > 0, rest % 10 == 0 {
      rest /= 10
      places -= 1
    }
    // One digit at least stands before the point.
    var digits = places + 1
    var size = rest
    for _ in 0..<digits { size /= 10 }
    while size > 0 {
      size /= 10
      digits += 1
    }
    let length = (scaled < 0 ? 1 : 0) + digits + (places > 0 ? 1 : 0)
    return String(unsafeUninitializedCapacity: length) { text in
      var end = length
      func put(_ byte: UInt8) {
        end -= 1
        text[end] = byte
      }
      for place in 0..<digits {
        if place == places, place > 0 { put(UInt8(ascii: ".")) }
        put(UInt8(ascii: "0") + UInt8(rest % 10))
        rest /= 10
      }
      if scaled < 0 { put(UInt8(ascii: "-")) }
      return length
    }
  }

  private static let powers: [Double] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9]

  /// A number split into a mantissa of `digits` significant digits and a power of ten; `nil` for 0 and no number.
  static func scientific(_ value: Double, digits: Int) -> (mantissa: Double, exponent: Int)? {
    guard value.isFinite, value != 0 else { return nil }
    var exponent = exponent(of: value)
    var mantissa = value / power(exponent)
    let unit = power(digits - 1)
    if (mantissa.magnitude * unit).rounded() >= 10 * unit {
      mantissa /= 10
      exponent += 1
    }
    return (mantissa, exponent)
  }

  /// The exponent of the leading decimal digit; 0 for 0 and for no number.
  static func exponent(of value: Double) -> Int {
    let size = value.magnitude
    guard size.isFinite, size > 0 else { return 0 }
    var exponent = Int(Logarithm.base10(size).rounded(.down))
    if power(exponent) > size { exponent -= 1 }
    if power(exponent + 1) <= size { exponent += 1 }
    return max(exponent, -307)
  }

  /// A number with three significant digits, without cutting digits before the point: 0.0123, 1.23, 12345.
  static func significant(_ value: Double, digits: Int = 3) -> String {
    guard let (mantissa, exponent) = scientific(value, digits: digits) else { return "0" }
    if (-4..<9).contains(exponent) { return fixed(value, places: digits - 1 - exponent) }
    return fixed(mantissa, places: digits - 1) + " × 10^\(exponent)"
  }
}
