#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension RawSpan {
  /// The whole span as a decimal integer with an optional sign; `nil` when it is anything else or overflows.
  public func integer() -> Int64? {
    let (negative, start) = sign
    var offset = start
    guard offset < byteCount else { return nil }
    var value: Int64 = 0
    while offset < byteCount {
      let digit = self[byte: offset] &- 0x30
      guard digit <= 9 else { return nil }
      let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) =
        negative ? scaled.subtractingReportingOverflow(Int64(digit)) : scaled.addingReportingOverflow(Int64(digit))
      guard !overflow, !carry else { return nil }
      value = sum
      offset += 1
    }
    return value
  }

  /// The whole span as a decimal number scaled by 10^`decimals`, exactly; `nil` when it is not a plain decimal, has
  /// more fraction digits than that (trailing zeros apart) or overflows. `32.45` with 6 decimals is 32 450 000.
  public func scaledDecimal(decimals: Int) -> Int64? {
    let (negative, start) = sign
    var offset = start
    var value: Int64 = 0
    var digits = 0
    var fraction = -1
    while offset < byteCount {
      let byte = self[byte: offset]
      if byte == 0x2E, fraction < 0 {
        fraction = 0
      } else {
        let digit = byte &- 0x30
        guard digit <= 9 else { return nil }
        digits += 1
        if fraction == decimals {
          guard digit == 0 else { return nil }
        } else {
          let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
          let (sum, carry) = scaled.addingReportingOverflow(Int64(digit))
          guard !overflow, !carry else { return nil }
          value = sum
          if fraction >= 0 { fraction += 1 }
        }
      }
      offset += 1
    }
    guard digits > 0 else { return nil }
    var missing = decimals - Swift.max(fraction, 0)
    while missing > 0 {
      let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      value = scaled
      missing -= 1
    }
    return negative ? -value : value
  }

  /// The whole span as a floating-point number as Python and C print it: `0.5`, `9.5e-05`, `-0.79`, `nan`, `inf`.
  ///
  /// Correctly rounded. Not a number and the infinities are returned as such, so that a caller can tell `nan` (a value
  /// that the tool could not compute) from `nil` (not a number at all).
  public func double() -> Double? {
    if let value = exactDouble() { return value }
    // The slow path: long mantissas, exponents, nan and inf.
    guard byteCount > 0, byteCount < 64 else { return nil }
    var buffer: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0, 0, 0, 0)
    return withUnsafeMutableBytes(of: &buffer) { target -> Double? in
      withUnsafeBytes { target.copyMemory(from: $0) }
      guard isNumberLike else { return nil }
      guard let start = target.baseAddress?.assumingMemoryBound(to: CChar.self) else { return nil }
      var end: UnsafeMutablePointer<CChar>?
      let value = strtod(start, &end)
      return end == start + byteCount ? value : nil
    }
  }

  /// Decimals whose digits fit 2^53 and whose fraction has at most 22 digits are exact in one division (Clinger 1990).
  private func exactDouble() -> Double? {
    let (negative, start) = sign
    var offset = start
    var mantissa: UInt64 = 0
    var digits = 0
    var fraction = -1
    while offset < byteCount {
      let byte = self[byte: offset]
      if byte == 0x2E, fraction < 0 {
        fraction = 0
      } else {
        let digit = byte &- 0x30
        guard digit <= 9, mantissa < 900_719_925_474_099 else { return nil }
        mantissa = mantissa * 10 + UInt64(digit)
        digits += 1
        if fraction >= 0 { fraction += 1 }
      }
      offset += 1
    }
    guard digits > 0, fraction <= 22 else { return nil }
    var power = 1.0
    if fraction > 0 { for _ in 0..<fraction { power *= 10 } }
    let value = Double(mantissa) / power
    return negative ? -value : value
  }

  /// Whether the span begins with a minus, and how many bytes its sign takes.
  private var sign: (isNegative: Bool, length: Int) {
    guard byteCount > 0 else { return (false, 0) }
    let first = self[byte: 0]
    return (first == 0x2D, first == 0x2D || first == 0x2B ? 1 : 0)
  }

  /// Keeps `strtod` from reading what no log writes as a number: hexadecimal floats and `nan(...)`.
  private var isNumberLike: Bool {
    var offset = sign.length
    let rest = dropping(offset)
    if rest.equals("nan") || rest.equals("NaN") || rest.equals("inf") || rest.equals("Infinity") { return true }
    guard offset < byteCount else { return false }
    while offset < byteCount {
      switch self[byte: offset] {
      case 0x30...0x39, 0x2E, 0x65, 0x45, 0x2B, 0x2D: offset += 1
      default: return false
      }
    }
    return true
  }
}
