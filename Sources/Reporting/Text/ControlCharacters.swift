import Plotting

/// Removal of characters that act instead of being printed.
enum ControlCharacters {
  /// What becomes of line breaks and tabs.
  enum Layout {
    /// Each run of them is one space.
    case spaces
    /// They stay.
    case kept
  }

  /// The text without control and format characters.
  ///
  /// Terminal control sequences (ECMA-48: `ESC [ … m`, `ESC ] … BEL`, and their 8-bit forms) go as a whole, so that
  /// no `[31m` stays behind. Format characters go because they can reorder or hide what a reader sees (the
  /// bidirectional overrides of "Trojan Source", CVE-2021-42574); joiners between emoji stay. Code points that are no characters become U+FFFD.
  static func removed(from text: String, layout: Layout) -> String {
    guard !isPlain(text, but: ""), text.unicodeScalars.contains(where: needsCare) else { return text }
    var scanner = Scanner(scalars: Array(text.unicodeScalars), layout: layout)
    return scanner.scan()
  }

  /// Whether a text is nothing but printed ASCII characters and blanks, without certain ones.
  ///
  /// Nearly all texts are that, and need no look at the properties of their characters.
  static func isPlain(_ text: String, but marks: StaticString) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      for byte in bytes {
        guard byte &- 0x20 < 0x5F else { return false }
        for place in 0..<marks.utf8CodeUnitCount where marks.utf8Start[place] == byte { return false }
      }
      return true
    }
  }

  private static func needsCare(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
    return isInvisible(scalar) || isBreak(scalar) || scalar.properties.isNoncharacterCodePoint
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format: true
    default: false
    }
  }

  /// Whether a scalar parts lines or is a tab (UAX 14 mandatory breaks).
  private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\t", "\n", "\u{B}", "\u{C}", "\r", "\u{85}", "\u{2028}", "\u{2029}": true
    default: false
    }
  }

  private struct Scanner {
    let scalars: [Unicode.Scalar]
    let layout: Layout
    var index = 0
    var output = String.UnicodeScalarView()

    mutating func scan() -> String {
      var follows = false
      while index < scalars.count {
        let scalar = scalars[index]
        index += 1
        let wasBreak = follows
        follows = isBreak(scalar)
        if follows {
          switch layout {
          case .kept: output.append(scalar)
          case .spaces: if !wasBreak { output.append(" ") }
          }
        } else if !skipControlSequence(after: scalar) {
          keep(scalar)
        }
      }
      return String(output)
    }

    private mutating func keep(_ scalar: Unicode.Scalar) {
      let next = index < scalars.count ? scalars[index] : nil
      guard !isInvisible(scalar) || EmojiJoiner.isJoiner(scalar, between: output.last, and: next) else { return }
      output.append(scalar.properties.isNoncharacterCodePoint ? "\u{FFFD}" : scalar)
    }

    /// Skips the control sequence that the scalar just read opens; `false` when it opens none.
    private mutating func skipControlSequence(after scalar: Unicode.Scalar) -> Bool {
      switch scalar {
      case "\u{1B}":
        guard index < scalars.count else { return true }
        let next = scalars[index]
        index += 1
        switch next {
        case "[": skipParameters()
        case "]", "P", "X", "^", "_": skipString()
        default:
          index -= 1
          skipShortSequence()
        }
      case "\u{9B}": skipParameters()
      case "\u{90}", "\u{98}", "\u{9D}", "\u{9E}", "\u{9F}": skipString()
      default: return false
      }
      return true
    }

    /// Skips parameter and intermediate bytes (0x20–0x3F) and the final byte (0x40–0x7E).
    private mutating func skipParameters() {
      while index < scalars.count, (0x20...0x3F).contains(scalars[index].value) { index += 1 }
      if index < scalars.count, (0x40...0x7E).contains(scalars[index].value) { index += 1 }
    }

    /// Skips intermediates (0x20–0x2F) and one final byte (0x30–0x7E) after a lone escape character.
    private mutating func skipShortSequence() {
      var end = index
      while end < scalars.count, (0x20...0x2F).contains(scalars[end].value) { end += 1 }
      if end < scalars.count, (0x30...0x7E).contains(scalars[end].value) { index = end + 1 }
    }

    /// Skips a control string up to its terminator; one that never ends loses its opening only.
    private mutating func skipString() {
      var end = index
      while end < scalars.count {
        if scalars[end] == "\u{7}" || scalars[end] == "\u{9C}" {
          index = end + 1
          return
        }
        if scalars[end] == "\u{1B}", end + 1 < scalars.count, scalars[end + 1] == "\\" {
          index = end + 2
          return
        }
        end += 1
      }
    }
  }
}
