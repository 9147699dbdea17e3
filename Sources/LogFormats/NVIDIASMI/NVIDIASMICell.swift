import LogScanning

/// A cell that holds a power or an energy as `nvidia-smi` and its kin print it.
enum NVIDIASMICell {
  /// Decimals of values: micro-watts and microjoules, exact for all that `nvidia-smi` prints.
  static let decimals = 6

  /// `32.45 W`, `32450 mW`, `256123 mJ` or `32.45` in units of 10^-6 W or J, and whether the cell shows that it was
  /// written to its end (by its unit or two decimals); `nil` when it is no number.
  ///
  /// - Parameter exponent: the power of ten that a number without a unit of its own is in.
  static func value(_ cell: RawSpan, exponent: Int) -> (value: Int64, isWhole: Bool)? {
    var number = cell
    var exponent = exponent
    if let last = cell.lastByte, last | 0x20 == 0x77 || last == 0x4A {
      let isMilli = cell.byteCount >= 2 && cell[byte: cell.byteCount - 2] == 0x6D
      exponent = isMilli ? -3 : 0
      number = cell.extracting(0..<(cell.byteCount - (isMilli ? 2 : 1))).trimmed()
    }
    let hasUnit = number.byteCount < cell.byteCount
    if let value = number.scaledDecimal(decimals: decimals + exponent) {
      let fraction = number.lastOffset(of: 0x2E).map { number.byteCount - 1 - $0 } ?? 0
      return (value, hasUnit || fraction >= 2)
    }
    // More decimals than that are rounded to the last that is kept.
    guard let value = number.double(), value.isFinite else { return nil }
    let scaled = (value * (exponent == 0 ? 1e6 : 1e3)).rounded()
    guard abs(scaled) < 9e18 else { return nil }
    return (Int64(scaled), true)
  }
}

extension RawSpan {
  /// The last byte; `nil` when the span is empty.
  var lastByte: UInt8? { byteCount > 0 ? self[byte: byteCount - 1] : nil }
}
