import LogScanning

/// JSON text cut into its values, each of which knows where the next one begins.
///
/// What stands in a store was written by ``RecordEncoder`` or by Foundation; a damaged store may hold anything, which
/// is noticed here.
struct RecordTape {
  enum Kind: UInt8 {
    case null, boolean, number, string, array, object
  }

  struct Token {
    var kind: Kind
    /// The string has escapes, or the boolean is true.
    var flag: Bool
    /// The value's bytes; of a string those between its quotes.
    var start: Int32
    var end: Int32
    /// The place of the token after the value and all in it.
    var next: Int32
  }

  /// The deepest nesting that is read.
  private static let greatestDepth = 200

  private(set) var tokens: [Token] = []

  /// Cuts a text; `nil` when it is no JSON, nested too deeply, or larger than 2 GiB.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.count < Int(Int32.max) else { return nil }
    tokens.reserveCapacity(bytes.count / 8)
    var offset = 0
    guard value(bytes, &offset, depth: 0) else { return nil }
    Self.passBlanks(bytes, &offset)
    guard offset == bytes.count else { return nil }
  }

  private mutating func value(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: inout Int, depth: Int) -> Bool {
    Self.passBlanks(bytes, &offset)
    guard offset < bytes.count, depth < Self.greatestDepth else { return false }
    switch bytes[offset] {
    case 0x22: return string(bytes, &offset)
    case 0x7B: return container(.object, 0x7D, bytes, &offset, depth)
    case 0x5B: return container(.array, 0x5D, bytes, &offset, depth)
    case 0x74: return word("true", .boolean, true, bytes, &offset)
    case 0x66: return word("false", .boolean, false, bytes, &offset)
    case 0x6E: return word("null", .null, false, bytes, &offset)
    default: return number(bytes, &offset)
    }
  }

  private mutating func container(
    _ kind: Kind, _ end: UInt8, _ bytes: UnsafeBufferPointer<UInt8>, _ offset: inout Int, _ depth: Int
  ) -> Bool {
    let place = tokens.count
    append(kind, false, offset, offset)
    offset += 1
    Self.passBlanks(bytes, &offset)
    if offset < bytes.count, bytes[offset] == end {
      offset += 1
    } else {
      while true {
        if kind == .object {
          Self.passBlanks(bytes, &offset)
          guard offset < bytes.count, bytes[offset] == 0x22, string(bytes, &offset) else { return false }
          Self.passBlanks(bytes, &offset)
          guard offset < bytes.count, bytes[offset] == 0x3A else { return false }
          offset += 1
        }
        guard value(bytes, &offset, depth: depth + 1) else { return false }
        Self.passBlanks(bytes, &offset)
        guard offset < bytes.count else { return false }
        offset += 1
        if bytes[offset - 1] == end { break }
        guard bytes[offset - 1] == 0x2C else { return false }
      }
    }
    tokens[place].end = Int32(offset)
    tokens[place].next = Int32(tokens.count)
    return true
  }

  private mutating func string(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: inout Int) -> Bool {
    let start = offset + 1
    var hasEscapes = false
    offset = start
    while offset < bytes.count, bytes[offset] != 0x22 {
      guard bytes[offset] >= 0x20 else { return false }
      if bytes[offset] == 0x5C {
        hasEscapes = true
        offset += 1
      }
      offset += 1
    }
    guard offset < bytes.count else { return false }
    append(.string, hasEscapes, start, offset)
    offset += 1
    return true
  }

  private mutating func number(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: inout Int) -> Bool {
    let start = offset
    loop: while offset < bytes.count {
      switch bytes[offset] {
      case 0x30...0x39, 0x2D, 0x2B, 0x2E, 0x65, 0x45: offset += 1
      default: break loop
      }
    }
    guard offset > start else { return false }
    append(.number, false, start, offset)
    return true
  }

  private mutating func word(
    _ word: StaticString, _ kind: Kind, _ flag: Bool, _ bytes: UnsafeBufferPointer<UInt8>, _ offset: inout Int
  ) -> Bool {
    let end = offset + word.utf8CodeUnitCount
    guard UnsafeRawBufferPointer(bytes).bytes.matches(word, at: offset) else { return false }
    append(kind, flag, offset, end)
    offset = end
    return true
  }

  private mutating func append(_ kind: Kind, _ flag: Bool, _ start: Int, _ end: Int) {
    tokens.append(
      Token(kind: kind, flag: flag, start: Int32(start), end: Int32(end), next: Int32(tokens.count + 1)))
  }

  private static func passBlanks(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: inout Int) {
    while offset < bytes.count, bytes[offset] == 0x20 || bytes[offset] &- 0x09 < 2 || bytes[offset] == 0x0D {
      offset += 1
    }
  }
}
