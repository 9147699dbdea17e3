/// Text for a terminal, as plain text on one line.
public struct TerminalEscaping: TextEscaping {
  /// Makes the escaping.
  public init() {}

  /// The text without control sequences, control characters and direction overrides; line breaks are spaces.
  public func escape(_ text: String) -> String { ControlCharacters.removed(from: text, layout: .spaces) }

  /// Styles are dropped.
  public func render(_ run: RichText.Run) -> String { escape(run.text) }
}

extension TerminalEscaping {
  /// The columns that a text takes on a terminal: 0 for combining marks, 2 for wide East Asian characters and emoji.
  static func width(of text: String) -> Int {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
    return text.reduce(0) { $0 + width(of: $1) }
  }

  static func width(of character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: return wideBlocks.contains { $0.contains(scalar.value) } ? 2 : 1
    }
  }

  /// The blocks whose characters are wide (East Asian Width W or F, UAX 11), roughly.
  private static let wideBlocks: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
    0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
    0x1F680...0x1F6FF, 0x1F900...0x1FAFF, 0x20000...0x3FFFD,
  ]
}
