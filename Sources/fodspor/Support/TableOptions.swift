public import ArgumentParser
public import Reporting
import StudyFile

/// What stands in tables and how: the options that `report` and `table` share.
struct TableOptions: ParsableArguments {
  @Flag(help: "Give values of which less than half was measured, marked; without it they are left out.")
  var showLowCoverage = false

  @Flag(help: "Print numbers in tables with their expanded uncertainties (95 %), where these are known.")
  var intervals = false

  @Flag(
    name: .customLong("siunitx"),
    help: "Leave numbers and units in LaTeX to the package siunitx, version 3: S columns, \\unit and \\qty.")
  var usesSIunitx = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Where the paper is to appear, for the sizes of LaTeX tables and of a report's figures: "
        + "\(Venue.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "venue"))
  var venue = Venue.article

  @Option(
    name: .long,
    help: ArgumentHelp(
      "In the table of strategies, a training ends when the moving average of its pseudo Dice would rise by less than this.",
      valueName: "dice"))
  var stopGain: StopGain?

  @Option(
    name: [.customLong("factors"), .customLong("by")],
    help: ArgumentHelp(
      "Attributes of runs that the table 'factors' has its rows by, as in gpu,batch-size; goes before factors in "
        + "fodspor.yml, whose attributes may be named, too. Logs tell: "
        + "\(RunAttribute.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "names"))
  var factors: FactorNames?

  /// The attributes that are named, checked against those that runs have; ends the command with status 2 when one is none.
  func factors(of file: StudyFile) throws -> RunFactors {
    do { return try RunFactors(factors?.names, file: file) } catch {
      Terminal.message(error.description)
      throw ExitStatus.failure
    }
  }
}

extension Venue: ExpressibleByArgument {}

/// Names of attributes with commas between them.
struct FactorNames: ExpressibleByArgument {
  let names: [String]

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    names = parts.map { String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
    guard names.allSatisfy({ !$0.isEmpty }) else { return nil }
  }
}
