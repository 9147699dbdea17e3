import LogScanning

/// Numbers of a trace as integers in small units.
enum ScaledNumber {
  /// A plain decimal exactly; one with an exponent or more digits than fit is rounded. `nil` for anything else, not a
  /// number and infinities included.
  static func value(_ span: RawSpan, decimals: Int) -> Int64? {
    if let exact = span.scaledDecimal(decimals: decimals) { return exact }
    return span.double().flatMap { value($0, decimals: decimals) }
  }

  /// A number rounded to so many decimals; `nil` when it does not fit.
  static func value(_ number: Double, decimals: Int) -> Int64? {
    var scaled = number
    for _ in 0..<max(decimals, 0) { scaled *= 10 }
    scaled = scaled.rounded()
    return scaled.isFinite && abs(scaled) < 9e18 ? Int64(scaled) : nil
  }

  /// A number in a cell of a small file; `nil` for none, not a number and infinities.
  static func double(_ text: String) -> Double? {
    var text = text
    let value = text.withUTF8 { UnsafeRawBufferPointer($0).bytes.trimmed().double() }
    return value.flatMap { $0.isFinite ? $0 : nil }
  }
}
