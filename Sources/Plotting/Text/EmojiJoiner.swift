/// The zero-width joiner, which makes one emoji of several, as a family of persons.
///
/// It is invisible, so it stays only where it joins: between two emoji. Elsewhere it would make two names that look alike.
package enum EmojiJoiner {
  /// Whether a scalar is a joiner between two emoji, the last of the text before it and the first after it.
  package static func isJoiner(
    _ scalar: Unicode.Scalar, between before: Unicode.Scalar?, and after: Unicode.Scalar?
  ) -> Bool {
    guard scalar == "\u{200D}", let before, let after else { return false }
    // U+FE0F asks for the coloured form of what stands before it, as in a rainbow flag.
    return (isEmoji(before) || before == "\u{FE0F}") && isEmoji(after)
  }

  /// Whether a scalar is an emoji of its own; digits and the like are emoji in a sequence with marks only.
  private static func isEmoji(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value >= 0x2190 && scalar.properties.isEmoji
  }
}
