/// The widths of columns and of text that venues' styles have, for figures that fit without being scaled.
///
/// Those of LaTeX classes were measured by compiling them (`\columnwidth` and `\textwidth`, TeX Live 2022) and are cut off
/// to a twentieth of a millimetre, so that no box is overfull.
public enum FigureWidth: String, Sendable, Hashable, CaseIterable {
  /// LaTeX's `article` at 10 pt, 345 pt.
  case article
  /// Springer's `llncs`, which MICCAI uses: 347.12 pt.
  case lncs
  /// One column of `IEEEtran`, 252 pt.
  case ieee
  /// Both columns of `IEEEtran`, 516 pt.
  case ieeeText = "ieee-text"
  /// NeurIPS and ICLR, 397.5 pt.
  case neurips
  /// One column of ICML, AISTATS and UAI, 3.25 in.
  case icml
  /// Both columns of ICML, AISTATS and UAI, 6.75 in.
  case icmlText = "icml-text"
  /// One column of the Nature journals, by their guide to authors.
  case nature
  /// Both columns of the Nature journals.
  case natureText = "nature-text"
  /// One column of Elsevier's `elsarticle` with `5p`, 252 pt.
  case elsevier
  /// Both columns of Elsevier's `elsarticle` with `5p`, 522 pt.
  case elsevierText = "elsevier-text"
  /// Proceedings of Machine Learning Research, which MIDL uses: 6 in.
  case pmlr

  /// The width in mm.
  public var millimetres: Double {
    switch self {
    case .article: 121.25
    case .lncs: 122
    case .ieee, .elsevier: 88.55
    case .ieeeText: 181.35
    case .neurips: 139.7
    case .icml: 82.55
    case .icmlText: 171.45
    case .nature: 89
    case .natureText: 183
    case .elsevierText: 183.45
    case .pmlr: 152.4
    }
  }

  /// The usual size of the figure's letters in points: journals of the Nature family want 5 to 7.
  public var fontSizePt: Double {
    switch self {
    case .nature, .natureText: 7
    default: 8
    }
  }
}
