/// What a LaTeX table must suit: the width of the text, and what the document class allows.
public struct LaTeXTableStyle: Sendable, Hashable {
  /// The width in points that the table may take.
  public var textWidth: Double
  /// The height in points of the text on a page, which no float may exceed.
  public var textHeight: Double
  /// Whether the table spans both columns of a two-column page (`table*`).
  public var spansColumns: Bool
  /// Where the float may stand, as LaTeX's letters.
  public var placement: String
  /// Tables with more lines of rows become a `longtable`, which breaks over pages; `nil` for never, as in two-column
  /// classes.
  public var longTableRows: Int?
  /// Whether numbers stand in `S` columns of the package `siunitx`, version 3, and units in its `\unit`.
  public var usesSIunitx = false

  /// Makes a style; the default fits both `article` at 10 pt (345 pt by 550 pt) and `llncs`
  /// (347 pt by 549 pt).
  public init(
    textWidth: Double = 345, textHeight: Double = 549, spansColumns: Bool = false, placement: String? = nil,
    longTableRows: Int? = 40
  ) {
    self.textWidth = textWidth
    self.textHeight = textHeight
    self.spansColumns = spansColumns
    // Floats over both columns cannot stand where they are named.
    self.placement = placement ?? (spansColumns ? "tbp" : "htbp")
    self.longTableRows = longTableRows
  }

  /// The same with numbers and units left to `siunitx`, or not.
  public func withSIunitx(_ usesSIunitx: Bool) -> LaTeXTableStyle {
    var style = self
    style.usesSIunitx = usesSIunitx
    return style
  }

  /// `article` at 10 pt and Springer's `llncs`.
  public static let standard = LaTeXTableStyle()

  /// One column of a two-column page, such as `IEEEtran`'s 252 pt by 696 pt.
  public static let column = LaTeXTableStyle(textWidth: 252, textHeight: 696, longTableRows: nil)

  /// Both columns of a two-column page, such as `IEEEtran`'s 516 pt by 696 pt.
  public static let bothColumns = LaTeXTableStyle(
    textWidth: 516, textHeight: 696, spansColumns: true, longTableRows: nil)
}

/// A size of type for tables.
///
/// Sizes are set in points, as `\footnotesize` is 9 pt in `llncs` and grows with the options of other classes.
enum LaTeXFontSize {
  /// 9 pt.
  case small
  /// 8 pt.
  case footnotesize
  /// 7 pt.
  case scriptsize

  /// The command that selects the size.
  var command: String {
    switch self {
    case .small: "\\fontsize{9}{11}\\selectfont"
    case .footnotesize: "\\fontsize{8}{9.5}\\selectfont"
    case .scriptsize: "\\fontsize{7}{8.5}\\selectfont"
    }
  }

  /// The distance of lines in points.
  var baseline: Double {
    switch self {
    case .small: 11
    case .footnotesize: 9.5
    case .scriptsize: 8.5
    }
  }

  /// The width of text beside the same text at 10 pt: digits of `cmr9`, `cmr8` and `cmr7` beside `cmr10`.
  var factor: Double {
    switch self {
    case .small: 0.925
    case .footnotesize: 0.85
    case .scriptsize: 0.797
    }
  }
}
