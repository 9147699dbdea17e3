public import Plotting

/// Where a paper is to appear: the document class, and the sizes that its tables and figures must suit.
///
/// Sizes of classes were measured by compiling them (TeX Live 2022); the others are the venues' own, by their style files or
/// guides to authors, set up with `geometry`, since their style files are not part of TeX distributions. All of them have
/// captions above tables and below figures.
public enum Venue: String, Sendable, Hashable, CaseIterable {
  /// LaTeX's `article` at 10 pt, as for appendices on arXiv.
  case article
  /// Springer's Lecture Notes in Computer Science, which MICCAI uses.
  case lncs
  /// IEEE transactions, two columns.
  case ieee
  /// NeurIPS and ICLR: 5.5 in by 9 in.
  case neurips
  /// ICML, AISTATS and UAI: two columns of 3.25 in, 9 in high.
  case icml
  /// The Nature journals: 183 mm by 247 mm; figures of one column's 89 mm.
  case nature
  /// Elsevier's journals in two columns (`5p`), such as Medical Image Analysis.
  case elsevier
  /// Proceedings of Machine Learning Research, which MIDL uses: 6 in wide.
  case pmlr

  /// The lines that begin a document, up to and with the class and what sets its sizes.
  var documentClass: (name: String, options: String?, geometry: String?) {
    switch self {
    case .article: ("article", nil, nil)
    case .lncs: ("llncs", nil, nil)
    case .ieee: ("IEEEtran", "journal", nil)
    case .neurips: ("article", nil, "letterpaper,textwidth=5.5in,textheight=9in")
    case .icml: ("article", "twocolumn", "letterpaper,textwidth=6.75in,textheight=9in,columnsep=0.25in")
    case .nature: ("article", nil, "a4paper,textwidth=183mm,textheight=247mm")
    case .elsevier: ("elsarticle", "5p,twocolumn", nil)
    case .pmlr: ("article", nil, "letterpaper,textwidth=6in,textheight=8.5in")
    }
  }

  /// Whether pages have two columns; tables then span both, since their names and numbers need the room.
  public var hasTwoColumns: Bool {
    switch self {
    case .ieee, .icml, .elsevier: true
    case .article, .lncs, .neurips, .nature, .pmlr: false
    }
  }

  /// What tables must suit.
  public var tableStyle: LaTeXTableStyle {
    switch self {
    case .article, .lncs: .standard
    case .ieee: .bothColumns
    case .neurips: LaTeXTableStyle(textWidth: 397, textHeight: 650)
    case .icml: LaTeXTableStyle(textWidth: 487, textHeight: 650, spansColumns: true, longTableRows: nil)
    case .nature: LaTeXTableStyle(textWidth: 520, textHeight: 702)
    case .elsevier: LaTeXTableStyle(textWidth: 522, textHeight: 682, spansColumns: true, longTableRows: nil)
    case .pmlr: LaTeXTableStyle(textWidth: 433, textHeight: 614)
    }
  }

  /// The width and the letters of figures: those of one column.
  public var figureStyle: FigureStyle {
    let width: FigureWidth =
      switch self {
      case .article: .article
      case .lncs: .lncs
      case .ieee: .ieee
      case .neurips: .neurips
      case .icml: .icml
      case .nature: .nature
      case .elsevier: .elsevier
      case .pmlr: .pmlr
      }
    return FigureStyle(widthMM: width.millimetres, fontSizePt: width.fontSizePt)
  }
}
