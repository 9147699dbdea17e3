import Foundation

/// What of a payload fits into a place, and how the place's format writes it.
enum HostileText {
  /// Where a text stands, by the names in `study.json`.
  enum Fit: String, Decodable {
    /// A name of a file or folder, and a part of one, where two underscores part the parts.
    case name, part
    /// A line of a log, a cell without quotes, one between bars, a text in Python's quotes.
    case line, cell, pipe, python
    /// A cell in quotes, a string of JSON, one of YAML in double quotes.
    case csv, json, yaml
    /// A cell of a file of metrics, which has no line breaks of any kind; a pattern of paths, which stays below its
    /// folder; the name of an attribute, which has at most 60 characters.
    case metric, pattern, attribute
  }

  /// The most bytes of a payload in a name: three of them and more stand in one.
  private static let nameLength = 62

  static func fitted(_ text: String, _ fit: Fit) -> String {
    func without(_ removed: String) -> String {
      var kept = String.UnicodeScalarView()
      for scalar in text.unicodeScalars where !removed.unicodeScalars.contains(scalar) { kept.append(scalar) }
      return String(kept)
    }
    switch fit {
    case .name: return cut(without("/\0"))
    case .part:
      let whole = without("/\0").split(separator: "_", omittingEmptySubsequences: true).joined(separator: "_")
      return cut(whole)
    case .line, .csv: return without("\r\n\0")
    case .cell: return without("\r\n\0,\"")
    case .pipe: return without("\r\n\0|")
    case .python: return without("\r\n\0'\\")
    case .json: return text
    case .yaml: return without("\0")
    case .metric: return without("\r\n\0\u{B}\u{C}\u{85}\u{2028}\u{2029}")
    case .pattern:
      return String(without("\0").replacing("..", with: ".").unicodeScalars.drop { $0 == "/" })
    case .attribute:
      let isEnd = { (scalar: Unicode.Scalar) in [" ", "\t", "\r", "\n"].contains(scalar) }
      let start = without("\0,").unicodeScalars.drop(while: isEnd)
      return String(String.UnicodeScalarView(start.reversed().drop(while: isEnd).reversed().prefix(50)))
    }
  }

  private static func cut(_ text: String) -> String {
    var kept = String.UnicodeScalarView()
    var length = 0
    for scalar in text.unicodeScalars {
      length += UTF8.width(scalar)
      if length > nameLength { break }
      kept.append(scalar)
    }
    return String(kept)
  }

  static func quoted(_ text: String, _ fit: Fit) -> String {
    switch fit {
    case .csv, .metric: return text.unicodeScalars.reduce(into: "") { $0 += $1 == "\"" ? "\"\"" : String($1) }
    case .json, .yaml, .pattern, .attribute:
      var output = ""
      for scalar in text.unicodeScalars {
        switch scalar {
        case "\"", "\\": output += "\\" + String(scalar)
        case " "..."~": output.unicodeScalars.append(scalar)
        default:
          if fit != .json, scalar.value > 0xFFFF {
            output += hexadecimal("\\U", scalar.value, 8)
          } else {
            for unit in String(scalar).utf16 { output += hexadecimal("\\u", UInt32(unit), 4) }
          }
        }
      }
      return output
    case .name, .part, .line, .cell, .pipe, .python: return text
    }
  }

  private static func hexadecimal(_ escape: String, _ value: UInt32, _ digits: Int) -> String {
    let text = String(value, radix: 16)
    return escape + String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
