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
      One line per finding: path:line: severity[code] message. docs/diagnostics.md explains the codes. Exit status 1 \
      when there are errors, or warnings with --strict.

      Example:  fodspor check --least warning /scratch/study
      Example:  fodspor check --format sarif /scratch/study > findings.sarif
      """)

  @OptionGroup var options: StudyOptions

  @Flag(help: "Warnings count as errors.")
  var strict = false

  @Option(help: "The least severity to list: info, warning, error.")
  var least = Diagnostic.Severity.info

  /// How findings are printed.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, sarif, csv, md, tex
  }

  @Option(name: .long, help: "How to print it: \(Format.allCases.map(\.rawValue).joined(separator: ", ")).")
  var format = Format.text

  func run() async throws {
    let loaded = try await options.load()
    let listed = loaded.footprint.diagnostics.filter { $0.diagnostic.severity >= least }
    switch format {
    case .text:
      for finding in listed { Terminal.result(DiagnosticText.line(finding)) }
      Terminal.result(DiagnosticText.countsByCode(loaded.footprint.diagnostics))
      Terminal.result(DiagnosticText.counts(loaded.footprint.diagnostics))
    case .json: Terminal.result(FindingList.json(listed, of: loaded.footprint.diagnostics))
    case .sarif: Terminal.result(SARIFLog.json(listed, toolVersion: Fodspor.version))
    case .csv: Terminal.result(table(listed, of: loaded, .csv))
    case .md: Terminal.result(table(listed, of: loaded, .md))
    case .tex: Terminal.result(table(listed, of: loaded, .tex))
    }
    let bound: Diagnostic.Severity = strict ? .warning : .error
    if loaded.footprint.diagnostics.contains(where: { $0.diagnostic.severity >= bound }) {
      throw ExitStatus.inputErrors
    }
  }
}

extension CheckCommand {
  private func table(_ listed: [StudyDiagnostic], of loaded: StudyOptions.Loaded, _ format: TableFormat) -> String {
    let tables = ReportTables(footprint: loaded.footprint, labels: Labels(loaded.file))
    return format.render(tables.diagnostics(listed), width: Terminal.width)
  }
}

extension Diagnostic.Severity: ExpressibleByArgument {}
