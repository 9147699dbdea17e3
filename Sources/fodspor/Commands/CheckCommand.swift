import Accounting
import Alignment
public import ArgumentParser
public import LogFormats
import Reporting

/// `fodspor check`: everything that was found about the input.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "List what was found about the logs, and say by the exit status if it is grave.",
    discussion: """
      Exit status 1 when there are errors, or warnings with --strict. docs/diagnostics.md explains the codes.

      Example:  fodspor check --least warning /scratch/study
      """)

  @OptionGroup var options: StudyOptions

  @Flag(help: "Warnings count as errors.")
  var strict = false

  @Option(help: "The least severity to list: info, warning, error.")
  var least = Diagnostic.Severity.info

  @Option(name: .long, help: "How to print it: \(TableFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
  var format = TableFormat.table

  func run() async throws {
    let loaded = try await options.load()
    let listed = loaded.footprint.diagnostics.filter { $0.diagnostic.severity >= least }
    if format == .table {
      for finding in listed { Terminal.result(DiagnosticText.line(finding)) }
      Terminal.result(DiagnosticText.countsByCode(loaded.footprint.diagnostics))
      Terminal.result(DiagnosticText.counts(loaded.footprint.diagnostics))
    } else {
      let tables = ReportTables(footprint: loaded.footprint, labels: Labels(loaded.file))
      Terminal.result(format.render(tables.diagnostics(listed), width: Terminal.width))
    }
    let bound: Diagnostic.Severity = strict ? .warning : .error
    if loaded.footprint.diagnostics.contains(where: { $0.diagnostic.severity >= bound }) {
      throw ExitStatus.inputErrors
    }
  }
}

extension Diagnostic.Severity: ExpressibleByArgument {}
