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
      fodspor table trackers
      """,
    discussion: """
      NAME is that of a file in a report's tables/: footprint, selection, trainings and so on; --list prints those that \
      the logs give. csv and json have unrounded numbers and all columns, as tables/NAME.csv has; the others are as \
      documents print them. trackers compares programs that track energy; it needs no logs.

      Examples:  fodspor table --list /scratch/study
                 fodspor table footprint /scratch/study --format tex -o footprint.tex
                 fodspor table epochs /scratch/study --format csv > epochs.csv
                 fodspor table factors /scratch/study --by gpu,batch-size --format md
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
    if !list, options.paths.count == 1, options.store == nil, options.paths != [Self.trackers] {
      throw ValidationError("Name a table and at least one folder or file, or a --store; --list prints the tables.")
    }
  }

  /// The table that rests on no log.
  private static let trackers = TrackerComparison.table.name

  func run() async throws {
    if !list, options.paths == [Self.trackers] {
      let data = FormattedTable(TrackerComparison.data)
      return try OutputFile.write(text(of: FormattedTable(TrackerComparison.table), data: data), to: output)
    }
    var options = options
    let name = list || options.paths.isEmpty ? nil : options.paths.removeFirst()
    let loaded = try await options.load()
    let factors = try shown.factors(of: loaded.file)
    if name == "factors", factors.names.isEmpty {
      Terminal.message(
        "the table 'factors' needs --by with attributes of runs, or factors in fodspor.yml; there are "
          + loaded.file.attributeNames.joined(separator: ", "))
      throw ExitStatus.failure
    }
    let tables = ReportTables(
      footprint: loaded.footprint, labels: Labels(loaded.file), showsLowCoverage: shown.showLowCoverage,
      stopGain: shown.stopGain?.value ?? EarlyStop.defaultGain, factors: factors)
    let parts = tables.all(embodied: loaded.file.embodied, backTest: loaded.footprint.backTest())
    guard let name else {
      return try OutputFile.write(ReportPart.list(parts.map { ($0.name, $0.title) }, kind: "table"), to: output)
    }
    let part = parts[try ReportPart.find(name, among: parts.map(\.name), kind: "table")]
    let shownPart = shown.intervals ? part.withIntervals() : part
    try OutputFile.write(
      text(of: FormattedTable(shownPart.printed), data: FormattedTable(shownPart.data)), to: output)
  }

  private func text(of printed: FormattedTable, data: FormattedTable) -> String {
    switch format {
    case .text: TerminalTableRenderer(width: Terminal.width).render(printed)
    case .md: MarkdownTableRenderer().render(printed)
    case .tex: LaTeXTableRenderer(style: shown.venue.tableStyle.withSIunitx(shown.usesSIunitx)).render(printed)
    case .html: HTMLTableRenderer().render(printed)
    case .csv: CSVTableRenderer().render(data)
    case .json: JSONTableRenderer().render(data)
    }
  }
}
