import LogScanning

/// Reads the numbers of delimited text: `32.45`, `32,45`, `1.296,87`, `32.45 W`, `3.2e1`.
struct DelimitedNumber {
  /// Decimals of all values, in watts or joules: enough for microwatts with three decimals of their own.
  static let decimals = 9

  enum Reading {
    /// In 10^-9 watts or joules.
    case value(Int64)
    /// The cell holds several lines; the first is taken.
    case first(Int64)
    case none
  }

  var hasDecimalComma = false
  private var scratch: [UInt8] = []

  init(hasDecimalComma: Bool = false) { self.hasDecimalComma = hasDecimalComma }

  /// The number of a cell in a column of some unit.
  mutating func read(_ cell: RawSpan, unit: DelimitedUnit) -> Reading {
    if let newline = cell.firstOffset(of: 0x0A) {
      guard let value = line(cell.extracting(0..<newline).trimmed(), unit: unit) else { return .none }
      return .first(value)
    }
    return line(cell, unit: unit).map(Reading.value) ?? .none
  }

  private mutating func line(_ cell: RawSpan, unit: DelimitedUnit) -> Int64? {
    if !hasDecimalComma, let exponent = unit.exponent, exponent >= -Self.decimals,
      let exact = cell.scaledDecimal(decimals: Self.decimals + exponent)
    {
      return exact
    }
    var end = 0
    while end < cell.byteCount, Self.isNumberByte(cell[byte: end]) { end += 1 }
    guard end > 0 else { return nil }
    var unit = unit
    let suffix = cell.dropping(end).trimmed()
    if suffix.byteCount > 0 {
      guard suffix.byteCount <= 16, let own = DelimitedUnit(suffix.text), own.isEnergy == unit.isEnergy else {
        return nil
      }
      unit = own
    }
    let digits = cell.extracting(0..<end)
    guard hasDecimalComma else { return Self.scaled(digits, unit: unit) }
    scratch.removeAll(keepingCapacity: true)
    Self.appendPlain(digits, to: &scratch)
    return scratch.withUnsafeBytes { Self.scaled($0.bytes, unit: unit) }
  }

  private static func scaled(_ digits: RawSpan, unit: DelimitedUnit) -> Int64? {
    if let exponent = unit.exponent, exponent >= -decimals,
      let exact = digits.scaledDecimal(decimals: decimals + exponent)
    {
      return exact
    }
    guard let value = digits.double(), value.isFinite else { return nil }
    let scaled = (value * unit.factor * 1e9).rounded()
    return abs(scaled) < 9.2e18 ? Int64(scaled) : nil
  }

  /// A number with a decimal comma as one with a point; points before the comma separate thousands and go.
  static func appendPlain(_ digits: RawSpan, to bytes: inout [UInt8]) {
    let comma = digits.lastOffset(of: 0x2C)
    for offset in 0..<digits.byteCount {
      let byte = digits[byte: offset]
      if offset == comma {
        bytes.append(0x2E)
      } else if comma == nil || byte != 0x2E {
        bytes.append(byte)
      }
    }
  }

  private static func isNumberByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x2B...0x2E, 0x65, 0x45: true
    default: false
    }
  }
}
