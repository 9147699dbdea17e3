import Accounting
public import ArgumentParser
public import Plotting
import Reporting

/// `fodspor plot NAME`: one figure of a report.
struct PlotCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot", abstract: "Draw one figure of a report, as large and in the format that a paper needs.",
    usage: """
      fodspor plot NAME PATH… [--format FORMAT] [--width WIDTH] [--font FONT] [-o FILE]
      fodspor plot --list PATH…
      """,
    discussion: """
      NAME is that of a file in a report's figures/: components, pareto, cumulative and so on; --list prints those that \
      the logs give. docs/figures.md tells how to include, size and restyle them.

      Examples:  fodspor plot --list /scratch/study
                 fodspor plot pareto /scratch/study --width ieee -o pareto.svg
                 fodspor plot components /scratch/study --format tikz --width lncs -o components.tikz.tex
      """)

  /// What is written.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case svg, tikz, pdf, csv, txt
  }

  @OptionGroup var options: StudyOptions

  @Flag(name: .long, help: "List the figures that the logs give, with their titles.")
  var list = false

  @Option(
    name: .long,
    help:
      "What is written: svg, tikz for \\input in LaTeX, pdf by rsvg-convert, csv for the data, txt for the description."
  )
  var format = Format.svg

  @Option(name: .long, help: ArgumentHelp("The width: \(FigureWidthArgument.help).", valueName: "width"))
  var width: FigureWidthArgument?

  @Option(name: .long, help: "The letters: \(FigureFont.allCases.map(\.rawValue).joined(separator: ", ")).")
  var font = FigureFont.sans

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The size of titles and names, 7 to 12 points; notes and numbers have one less.", valueName: "pt"))
  var fontSize: Double?

  @Flag(help: "Draw values of which less than half was measured, marked; without it they are left out.")
  var showLowCoverage = false

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The file to write; standard output when left out.", valueName: "file"))
  var output: String?

  func validate() throws {
    if !list, options.paths.count == 1, options.store == nil {
      throw ValidationError("Name a figure and at least one folder or file, or a --store; --list prints the figures.")
    }
    if let fontSize, !(7...12).contains(fontSize) { throw ValidationError("--font-size must be 7 to 12.") }
    if format == .pdf, output == nil, !list { throw ValidationError("--format pdf needs a file: --output FILE.") }
  }

  func run() async throws {
    var options = options
    let name = list || options.paths.isEmpty ? nil : options.paths.removeFirst()
    // Whether it can be made is told before everything is read.
    let converter = format == .pdf && !list ? try PDFConverter() : nil
    let loaded = try await options.load()
    let figures = ReportFigures(
      footprint: loaded.footprint, labels: Labels(loaded.file), showsLowCoverage: showLowCoverage
    ).render(style)
    guard let name else {
      let text = ReportPart.list(figures.map { ($0.rendered.name, $0.rendered.title) }, kind: "figure")
      return try OutputFile.write(text, to: output)
    }
    let index = try ReportPart.find(name, among: figures.map(\.rendered.name), kind: "figure")
    let figure = figures[index].rendered
    switch format {
    case .svg: try OutputFile.write(figure.svg, to: output)
    case .tikz: try OutputFile.write(figure.tikz, to: output)
    case .csv: try OutputFile.write(figure.csv, to: output)
    case .txt: try OutputFile.write(figure.description + "\n", to: output)
    case .pdf:
      guard let converter, let output else { throw ExitStatus.failure }
      try OutputFile.write(converter.pdf(of: figure.svg), to: output)
    }
  }

  private var style: FigureStyle {
    FigureStyle(
      widthMM: width?.millimetres ?? FigureStyle.article.widthMM,
      fontSizePt: fontSize ?? width?.fontSizePt ?? FigureStyle.article.fontSizePt, font: font)
  }
}

extension FigureFont: ExpressibleByArgument {}
