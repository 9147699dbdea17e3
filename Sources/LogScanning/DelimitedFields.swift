/// Walks over the fields of one line of delimited text, without copying a byte.
///
/// A field may stand in double quotes, with a doubled quote for a quote, as in RFC 4180; blanks around a field do not
/// belong to it. A quote that is never closed takes the rest of the line. Make a new walk for each line:
///
///     var fields = DelimitedFields(separator: .comma)
///     while let range = fields.next(in: line) { use(line.extracting(range)) }
public struct DelimitedFields: Sendable {
  /// What stands between two fields.
  public enum Separator: Sendable, Hashable {
    case comma, semicolon, tab, pipe
    /// One or more blanks or tabs; there are no empty fields.
    case blanks
  }

  private let separatorByte: UInt8
  private let isBlanks: Bool
  private var offset = 0
  private var ended = false

  public init(separator: Separator = .comma) {
    isBlanks = separator == .blanks
    separatorByte =
      switch separator {
      case .comma: 0x2C
      case .semicolon: 0x3B
      case .tab: 0x09
      case .pipe: 0x7C
      case .blanks: 0x20
      }
  }

  /// The bytes of the next field, without surrounding blanks and quotes; `nil` after the last one.
  ///
  /// An empty line has one empty field (none when the separator is ``Separator/blanks``). Doubled quotes inside a
  /// quoted field stay doubled; see ``unquoted(_:)``.
  public mutating func next(in line: RawSpan) -> Range<Int>? {
    guard !ended else { return nil }
    let separates = separatorByte
    var start = offset
    while start < line.byteCount, Self.isBlank(line[byte: start]), line[byte: start] != separates || isBlanks {
      start += 1
    }
    if isBlanks, start >= line.byteCount {
      ended = true
      return nil
    }
    if start < line.byteCount, line[byte: start] == 0x22 { return quoted(in: line, from: start + 1) }
    let end = end(in: line, from: start)
    passSeparator(in: line, at: end)
    var upper = end
    while upper > start, Self.isBlank(line[byte: upper - 1]) { upper -= 1 }
    return start..<upper
  }

  /// The number of fields in a line.
  public static func count(in line: RawSpan, separator: Separator) -> Int {
    var fields = DelimitedFields(separator: separator)
    var count = 0
    while fields.next(in: line) != nil { count += 1 }
    return count
  }

  /// All fields of a line as text; for headers and for files that are not large.
  public static func texts(in line: RawSpan, separator: Separator) -> [String] {
    var fields = DelimitedFields(separator: separator)
    var texts: [String] = []
    while let range = fields.next(in: line) { texts.append(unquoted(line.extracting(range))) }
    return texts
  }

  /// A field's text, doubled quotes made single.
  public static func unquoted(_ field: RawSpan) -> String {
    let text = field.text
    guard field.contains("\"\"") else { return text }
    var result = ""
    var skipsQuote = false
    for character in text.unicodeScalars {
      if character == "\"" {
        if !skipsQuote { result.unicodeScalars.append(character) }
        skipsQuote.toggle()
      } else {
        result.unicodeScalars.append(character)
        skipsQuote = false
      }
    }
    return result
  }

  /// The separator that a line's fields most likely have: the first of comma, semicolon and tab that occurs, else
  /// blanks.
  public static func separator(of line: RawSpan) -> Separator {
    if line.contains(byte: 0x2C) { return .comma }
    if line.contains(byte: 0x3B) { return .semicolon }
    return line.contains(byte: 0x09) ? .tab : .blanks
  }

  private mutating func quoted(in line: RawSpan, from start: Int) -> Range<Int> {
    var end = start
    while end < line.byteCount {
      if line[byte: end] == 0x22 {
        guard end + 1 < line.byteCount, line[byte: end + 1] == 0x22 else { break }
        end += 1
      }
      end += 1
    }
    let upper = Swift.min(end, line.byteCount)
    var after = upper
    while after < line.byteCount, !isSeparator(line[byte: after]) { after += 1 }
    passSeparator(in: line, at: after)
    return start..<upper
  }

  /// The offset of the next separator, or the line's end.
  @inline(__always)
  private func end(in line: RawSpan, from start: Int) -> Int {
    let count = line.byteCount
    var end = start
    if isBlanks {
      while end < count, line[byte: end] != 0x20, line[byte: end] != 0x09 { end += 1 }
    } else {
      let separator = separatorByte
      while end < count, line[byte: end] != separator { end += 1 }
    }
    return end
  }

  private mutating func passSeparator(in line: RawSpan, at end: Int) {
    ended = end >= line.byteCount
    offset = end + 1
  }

  private func isSeparator(_ byte: UInt8) -> Bool { byte == separatorByte || (isBlanks && byte == 0x09) }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
}
