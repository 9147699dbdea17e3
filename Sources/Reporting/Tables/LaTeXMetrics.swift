import Plotting

/// Widths of text in LaTeX's default fonts, as far as the layout of a table needs them.
///
/// All widths are in points at the 10 pt size. Other text faces (Times, Palatino) are narrower than Computer Modern.
enum LaTeXMetrics {
  /// The space, sign and space of `\,$\pm$\,`.
  static let plusMinus = 7.78 + 2 * 1.67

  /// The width of a text in its styles.
  static func width(of text: RichText, isBold: Bool = false) -> Double {
    text.runs.reduce(0) { $0 + width(of: $1) } * (isBold ? boldFactor : 1)
  }

  /// The width of upright text.
  static func width(of text: String, isBold: Bool = false) -> Double {
    text.reduce(0) { $0 + width(of: $1) } * (isBold ? boldFactor : 1)
  }

  /// The width of text in one style.
  static func width(of run: RichText.Run) -> Double {
    switch run.style {
    case .plain, .emphasis, .quantity: width(of: run.text)
    case .strong: width(of: run.text, isBold: true)
    case .code: Double(run.text.count) * typewriterWidth
    case .subscripted, .superscripted: width(of: run.text) * scriptFactor
    }
  }

  /// `cmtt10`: all characters are 0.525 em wide.
  private static let typewriterWidth = 5.25
  /// `cmbx10` beside `cmr10`: digits 0.575 and 0.5 em.
  private static let boldFactor = 1.15
  /// 7 pt script on 10 pt text, `cmr7` digits 3.99 pt.
  private static let scriptFactor = 0.8

  private static func width(of character: Character) -> Double {
    if let ascii = character.asciiValue, ascii >= 0x20, Int(ascii) - 0x20 < asciiWidths.count {
      return asciiWidths[Int(ascii) - 0x20]
    }
    return switch character {
    case "\u{A0}": 3.33
    case "\u{202F}", "\u{2009}": 1.67
    case "–", "↑", "↓", "µ": 5.8
    default: unusualWidth(of: LaTeXCharacters.source(of: character))
    }
  }

  private static func unusualWidth(of source: String) -> Double {
    let boxes = LaTeXGlyph.count(in: source)
    return boxes > 0 ? Double(boxes) * LaTeXGlyph.width : source == "?" ? 4.72 : 7.78
  }

  /// Widths of the printable ASCII characters in `cmr10.tfm`, from the space on, in points; for those that the font
  /// lacks, of what is printed for them; for `_`, that of the wider sign of `lmr10` in T1.
  private static let asciiWidths: [Double] = [
    3.33, 2.78, 5.00, 8.33, 5.00, 8.33, 7.78, 2.78, 3.89, 3.89, 5.00, 7.78, 2.78, 3.33, 2.78, 5.00,
    5.00, 5.00, 5.00, 5.00, 5.00, 5.00, 5.00, 5.00, 5.00, 5.00, 2.78, 2.78, 7.78, 7.78, 7.78, 4.72,
    7.78, 7.50, 7.08, 7.22, 7.64, 6.81, 6.53, 7.85, 7.50, 3.61, 5.14, 7.78, 6.25, 9.17, 7.50, 7.78,
    6.81, 7.78, 7.36, 5.56, 7.22, 7.50, 7.50, 10.28, 7.50, 7.50, 6.11, 2.78, 5.00, 2.78, 5.00, 7.50,
    5.00, 5.00, 5.56, 4.44, 5.56, 4.44, 3.06, 5.00, 5.56, 2.78, 3.06, 5.28, 2.78, 8.33, 5.56, 5.00,
    5.56, 5.28, 3.92, 3.94, 3.89, 5.56, 5.28, 7.22, 5.28, 5.28, 4.44, 5.00, 2.78, 5.00, 5.00,
  ]
}
