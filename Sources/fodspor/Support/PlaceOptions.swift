import Accounting
import ArgumentParser

/// The options that name other places: those of `relocate` and `select`.
struct PlaceOptions: ParsableArguments {
  @Option(
    name: .long, help: ArgumentHelp("Where the runs might have been; several parted by commas.", valueName: "places"))
  var to: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The year of these intensities; without it the latest. An earlier one stands in for a year that is missing.",
      valueName: "year"))
  var year: Int?

  @Option(
    name: .long,
    help: ArgumentHelp("Their PUE: 1.2 for all, or SE=1.1; without it that of the study.", valueName: "pue"))
  var pue: [String] = []

  func validate() throws {
    if let year, !(1990...2100).contains(year) { throw ValidationError("--year takes a year from 1990 to 2100.") }
    // Texts that are no places are told before anything is read.
    do { _ = try PlaceArguments(to: to, year: year, pue: pue) } catch is IntensityLookupError {}
  }

  /// The places; prints why they are none and exits with status 2.
  func relocationOrExit() throws -> Relocation {
    do {
      return try Relocation(to: try PlaceArguments(to: to, year: year, pue: pue).places)
    } catch let error as IntensityLookupError {
      Terminal.message(error.description)
      throw ExitStatus.failure
    }
  }
}
