/// The kind of letters of a figure.
public enum FigureFont: String, Sendable, Hashable, CaseIterable {
  /// Helvetica and the fonts that share its widths; in LaTeX the document's sans serif.
  case sans
  /// Times and the fonts that share its widths; in LaTeX the document's roman.
  case serif

  /// Font families in order of preference, as CSS writes them.
  public var cssFamily: String {
    switch self {
    case .sans: "Helvetica, Arial, \"Nimbus Sans\", sans-serif"
    case .serif: "Times, \"Times New Roman\", \"Nimbus Roman\", serif"
    }
  }

  /// What switches to the letters in LaTeX.
  public var latexCommand: String {
    switch self {
    case .sans: "\\sffamily"
    case .serif: "\\rmfamily"
    }
  }
}
