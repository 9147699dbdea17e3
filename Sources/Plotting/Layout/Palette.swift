/// Colours that people with any colour vision can tell apart (Okabe and Ito 2008), and their redundant codes.
enum Palette {
  static let blue = Color(0x0072B2)
  static let vermilion = Color(0xD55E00)
  static let green = Color(0x009E73)
  static let purple = Color(0xCC79A7)
  static let orange = Color(0xE69F00)
  static let sky = Color(0x56B4E9)
  static let black = Color(0x000000)

  /// The colours for lines and marks, in order of use. Yellow (`F0E442`) is left out: it vanishes on white paper.
  static let series = [blue, vermilion, green, purple, orange, sky, black]

  /// How many series are drawn together: each has a colour and line style of its own.
  static let distinctSeries = series.count * 4

  /// The colour of the n-th series.
  static func color(_ index: Int) -> Color { element(series, index) ?? black }

  /// The line style of the n-th series: it changes with the colour, so that lines differ in grey as well.
  static func lineStyle(_ index: Int) -> LineStyle {
    element(LineStyle.allCases, max(0, index) % series.count + max(0, index) / series.count) ?? .solid
  }

  /// The mark of the n-th series.
  static func marker(_ index: Int) -> MarkerShape { element(MarkerShape.series, index) ?? .circle }

  private static func element<Item>(_ items: [Item], _ index: Int) -> Item? {
    items.isEmpty ? nil : items[max(0, index) % items.count]
  }
}
