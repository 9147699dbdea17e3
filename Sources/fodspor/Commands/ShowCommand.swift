import Accounting
import ArgumentParser
import Plotting
import Reporting
import StudyStore

/// `fodspor show RUN`: one run in detail.
struct ShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one run in detail: attempts, evidence, and the timeline of both.",
    discussion: """
      \(RunSelector.help)
      text tells attempts, evidence and parts, svg and tikz draw them over time; csv, json, md and tex are the table of parts.

      Examples:  fodspor show 4410204 /scratch/study
                 fodspor show 4410204 /scratch/study --format svg -o timeline.svg
      """)

  /// What is printed.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, svg, tikz, csv, json, md, tex
  }

  @Argument(help: ArgumentHelp("Which run.", valueName: "run"))
  var run: String

  @OptionGroup var options: StudyOptions

  @Option(name: .long, help: "How to print it: \(Format.allCases.map(\.rawValue).joined(separator: ", ")).")
  var format = Format.text

  @OptionGroup var size: FigureSizeOptions

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The file to write; standard output when left out.", valueName: "file"))
  var output: String?

  func run() async throws {
    let loaded = try await options.load()
    let selected = try RunSelector.selectOrExit(run, in: loaded)
    do {
      try OutputFile.write(text(of: selected, in: loaded), to: output)
    } catch let error as StoreError {
      Terminal.message(error.description)
      throw ExitStatus.failure
    }
  }

  private func text(of selected: [Int], in loaded: StudyOptions.Loaded) throws -> String {
    let labels = Labels(loaded.file)
    switch format {
    case .text:
      return try selected.map { run in
        let timeline = try RunTimeline(loaded.footprint, runs: [run], store: loaded.store)
        return RunDetails(loaded.footprint, run: run, timeline: timeline).text
      }.joined(separator: "\n")
    case .svg, .tikz:
      let timeline = try RunTimeline(loaded.footprint, runs: selected, store: loaded.store)
      let picture = timeline.picture(labels: labels, style: size.style)
      return format == .svg ? picture.svg : picture.tikz
    case .csv, .json, .md, .tex:
      let table = ReportTables(footprint: loaded.footprint, labels: labels).parts(of: selected)
      return (TableFormat(rawValue: format.rawValue) ?? .csv).render(table, width: Terminal.width)
    }
  }
}

/// `fodspor explain RUN[:COLUMN]`: where a number comes from.
struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Tell where a run's numbers come from, down to files and lines.",
    discussion: """
      \(RunSelector.help)
      COLUMN is one of: \(RunExplanation.Column.allCases.map(\.rawValue).joined(separator: ", ")).

      Example:  fodspor explain 4410204:energy /scratch/study
      """)

  @Argument(help: ArgumentHelp("Which run, and which column of it.", valueName: "run[:column]"))
  var target: String

  @OptionGroup var options: StudyOptions

  func run() async throws {
    var name = target
    var column: RunExplanation.Column?
    if let colon = target.lastIndex(of: ":") {
      let word = String(target[target.index(after: colon)...])
      guard let known = RunExplanation.Column(name: word) else {
        throw ValidationError(
          "'\(word)' is no column; there are \(RunExplanation.Column.allCases.map(\.rawValue).joined(separator: ", "))."
        )
      }
      column = known
      name = String(target[..<colon])
    }
    let loaded = try await options.load()
    do {
      for number in try RunSelector.selectOrExit(name, in: loaded) {
        let readings =
          try column == nil || column == .energy
          ? EnergyReadings(loaded.footprint, run: number, store: loaded.store) : nil
        Terminal.result(RunExplanation(loaded.footprint, run: number, column: column, readings: readings).text)
      }
    } catch let error as AccountingError {
      Terminal.message(error.description)
      throw ExitStatus.failure
    }
  }
}

extension RunSelector {
  /// The runs that a word names; prints the nearest and exits with status 2 when there is none.
  static func selectOrExit(_ word: String, in loaded: StudyOptions.Loaded) throws -> [Int] {
    let found = select(word, in: loaded.footprint, labels: Labels(loaded.file))
    guard found.isEmpty else { return found }
    Terminal.message("no run is called '\(word)'; 'fodspor runs' lists them")
    throw ExitStatus.failure
  }
}
