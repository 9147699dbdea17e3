import Accounting
import ArgumentParser
import Reporting
import StudyFile

/// `fodspor table NAME`: one table of a report.
struct TableCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "table", abstract: "Print one table of a report.",
    usage: """
      fodspor table NAME PATH… [--format FORMAT] [-o FILE]
      fodspor table --list PATH…
      """,
    discussion: """
      NAME is that of a file in a report's tables/: footprint, selection, trainings and so on; --list prints those that \
      the logs give. csv and json have unrounded numbers and all columns, as tables/NAME.csv has; the others are as \
      documents print them.

      Examples:  fodspor table --list /scratch/study
                 fodspor table footprint /scratch/study --format tex -o footprint.tex
                 fodspor table epochs /scratch/study --format csv > epochs.csv
      """)

  /// What is printed.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, md, tex, csv, json, html
  }

  @OptionGroup var options: StudyOptions

  @Flag(name: .long, help: "List the tables that the logs give, with their captions.")
  var list = false

  @Option(name: .long, help: "How to print it: \(Format.allCases.map(\.rawValue).joined(separator: ", ")).")
  var format = Format.text

  @OptionGroup var shown: TableOptions

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The file to write; standard output when left out.", valueName: "file"))
  var output: String?

  func validate() throws {
    if !list, options.paths.count == 1, options.store == nil {
      throw ValidationError("Name a table and at least one folder or file, or a --store; --list prints the tables.")
    }
  }

  func run() async throws {
    var options = options
    let name = list || options.paths.isEmpty ? nil : options.paths.removeFirst()
    let loaded = try await options.load()
    let tables = ReportTables(
      footprint: loaded.footprint, labels: Labels(loaded.file), showsLowCoverage: shown.showLowCoverage,
      stopGain: shown.stopGain?.value ?? EarlyStop.defaultGain)
    let parts = tables.all(embodied: loaded.file.embodied, backTest: loaded.footprint.backTest())
    guard let name else {
      return try OutputFile.write(ReportPart.list(parts.map { ($0.name, $0.title) }, kind: "table"), to: output)
    }
    let part = parts[try ReportPart.find(name, among: parts.map(\.name), kind: "table")]
    try OutputFile.write(text(of: shown.intervals ? part.withIntervals() : part), to: output)
  }

  private func text(of part: ReportTables.Part) -> String {
    let (printed, data) = (FormattedTable(part.printed), FormattedTable(part.data))
    return switch format {
    case .text: TerminalTableRenderer(width: Terminal.width).render(printed)
    case .md: MarkdownTableRenderer().render(printed)
    case .tex: LaTeXTableRenderer(style: shown.venue.tableStyle).render(printed)
    case .html: HTMLTableRenderer().render(printed)
    case .csv: CSVTableRenderer().render(data)
    case .json: JSONTableRenderer().render(data)
    }
  }
}
