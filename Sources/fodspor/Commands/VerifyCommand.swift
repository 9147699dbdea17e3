import ArgumentParser
import Reporting

/// `fodspor verify MANIFEST`: whether a report can be made again.
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Make a report again from its manifest, and say what differs.",
    discussion: """
      Reads the inputs that data/manifest.json of a report lists, with the choices that stand in it, computes the report \
      anew in memory, and compares hashes, constants, files and every number. Nothing is written.

      Exit status: 0 everything agrees; 1 something differs; 2 it cannot be verified.

      Example:  fodspor verify appendix/data/manifest.json --inputs /scratch/study
      """)

  /// How the result is printed.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, json
  }

  @Argument(help: ArgumentHelp("The manifest, or the folder of the report.", valueName: "manifest"))
  var manifest: String

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The folder that the inputs' paths begin in. Without it they are looked for here and near the report.",
      valueName: "dir"))
  var inputs: String?

  @Option(
    name: .long,
    help: ArgumentHelp("The folder of templates, for a report that was made with --templates.", valueName: "dir"))
  var templates: String?

  @Flag(help: "Read inputs, and files of the report, that are links out of their folder, too.")
  var followLinks = false

  @Option(name: .long, help: "How to print it: \(Format.allCases.map(\.rawValue).joined(separator: ", ")).")
  var format = Format.text

  @Option(name: .long, help: ArgumentHelp("How many changes of a kind are listed as text.", valueName: "count"))
  var limit = 50

  func run() async throws {
    let progress = ProgressLine()
    let found: ReportVerification
    do {
      found = try await ReportVerification.verify(
        manifest, inputs: inputs, templates: templates, followsLinks: followLinks, version: Fodspor.version,
        progress: { progress.update($0) })
    } catch {
      progress.end()
      Terminal.message(error.description)
      throw ExitStatus.failure
    }
    progress.end()
    let text = VerificationText(found)
    Terminal.result(format == .json ? text.json : text.text(width: Terminal.width, limit: limit))
    if !found.agrees { throw ExitStatus.inputErrors }
  }
}
