/// A finite number as decimal digits, which are rounded and printed without going back to binary.
///
/// The value is 0.d₁d₂d₃… × 10^`pointPosition`.
struct DecimalDigits {
  private(set) var isNegative: Bool
  /// The significant digits, 0–9 each, without leading zeros; empty for zero.
  private(set) var digits: [UInt8]
  /// How many of the digits stand before the decimal point; negative for numbers below 0.1.
  private(set) var pointPosition: Int

  /// Digits beyond these are noise of binary arithmetic, such as the last of 0.1 + 0.2 = 0.30000000000000004.
  private static let reliableDigits = 15

  /// Reads the shortest decimal that names the number, to 15 digits; `nil` for infinities and not-a-number.
  init?(_ value: Double) {
    guard value.isFinite else { return nil }
    isNegative = value < 0
    digits = []
    pointPosition = 0
    var exponent = 0
    var isAfterPoint = false
    let text = value.magnitude.description
    let mantissa = text.prefix { $0 != "e" }
    if mantissa.count < text.count { exponent = Int(text.dropFirst(mantissa.count + 1)) ?? 0 }
    for byte in mantissa.utf8 {
      guard byte != UInt8(ascii: ".") else {
        isAfterPoint = true
        continue
      }
      let digit = byte &- UInt8(ascii: "0")
      if digits.isEmpty, digit == 0 {
        if isAfterPoint { pointPosition -= 1 }
        continue
      }
      digits.append(digit)
      if !isAfterPoint { pointPosition += 1 }
    }
    pointPosition += exponent
    self = rounded(toDigits: Self.reliableDigits)
  }

  /// The number rounded to a count of significant digits; ties go away from zero.
  func rounded(toDigits count: Int) -> DecimalDigits {
    guard count < digits.count else { return self }
    var result = self
    guard count >= 0, let next = digits.dropFirst(count).first else {
      result.digits = []
      return result
    }
    result.digits = Array(digits.prefix(count))
    if next >= 5 { result.increment() }
    while result.digits.last == 0 { result.digits.removeLast() }
    return result
  }

  /// The number rounded to decimals after the point; ties go away from zero.
  func rounded(toDecimals decimals: Int) -> DecimalDigits { rounded(toDigits: pointPosition + decimals) }

  /// The decimals that the number needs to show a count of significant digits, rounded to them first; 0 or more.
  func decimals(forDigits count: Int) -> Int {
    let rounded = rounded(toDigits: count)
    return rounded.digits.isEmpty ? 0 : max(0, count - rounded.pointPosition)
  }

  /// The number with a fixed count of decimals, never as -0 and never in scientific notation.
  ///
  /// - Parameter separator: what stands between thousands, from 10 000 on; `nil` for nothing.
  func fixed(decimals: Int, separator: String? = nil) -> String {
    let number = rounded(toDecimals: decimals)
    let sign = number.isNegative && !number.digits.isEmpty ? "-" : ""
    let whole = (0..<max(0, number.pointPosition)).map { number.digit(at: $0) }
    let fraction = (0..<decimals).map { number.digit(at: number.pointPosition + $0) }
    let integer = whole.isEmpty ? "0" : Self.grouped(whole, separator: separator)
    return sign + integer + (decimals > 0 ? "." + fraction.map(\.description).joined() : "")
  }

  private func digit(at index: Int) -> UInt8 {
    digits.isEmpty || !digits.indices.contains(index) ? 0 : digits[index]
  }

  /// Adds one to the last digit that is left.
  private mutating func increment() {
    for index in digits.indices.reversed() {
      if digits[index] < 9 {
        digits[index] += 1
        return
      }
      digits[index] = 0
    }
    digits.insert(1, at: 0)
    pointPosition += 1
  }

  private static func grouped(_ digits: [UInt8], separator: String?) -> String {
    guard let separator, digits.count > 4 else { return digits.map(\.description).joined() }
    var output = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { output += separator }
      output += digit.description
    }
    return output
  }
}
