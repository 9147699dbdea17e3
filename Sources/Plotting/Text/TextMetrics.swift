/// Widths and heights of text in Helvetica, which Arial, Nimbus Sans and Liberation Sans share.
enum TextMetrics {
  /// Height of a capital letter, in multiples of the font size (Adobe's Helvetica AFM: CapHeight 718).
  static let capHeight = 0.718
  /// The part above the baseline that letters may fill.
  static let ascent = 0.74
  /// The part below the baseline that letters may fill (AFM: Descender −207).
  static let descent = 0.21
  /// The distance of the baseline below the middle of lower-case text.
  static let middleShift = 0.35

  /// The width of a string in mm at a font size in points.
  static func width(_ text: String, size: Double) -> Double {
    let units = text.unicodeScalars.reduce(0) { $0 + HelveticaWidths.units(of: $1) }
    return Unit.mm(points: Double(units) / 1000 * size)
  }

  /// The width of a text in mm at a font size in points.
  static func width(_ text: FigureText, size: Double) -> Double {
    text.runs.reduce(0) { $0 + width($1.text, size: size * $1.script.scale) }
  }
}
