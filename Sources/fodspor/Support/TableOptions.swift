public import ArgumentParser
public import Reporting

/// What stands in tables and how: the options that `report` and `table` share.
struct TableOptions: ParsableArguments {
  @Flag(help: "Give values of which less than half was measured, marked; without it they are left out.")
  var showLowCoverage = false

  @Flag(help: "Print numbers in tables with their expanded uncertainties (95 %), where these are known.")
  var intervals = false

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
}

extension Venue: ExpressibleByArgument {}
