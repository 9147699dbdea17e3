import ArgumentParser
import Reporting

/// `fodspor show RUN`: one run in detail.
struct ShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one run in detail: attempts, parts, evidence and epochs.",
    discussion: "\(RunSelector.help)\n\nExample:  fodspor show 4410204 /scratch/study")

  @Argument(help: ArgumentHelp("Which run.", valueName: "run"))
  var run: String

  @OptionGroup var options: StudyOptions

  func run() async throws {
    let loaded = try await options.load()
    let selected = try RunSelector.selectOrExit(run, in: loaded)
    for number in selected { Terminal.result(RunDetails(loaded.footprint, run: number).text) }
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
      guard let known = RunExplanation.Column(rawValue: word) else {
        throw ValidationError(
          "'\(word)' is no column; there are \(RunExplanation.Column.allCases.map(\.rawValue).joined(separator: ", "))."
        )
      }
      column = known
      name = String(target[..<colon])
    }
    let loaded = try await options.load()
    for number in try RunSelector.selectOrExit(name, in: loaded) {
      Terminal.result(RunExplanation(loaded.footprint, run: number, column: column).text)
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
