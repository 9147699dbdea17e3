/// The widths of a font's letters.
struct FontFace: Sendable {
  /// Letters that follow each other in Unicode.
  struct Block: Sendable {
    /// The first letter.
    let first: Int
    /// The advance widths in thousandths of the font size.
    let widths: [Int16]

    init(_ first: Int, _ widths: [Int16]) {
      self.first = first
      self.widths = widths
    }
  }

  /// ASCII first, as it is looked up most.
  let blocks: [Block]

  /// The width of a line of text in thousandths of the font size, without kerning.
  func units(of text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + units(of: $1) } }

  /// The width of a letter in thousandths of the font size; one that the font lacks has that of the font which will
  /// stand in for it.
  func units(of scalar: Unicode.Scalar) -> Int {
    let value = Int(scalar.value)
    for block in blocks where block.widths.indices.contains(value - block.first) {
      return Int(block.widths[value - block.first])
    }
    return Self.substituteUnits(of: scalar)
  }

  /// Marks take no room; Chinese, Japanese, Korean and all that is not known take an em; emoji take what Noto Color Emoji
  /// has (2550 of 2048), which is more than the others.
  private static func substituteUnits(of scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: 0
    default: (0x1F000...0x1FAFF).contains(scalar.value) ? 1245 : 1000
    }
  }
}
