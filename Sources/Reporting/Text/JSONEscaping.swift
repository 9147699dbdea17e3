/// Text for JSON strings (RFC 8259), quotes included.
public struct JSONEscaping: TextEscaping {
  /// Makes the escaping.
  public init() {}

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
        if isActive(scalar) {
          for unit in scalar.utf16 { output += unicodeEscape(unit) }
        } else {
          output.unicodeScalars.append(scalar)
        }
      }
    }
    return output + "\""
  }

  public func render(_ run: RichText.Run) -> String { render(RichText(runs: [run])) }

  /// Styles are dropped; the text is one string. Numbers and units, whose lines nobody breaks here, have plain spaces.
  public func render(_ text: RichText) -> String {
    escape(text.runs.map { $0.style == .quantity ? $0.text.replacing("\u{A0}", with: " ") : $0.text }.joined())
  }

  /// What is escaped of ASCII's printed characters.
  private static let marks: StaticString = "\"\\<>&"

  private func isActive(_ scalar: Unicode.Scalar) -> Bool {
    if ["<", ">", "&"].contains(scalar) { return true }
    return switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }

  private func unicodeEscape(_ unit: UInt16) -> String {
    let digits = String(unit, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
