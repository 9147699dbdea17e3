/// The size and the letters of a figure, as a venue wants them.
public struct FigureStyle: Sendable, Hashable {
  /// The width in mm, 60 to 400.
  public let widthMM: Double
  /// The size of titles and names in points, 7 to 12; tick labels and notes are one point smaller.
  public let fontSizePt: Double
  /// The kind of letters.
  public let font: FigureFont

  /// Makes a style; sizes outside their range are set to its nearer end.
  public init(widthMM: Double, fontSizePt: Double = 8, font: FigureFont = .sans) {
    self.widthMM = widthMM.isFinite ? min(max(widthMM, 60), 400) : 121.3
    self.fontSizePt = fontSizePt.isFinite ? min(max(fontSizePt, 7), 12) : 8
    self.font = font
  }

  /// Text width of LaTeX's `article` at 10 pt: 345 pt.
  public static let article = FigureStyle(widthMM: 121.25)
  /// Text width of Springer's `llncs`, which MICCAI uses: 347.12 pt.
  public static let lncs = FigureStyle(widthMM: 122.0)
  /// One column of `IEEEtran`: 252 pt.
  public static let ieeeColumn = FigureStyle(widthMM: 88.57)
  /// Text width of NeurIPS and ICLR: 397.5 pt.
  public static let neurips = FigureStyle(widthMM: 139.7)
  /// One column of the Nature journals.
  public static let nature = FigureStyle(widthMM: 89, fontSizePt: 7)
  /// Both columns of the Nature journals.
  public static let natureWide = FigureStyle(widthMM: 183, fontSizePt: 7)

  /// The size of tick labels, legends and notes in points.
  var smallSize: Double { fontSizePt - 1 }
  /// The normal font size in mm.
  var em: Double { Unit.mm(points: fontSizePt) }
  /// The small font size in mm.
  var smallEm: Double { Unit.mm(points: smallSize) }
  /// How far down plot areas may reach, in mm; axes, legends and notes follow. A figure must fit on a page with its
  /// caption: the text of LaTeX's `article` is 194 mm high, that of A4 journals about 240 mm.
  static let tallest = 175.0
  /// White space around the figure in mm.
  var margin: Double { 1 }
}
