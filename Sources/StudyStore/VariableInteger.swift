/// Takes LEB128 integers from bytes without ever reading past their end; valid as long as the bytes are.
struct VariableIntegerReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// Whether every byte has been taken.
  var isAtEnd: Bool { position >= bytes.count }

  /// The next byte; `nil` at the end.
  @inline(__always)
  mutating func byte() -> UInt8? {
    guard position < bytes.count else { return nil }
    let byte = bytes[position]
    position += 1
    return byte
  }

  /// The next integer; `nil` when the bytes end in it or it has more than 64 bits.
  @inline(__always)
  mutating func variable() -> UInt64? {
    guard let first = byte() else { return nil }
    return first & 0x80 == 0 ? UInt64(first) : rest(of: first)
  }

  private mutating func rest(of first: UInt8) -> UInt64? {
    var value = UInt64(first & 0x7F)
    var shift: UInt64 = 7
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

/// Writes LEB128 integers into memory that its owner has made large enough: seven bits a byte, the lowest first, the
/// top bit set where more follows.
struct VariableIntegerWriter {
  private let target: UnsafeMutableBufferPointer<UInt8>
  /// How many bytes were written.
  private(set) var count = 0

  init(_ target: UnsafeMutableBufferPointer<UInt8>) { self.target = target }

  @inline(__always)
  mutating func byte(_ byte: UInt8) {
    target[count] = byte
    count += 1
  }

  @inline(__always)
  mutating func variable(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      byte(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    byte(UInt8(truncatingIfNeeded: rest))
  }

  /// How many bytes an integer takes.
  @inline(__always)
  static func length(of value: UInt64) -> Int { (70 - (value | 1).leadingZeroBitCount) / 7 }
}
