/// Text for JSON strings (RFC 8259), quotes included.
public struct JSONEscaping: TextEscaping {
  /// Whether YAML is to read the string as well, which has no pairs of surrogates: `\\U000e0001` stands for them.
  public var isForYAML: Bool

  /// Makes the escaping; `isForYAML` makes strings that YAML 1.1 and 1.2 read as the same text.
  public init(isForYAML: Bool = false) { self.isForYAML = isForYAML }

  /// The text as a JSON string; it decodes to the same text.
  ///
  /// Characters that are active outside JSON (`<`, `>`, `&`, line separators, every control and format character)
  /// are written as `\u` escapes, so the result can stand in a terminal or an HTML script element as it is.
  public func escape(_ text: String) -> String {
    if ControlCharacters.isPlain(text, but: Self.marks) { return "\"" + text + "\"" }
    var output = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": output += "\\\""
      case "\\": output += "\\\\"
      case "\n": output += "\\n"
      case "\t": output += "\\t"
      default:
        if isForYAML, scalar.value > 0xFFFF, isActive(scalar) {
          output += "\\U" + Self.hexadecimal(scalar.value, digits: 8)
        } else if isActive(scalar) {
          for unit in scalar.utf16 { output += "\\u" + Self.hexadecimal(UInt32(unit), digits: 4) }
        } else {
          output.unicodeScalars.append(scalar)
        }
      }
    }
    return output + "\""
  }

  /// Appends what ``escape(_:)`` gives; nearly all texts need no escape, and then no text is made.
  func append(_ text: String, to bytes: inout [UInt8]) {
    guard ControlCharacters.isPlain(text, but: Self.marks) else { return bytes.append(contentsOf: escape(text).utf8) }
    var text = text
    bytes.append(0x22)
    text.withUTF8 { bytes.append(contentsOf: $0) }
    bytes.append(0x22)
  }

  public func render(_ run: RichText.Run) -> String { render(RichText(runs: [run])) }

  /// Styles are dropped; the text is one string. Numbers and units, whose lines nobody breaks here, have plain spaces.
  public func render(_ text: RichText) -> String {
    escape(text.runs.map { $0.style == .quantity ? $0.text.replacing("\u{A0}", with: " ") : $0.text }.joined())
  }

  /// What is escaped of ASCII's printed characters.
  private static let marks: StaticString = "\"\\<>&"

  private func isActive(_ scalar: Unicode.Scalar) -> Bool {
    // Noncharacters are no part of any text, and readers of YAML take none.
    if ["<", ">", "&"].contains(scalar) || scalar.properties.isNoncharacterCodePoint { return true }
    return switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }

  private static func hexadecimal(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
