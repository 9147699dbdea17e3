import ArgumentParser
import LogFormats
import LogScanning
import Reporting
import StudyFile

/// `fodspor inspect FILE…`: what the parser reads in single files.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "Show what is read in single files.",
    discussion: """
      With --format json, one JSON object a line and file; docs/inspect.md documents the keys, which stay stable.

      Example:  fodspor inspect --format json traces/*.csv
      """)

  @Argument(help: "The files.")
  var files: [String]

  /// How an inspection is printed.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Option(help: "How to print it: text, json.")
  var format = Format.text

  @Option(
    name: .long,
    help: ArgumentHelp(
      "A study file, of which traces is used: to see what its declarations make of a file.", valueName: "file"))
  var study: String?

  func run() throws {
    let declarations = try study.map { try StudyDeclarations(studyFile: $0) }
    var read = 0
    var hasErrors = false
    for path in files {
      let columns = TraceColumns()
      do {
        let file = try LogFileReader.read(
          path: path, samples: columns, declaration: declarations?.declaration(ofFile: path))
        switch format {
        case .json: Terminal.result(InspectionJSON.line(path: path, file: file, columns: columns))
        case .text: Terminal.result(InspectionText.text(path: path, file: file, columns: columns))
        }
        read += 1
        if file.content.diagnostics.contains(where: { $0.severity == .error }) { hasErrors = true }
      } catch {
        Terminal.message(error.description)
        hasErrors = true
      }
    }
    if read == 0 { throw ExitStatus.failure }
    if hasErrors { throw ExitStatus.inputErrors }
  }
}
