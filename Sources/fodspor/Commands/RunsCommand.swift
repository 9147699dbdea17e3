public import ArgumentParser
public import Reporting

/// `fodspor runs`: all runs with their attempts.
struct RunsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "List the runs and their attempts, with what they took.")

  @OptionGroup var options: StudyOptions

  @Option(name: .long, help: "How to print it: \(TableFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
  var format = TableFormat.table

  func run() async throws {
    let loaded = try await options.load()
    let tables = ReportTables(footprint: loaded.footprint, labels: Labels(loaded.file))
    Terminal.result(format.render(tables.attempts, width: Terminal.width))
  }
}

extension TableFormat: ExpressibleByArgument {}
