import Accounting
import ArgumentParser
import Plotting
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
      NAME is one of these, or that of a file in a report's figures/; --list prints those that the logs give.

      \(names)

      docs/gallery.md shows them, docs/figures.md tells how to include, size and restyle them.

      Examples:  fodspor plot --list /scratch/study
                 fodspor plot pareto /scratch/study --width ieee -o pareto.svg
                 fodspor plot components /scratch/study --format tikz --width lncs -o components.tikz.tex
                 fodspor plot places /scratch/study --to NO,FR,DE,PL --year 2024 --format pdf -o places.pdf
      """)

  /// All names with what they show, in two columns.
  private static var names: String {
    let width = FigureKind.allCases.map(\.rawValue.count).max() ?? 0
    return FigureKind.allCases.map { kind in
      "  " + kind.rawValue + String(repeating: " ", count: width - kind.rawValue.count + 2) + kind.subject
    }.joined(separator: "\n")
  }

  @OptionGroup var options: StudyOptions

  @Flag(name: .long, help: "List the figures that the logs give, with their titles.")
  var list = false

  @Option(name: .long, help: "What is written: \(FigureFormat.help).")
  var format = FigureFormat.svg

  @OptionGroup var size: FigureSizeOptions

  @OptionGroup var elsewhere: PlaceOptions

  @Flag(help: "Draw values of which less than half was measured, marked; without it they are left out.")
  var showLowCoverage = false

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The file to write; standard output when left out.", valueName: "file"))
  var output: String?

  func validate() throws {
    if !list, options.paths.count == 1, options.store == nil {
      throw ValidationError("Name a figure and at least one folder or file, or a --store; --list prints the figures.")
    }
    if !list { try format.validate(output: output) }
  }

  func run() async throws {
    var options = options
    let name = list || options.paths.isEmpty ? nil : options.paths.removeFirst()
    // Whether it can be made is told before everything is read.
    let converter = list ? nil : try format.converter()
    let relocation = elsewhere.to.isEmpty ? nil : try elsewhere.relocationOrExit()
    let loaded = try await options.load()
    let figures = ReportFigures(
      footprint: loaded.footprint, labels: Labels(loaded.file), showsLowCoverage: showLowCoverage
    ).render(size.style, elsewhere: relocation)
    guard let name else {
      let text = ReportPart.list(figures.map { ($0.rendered.name, $0.rendered.title) }, kind: "figure")
      return try OutputFile.write(text, to: output)
    }
    let index = try ReportPart.find(
      name, among: figures.map(\.rendered.name), kind: "figure", need: FigureKind(figure: name)?.need)
    try format.write(figures[index].rendered, by: converter, to: output)
  }
}
