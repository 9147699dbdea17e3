/// Widths and heights of text, by which figures are laid out before anyone knows which font they will be set in.
///
/// An SVG file is set in Helvetica or Times, or in a font of their widths; TikZ in the document's font, by default
/// Computer Modern. A text's width here is the greatest that any of these gives it, so that both pictures have one layout.
/// Layouts pass the font of their style; without it a text is measured as sans serif. A document in a wider font still
/// has no overlaps, since ``TikZWriter`` sets texts narrower that do not fit.
enum TextMetrics {
  /// Height of a capital letter, in multiples of the font size (Adobe's Helvetica AFM: CapHeight 718).
  static let capHeight = 0.718
  /// The part above the baseline that letters may fill; accents of capitals may stand higher.
  static let ascent = 0.74
  /// The part below the baseline that letters may fill (AFM: Descender −207).
  static let descent = 0.21
  /// The distance of the baseline below the middle of lower-case text.
  static let middleShift = 0.35

  /// The width of a string in mm at a font size in points.
  static func width(_ text: String, size: Double, font: FigureFont = .sans) -> Double {
    let units = font.faces.map { $0.units(of: text) }.max() ?? 0
    return Unit.mm(points: Double(units) / 1000 * size)
  }

  /// The width of a text in mm at a font size in points.
  static func width(_ text: FigureText, size: Double, font: FigureFont = .sans) -> Double {
    let widths = font.faces.map { face in
      text.runs.reduce(0) { $0 + Double(face.units(of: $1.text)) * $1.script.scale }
    }
    return Unit.mm(points: (widths.max() ?? 0) / 1000 * size)
  }
}

extension FigureFont {
  /// The fonts that the letters may be set in.
  var faces: [FontFace] {
    switch self {
    case .sans: [.helvetica, .latinModernSans]
    case .serif: [.times, .latinModernRoman]
    }
  }

  /// Height of a capital letter, in multiples of the font size; of Times, 0.662 by Adobe's AFM, and of Computer Modern
  /// Roman, 0.683.
  var capHeight: Double { self == .sans ? TextMetrics.capHeight : 0.672 }
  /// The part above the baseline that letters may fill; of Computer Modern Roman, 0.694 (`cmr10.tfm`, height of `b`).
  var ascent: Double { self == .sans ? TextMetrics.ascent : 0.7 }
  /// The part below the baseline that letters may fill; Times has 0.217 by Adobe's AFM.
  var descent: Double { self == .sans ? TextMetrics.descent : 0.217 }
  /// The distance of the baseline below the middle of lower-case text.
  var middleShift: Double { self == .sans ? TextMetrics.middleShift : 0.32 }
}
