/// Whether a text has characters that act in a terminal, or that a reader does not see.
package enum CharacterCheck {
  /// The findings of a text.
  ///
  /// - Parameter allowed: what may stand in it beside line feeds.
  package static func findings(in text: String, allowing allowed: [Unicode.Scalar] = []) -> [HostileFinding] {
    let scalars = Array(text.unicodeScalars)
    return scalars.indices.compactMap { place in
      let scalar = scalars[place]
      guard scalar != "\n", !allowed.contains(scalar), isActive(scalar) else { return nil }
      // A joiner between two emoji is part of them.
      if scalar == "\u{200D}", place > 0, scalars[place - 1].properties.isEmoji || scalars[place - 1] == "\u{FE0F}" {
        return nil
      }
      var excerpt = String.UnicodeScalarView()
      excerpt.append(contentsOf: scalars[max(0, place - 20)..<min(scalars.count, place + 800)])
      return HostileFinding("U+" + String(scalar.value, radix: 16, uppercase: true), String(excerpt))
    }
  }

  private static func isActive(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.properties.isNoncharacterCodePoint { return true }
    return switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: true
    default: false
    }
  }
}
