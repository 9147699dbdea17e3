import Accounting
import ArgumentParser
import Reporting

/// `fodspor select`: what the selection cost, and what others would have.
struct SelectCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "select", abstract: "Tell what selecting each data set's model cost, and what other ways would have.",
    discussion: """
      Prints the tables selection, purposes and strategies of a report.

      Example:  fodspor select /scratch/study --stop-gain 0.01
      """)

  @OptionGroup var options: StudyOptions

  @Option(
    name: .long,
    help: ArgumentHelp(
      "A training ends when the moving average of its pseudo Dice would rise by less than this.", valueName: "dice"))
  var stopGain: StopGain?

  @Option(name: .long, help: "How to print it: \(TableFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
  var format = TableFormat.table

  func run() async throws {
    let loaded = try await options.load()
    let tables = ReportTables(
      footprint: loaded.footprint, labels: Labels(loaded.file), stopGain: stopGain?.value ?? EarlyStop.defaultGain)
    let printed = [tables.selectionTable, tables.purposeTable, tables.strategies].filter { !$0.rows.isEmpty }
    let texts = printed.map { format.render($0, width: Terminal.width) }
    Terminal.result(format == .json ? "[\(texts.joined(separator: ","))]" : texts.joined(separator: "\n"))
  }
}
