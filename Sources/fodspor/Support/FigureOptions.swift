public import ArgumentParser
import Foundation
import Plotting

/// How large a figure is and which letters it has.
struct FigureSizeOptions: ParsableArguments {
  @Option(
    name: .long, help: ArgumentHelp("A figure's width: \(FigureWidthArgument.help).", valueName: "width"))
  var width: FigureWidthArgument?

  @Option(
    name: .long, help: "A figure's letters: \(FigureFont.allCases.map(\.rawValue).joined(separator: ", ")).")
  var font = FigureFont.sans

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The size of titles and names, 7 to 12 points; notes and numbers have one less.", valueName: "pt"))
  var fontSize: Double?

  func validate() throws {
    if let fontSize, !(7...12).contains(fontSize) { throw ValidationError("--font-size must be 7 to 12.") }
  }

  /// The style; without options that of LaTeX's `article`.
  var style: FigureStyle {
    FigureStyle(
      widthMM: width?.millimetres ?? FigureStyle.article.widthMM,
      fontSizePt: fontSize ?? width?.fontSizePt ?? FigureStyle.article.fontSizePt, font: font)
  }
}

/// What of a figure is written.
enum FigureFormat: String, CaseIterable, ExpressibleByArgument {
  case svg, tikz, pdf, csv, txt

  /// What each is, for help.
  static let help = "svg, tikz for \\input in LaTeX, pdf by rsvg-convert, csv for the data, txt for the description"

  /// Refuses what cannot be written to a terminal.
  func validate(output: String?) throws {
    if self == .pdf, output == nil { throw ValidationError("--format pdf needs a file: --output FILE.") }
  }

  /// What makes PDF, told to be missing before everything is read; `nil` for other formats.
  func converter() throws -> PDFConverter? { self == .pdf ? try PDFConverter() : nil }

  /// Writes a figure to a file, or to standard output.
  func write(_ figure: RenderedFigure, by converter: PDFConverter?, to output: String?) throws {
    switch self {
    case .svg: try OutputFile.write(figure.svg, to: output)
    case .tikz: try OutputFile.write(figure.tikz, to: output)
    case .csv: try OutputFile.write(figure.csv, to: output)
    case .txt: try OutputFile.write(figure.description + "\n", to: output)
    case .pdf:
      guard let converter, let output else { throw ExitStatus.failure }
      try OutputFile.write(converter.pdf(of: figure.svg), to: output)
    }
  }
}

extension FigureFont: ExpressibleByArgument {}
