/// Reads one JSON document from bytes by recursive descent of bounded depth; see ``JSONValue/init(parsing:)``.
struct JSONReader: ~Escapable {
  private let bytes: RawSpan
  private var offset = 0

  @_lifetime(copy bytes)
  init(_ bytes: RawSpan) { self.bytes = bytes }

  /// Reads the document up to the end of the bytes.
  mutating func readDocument() throws(JSONError) -> JSONValue {
    if bytes.starts(with: "\u{FEFF}") { offset = 3 }
    let value = try readValue(depth: 0)
    skipBlanks()
    guard offset == bytes.byteCount else { throw error("the end of the document") }
    return value
  }

  // MARK: Values

  private mutating func readValue(depth: Int) throws(JSONError) -> JSONValue {
    guard depth <= JSONValue.maximumDepth else {
      throw error("at most \(JSONValue.maximumDepth) levels of nesting")
    }
    skipBlanks()
    switch peek() {
    case UInt8(ascii: "{"): return try readObject(depth: depth)
    case UInt8(ascii: "["): return try readArray(depth: depth)
    case UInt8(ascii: "\""): return .string(try readString())
    default: return try readScalar()
    }
  }

  private mutating func readObject(depth: Int) throws(JSONError) -> JSONValue {
    offset += 1
    skipBlanks()
    if take(UInt8(ascii: "}")) { return .object([]) }
    var members: [JSONValue.Member] = []
    while true {
      skipBlanks()
      guard peek() == UInt8(ascii: "\"") else { throw error("a key in quotes") }
      let key = try readString()
      skipBlanks()
      guard take(UInt8(ascii: ":")) else { throw error("':'") }
      members.append(JSONValue.Member(key: key, value: try readValue(depth: depth + 1)))
      skipBlanks()
      if take(UInt8(ascii: "}")) { return .object(members) }
      guard take(UInt8(ascii: ",")) else { throw error("',' or '}'") }
    }
  }

  private mutating func readArray(depth: Int) throws(JSONError) -> JSONValue {
    offset += 1
    skipBlanks()
    if take(UInt8(ascii: "]")) { return .array([]) }
    var elements: [JSONValue] = []
    while true {
      elements.append(try readValue(depth: depth + 1))
      skipBlanks()
      if take(UInt8(ascii: "]")) { return .array(elements) }
      guard take(UInt8(ascii: ",")) else { throw error("',' or ']'") }
    }
  }

  private mutating func readScalar() throws(JSONError) -> JSONValue {
    if take(word: "true") { return .bool(true) }
    if take(word: "false") { return .bool(false) }
    if take(word: "null") { return .null }
    if take(word: "NaN") { return .number(.nan) }
    if take(word: "Infinity") { return .number(.infinity) }
    if take(word: "-Infinity") { return .number(-.infinity) }
    return .number(try readNumber())
  }

  private mutating func readNumber() throws(JSONError) -> Double {
    let start = offset
    _ = take(UInt8(ascii: "-"))
    let leadsWithZero = peek() == UInt8(ascii: "0")
    let whole = skipDigits()
    guard whole > 0, !leadsWithZero || whole == 1 else {
      offset = start
      throw error("a value")
    }
    if take(UInt8(ascii: ".")), skipDigits() == 0 { throw error("a digit") }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      if skipDigits() == 0 { throw error("a digit") }
    }
    let token = bytes.extracting(start..<offset)
    // `double()` leaves numbers of 64 digits and more, which nothing but mischief writes, to the standard library.
    guard let value = token.double() ?? Double(token.text) else { throw error("a number") }
    return value
  }

  // MARK: Strings

  private mutating func readString() throws(JSONError) -> String {
    offset += 1
    var text = ""
    var runStart = offset
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: "\""):
        text += bytes.extracting(runStart..<offset).text
        offset += 1
        return text
      case UInt8(ascii: "\\"):
        text += bytes.extracting(runStart..<offset).text
        text.unicodeScalars.append(try readEscape())
        runStart = offset
      case 0..<0x20:
        throw error("a closing quote before the control character")
      default:
        offset += 1
      }
    }
    throw error("a closing quote")
  }

  private mutating func readEscape() throws(JSONError) -> Unicode.Scalar {
    offset += 1
    let kind = peek()
    offset += 1
    switch kind {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try readUnicodeEscape()
    default:
      offset -= 1
      throw error("an escape such as '\\n' or '\\u00e6'")
    }
  }

  /// Reads the digits after `\u`, and those of a second escape when both are a surrogate pair; half a pair becomes
  /// U+FFFD.
  private mutating func readUnicodeEscape() throws(JSONError) -> Unicode.Scalar {
    let first = try readHexadecimal()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, bytes.matches("\\u", at: offset) else { return "\u{FFFD}" }
    let resume = offset
    offset += 2
    let second = try readHexadecimal()
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else {
      offset = resume
      return "\u{FFFD}"
    }
    return scalar
  }

  private mutating func readHexadecimal() throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw error("four hexadecimal digits")
      }
      value = value << 4 | UInt32(digit)
      offset += 1
    }
    return value
  }

  // MARK: Bytes

  private func peek() -> UInt8? { offset < bytes.byteCount ? bytes[byte: offset] : nil }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    offset += 1
    return true
  }

  private mutating func take(word: StaticString) -> Bool {
    guard bytes.matches(word, at: offset) else { return false }
    offset += word.utf8CodeUnitCount
    return true
  }

  private mutating func skipDigits() -> Int {
    let start = offset
    while let byte = peek(), byte &- 0x30 <= 9 { offset += 1 }
    return offset - start
  }

  private mutating func skipBlanks() {
    while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
  }

  private func error(_ expected: String) -> JSONError {
    var line = 1
    var lineStart = 0
    let end = min(offset, bytes.byteCount)
    while let newline = bytes.firstOffset(of: 0x0A, from: lineStart), newline < end {
      line += 1
      lineStart = newline + 1
    }
    return JSONError(line: line, column: end - lineStart + 1, expected: expected)
  }
}
