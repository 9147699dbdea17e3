#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Byte-wise reading of log lines, without copying and without `String`.
extension RawSpan {
  /// The byte at an offset; traps outside the span, as an array does.
  @inlinable
  public subscript(byte offset: Int) -> UInt8 { unsafeLoad(fromByteOffset: offset, as: UInt8.self) }

  /// The span without blanks, tabs and carriage returns at its ends.
  @_lifetime(copy self)
  public func trimmed() -> RawSpan {
    var lower = 0
    var upper = byteCount
    while lower < upper, Self.isBlank(self[byte: lower]) { lower += 1 }
    while upper > lower, Self.isBlank(self[byte: upper - 1]) { upper -= 1 }
    return extracting(lower..<upper)
  }

  /// The span from an offset to its end; empty when the offset is past the end.
  @_lifetime(copy self)
  public func dropping(_ count: Int) -> RawSpan { extracting(Swift.min(count, byteCount)..<byteCount) }

  /// Whether the span begins with the UTF-8 bytes of a literal.
  public func starts(with prefix: StaticString) -> Bool { matches(prefix, at: 0) }

  /// Whether the span ends with the UTF-8 bytes of a literal.
  public func ends(with suffix: StaticString) -> Bool { matches(suffix, at: byteCount - suffix.utf8CodeUnitCount) }

  /// Whether the span consists of exactly the UTF-8 bytes of a literal.
  public func equals(_ text: StaticString) -> Bool { byteCount == text.utf8CodeUnitCount && matches(text, at: 0) }

  /// Whether the UTF-8 bytes of a literal stand at an offset.
  public func matches(_ text: StaticString, at offset: Int) -> Bool {
    let count = text.utf8CodeUnitCount
    guard offset >= 0, offset + count <= byteCount else { return false }
    return withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return count == 0 }
      return memcmp(base + offset, text.utf8Start, count) == 0
    }
  }

  /// The offset of the first such byte at or after `start`; `nil` when there is none.
  public func firstOffset(of byte: UInt8, from start: Int = 0) -> Int? {
    guard start < byteCount else { return nil }
    return withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, let found = memchr(base + start, Int32(byte), bytes.count - start) else {
        return nil
      }
      return UnsafeRawPointer(found) - base
    }
  }

  /// The offset of the last such byte; `nil` when there is none.
  public func lastOffset(of byte: UInt8) -> Int? {
    var offset = byteCount - 1
    while offset >= 0 {
      if self[byte: offset] == byte { return offset }
      offset -= 1
    }
    return nil
  }

  /// The offset at which a literal first stands at or after `start`; `nil` when it does not occur.
  public func firstOffset(of text: StaticString, from start: Int = 0) -> Int? {
    let count = text.utf8CodeUnitCount
    guard count > 0, start >= 0 else { return nil }
    var offset = start
    while offset + count <= byteCount {
      guard let candidate = firstOffset(of: text.utf8Start[0], from: offset), candidate + count <= byteCount else {
        return nil
      }
      if matches(text, at: candidate) { return candidate }
      offset = candidate + 1
    }
    return nil
  }

  /// Whether a literal occurs anywhere in the span.
  public func contains(_ text: StaticString) -> Bool { firstOffset(of: text) != nil }

  /// Whether a byte occurs anywhere in the span.
  public func contains(byte: UInt8) -> Bool { firstOffset(of: byte) != nil }

  /// The bytes as text; what is not UTF-8 is read as Latin-1, so that nothing is lost and nothing fails.
  public var text: String {
    withUnsafeBytes { bytes in
      if let text = String(validating: bytes, as: UTF8.self) { return text }
      return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }
  }

  /// A copy of the bytes.
  public var byteArray: [UInt8] { withUnsafeBytes { Array($0) } }

  @inlinable
  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
}
