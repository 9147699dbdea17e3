/// Takes LEB128 integers from bytes without ever reading past their end.
struct VariableIntegerReader {
  private let bytes: ArraySlice<UInt8>
  private var position: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  /// Whether every byte has been taken.
  var isAtEnd: Bool { position >= bytes.endIndex }

  /// The next byte; `nil` at the end.
  mutating func byte() -> UInt8? {
    guard position < bytes.endIndex else { return nil }
    defer { position += 1 }
    return bytes[position]
  }

  /// The next integer; `nil` when the bytes end in it or it has more than 64 bits.
  mutating func variable() -> UInt64? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while let byte = byte() {
      let part = UInt64(byte & 0x7F)
      if shift == 63, part > 1 { return nil }
      value |= part << shift
      if byte & 0x80 == 0 { return value }
      shift += 7
      if shift > 63 { return nil }
    }
    return nil
  }
}

extension Array where Element == UInt8 {
  /// Appends an integer in LEB128: seven bits a byte, the lowest first, the top bit set where more follows.
  mutating func appendVariable(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(truncatingIfNeeded: rest))
  }
}
