/// Text for HTML and XML element content and quoted attribute values.
public struct HTMLEscaping: TextEscaping {
  /// Makes the escaping.
  public init() {}

  /// The text with the five special characters as references; control characters removed, line breaks to spaces.
  public func escape(_ text: String) -> String {
    var output = ""
    for scalar in ControlCharacters.removed(from: text, layout: .spaces).unicodeScalars {
      switch scalar {
      case "&": output += "&amp;"
      case "<": output += "&lt;"
      case ">": output += "&gt;"
      case "\"": output += "&quot;"
      case "'": output += "&#39;"
      default: output.unicodeScalars.append(scalar)
      }
    }
    return output
  }

  public func render(_ run: RichText.Run) -> String {
    let text = escape(run.text)
    return switch run.style {
    case .plain, .quantity: text
    case .code: "<code>\(text)</code>"
    case .subscripted: "<sub>\(text)</sub>"
    case .superscripted: "<sup>\(text)</sup>"
    case .emphasis: "<em>\(text)</em>"
    case .strong: "<strong>\(text)</strong>"
    }
  }
}
