import ArgumentParser
import Plotting

/// The width of a figure on the command line: a length as in `80mm`, or what a venue's columns have.
struct FigureWidthArgument: ExpressibleByArgument {
  /// The width in mm, 60 to 400.
  let millimetres: Double
  /// The font size that the venue wants, in points.
  let fontSizePt: Double

  /// What is accepted, for help and messages.
  static var help: String {
    "a length from 60mm to 400mm in mm, cm, in or pt, or "
      + FigureWidth.allCases.map(\.rawValue).joined(separator: ", ")
  }

  /// TeX's points are 1/72.27 inch.
  private static let units: [(name: String, millimetres: Double)] = [
    ("mm", 1), ("cm", 10), ("in", 25.4), ("pt", 25.4 / 72.27),
  ]

  init?(argument: String) {
    if let venue = FigureWidth(rawValue: argument) {
      millimetres = venue.millimetres
      fontSizePt = venue.fontSizePt
      return
    }
    guard let unit = Self.units.first(where: { argument.hasSuffix($0.name) }),
      let number = Double(String(argument.dropLast(unit.name.count))), (60...400).contains(number * unit.millimetres)
    else { return nil }
    millimetres = number * unit.millimetres
    fontSizePt = FigureStyle.article.fontSizePt
  }
}
