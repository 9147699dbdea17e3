import Accounting
import ArgumentParser
import Reporting

/// `fodspor select`: what the selection cost, and what others would have.
struct SelectCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "select", abstract: "Tell what selecting each data set's model cost, and what other ways would have.",
    discussion: """
      Prints the tables selection, purposes and strategies of a report.

      --to prices the same selection on other grids, with places as in 'fodspor relocate'. --later prices it with each run \
      begun at its best hour; it needs a series of carbon intensities in the study file.

      Examples:  fodspor select /scratch/study --stop-gain 0.01
                 fodspor select /scratch/study --to SE,PL --year 2024 --later 48
      """)

  @OptionGroup var options: StudyOptions

  @Option(
    name: .long,
    help: ArgumentHelp(
      "A training ends when the moving average of its pseudo Dice would rise by less than this.", valueName: "dice"))
  var stopGain: StopGain?

  @OptionGroup var elsewhere: PlaceOptions

  @Option(
    name: .long,
    help: ArgumentHelp("Starts up to so many hours later, with a series of carbon intensities.", valueName: "hours"))
  var later = 24.0

  @Flag(help: "Print numbers with their expanded uncertainties (95 %), where these are known.")
  var intervals = false

  @Option(name: .long, help: "How to print it: \(TableFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
  var format = TableFormat.table

  func validate() throws {
    if !(later >= 0 && later <= 8784) { throw ValidationError("--later takes hours, up to those of a year.") }
  }

  func run() async throws {
    let places = try elsewhere.relocationOrExit()
    let loaded = try await options.load()
    let tables = ReportTables(
      footprint: loaded.footprint, labels: Labels(loaded.file), stopGain: stopGain?.value ?? EarlyStop.defaultGain,
      lowCarbon: LowCarbonStrategies(places: places, latestStart: .seconds(later * 3600)))
    let printed = [tables.selectionTable, tables.purposeTable, tables.strategies].filter { !$0.rows.isEmpty }
    let texts = printed.map { format.render(intervals ? $0.withIntervals() : $0, width: Terminal.width) }
    Terminal.result(format == .json ? "[\(texts.joined(separator: ","))]" : texts.joined(separator: "\n"))
  }
}
