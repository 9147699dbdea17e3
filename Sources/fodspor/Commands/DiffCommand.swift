import ArgumentParser
import Reporting

/// `fodspor diff A B`: what two reports differ in.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Compare two reports number by number, choices and constants first.",
    discussion: """
      A and B are folders of reports, or JSON files of their data folders, or tables that were printed with --format json.

      Exit status: 0 numbers, choices and constants are the same; 1 they differ; 2 they cannot be compared.

      Example:  fodspor diff appendix-2024 appendix-2025 --relative-tolerance 0.001
      """)

  /// How the differences are printed.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, md, json
  }

  @Argument(help: ArgumentHelp("The older report.", valueName: "a"))
  var old: String

  @Argument(help: ArgumentHelp("The newer report.", valueName: "b"))
  var new: String

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Numbers that differ by at most this share of the greater one count as equal, as in 0.001.", valueName: "share"))
  var relativeTolerance = 0.0

  @Option(name: .long, help: "How to print it: \(Format.allCases.map(\.rawValue).joined(separator: ", ")).")
  var format = Format.text

  @Option(name: .long, help: ArgumentHelp("How many changes of a kind are listed as text.", valueName: "count"))
  var limit = 50

  func validate() throws {
    guard relativeTolerance >= 0, relativeTolerance <= 1 else {
      throw ValidationError("--relative-tolerance is a share from 0 to 1.")
    }
  }

  func run() throws {
    let difference: ReportDifference
    do {
      difference = try ReportDifference(
        ReportNumbers(reading: old), ReportNumbers(reading: new), tolerance: relativeTolerance)
    } catch {
      Terminal.message(error.description)
      throw ExitStatus.failure
    }
    let text = DifferenceText(difference, limit: limit)
    switch format {
    case .text: Terminal.result(text.text(width: Terminal.width))
    case .md: Terminal.result(text.markdown)
    case .json: Terminal.result(DifferenceJSON.text(difference))
    }
    if !difference.isEmpty { throw ExitStatus.inputErrors }
  }
}
