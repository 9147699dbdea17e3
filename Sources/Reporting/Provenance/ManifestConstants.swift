import Accounting
import Alignment
import LogFormats
import Quantities

/// The numbers of a report that no log tells, each with its source.
enum ManifestConstants {
  /// Those of the basis first, then those of the program, in a fixed order.
  static func of(_ basis: AccountingBasis) -> [ReportManifest.Constant] {
    [
      .init(
        name: "pue", value: basis.pue.value.ratio, unit: nil, source: basis.pue.source, year: basis.pue.year,
        place: nil,
        edition: nil, license: nil, origin: basis.pue.kind.rawValue),
      .init(
        name: "carbon_intensity", value: basis.intensity.value.gramsPerKilowattHour, unit: "g/kWh",
        source: basis.intensity.source, year: basis.intensity.year, place: basis.intensity.place,
        edition: basis.intensity.edition, license: basis.intensity.license, origin: basis.intensity.kind.rawValue),
      .init(
        name: "car", value: basis.car.gramsPerKilometre, unit: "g/km", source: basis.car.source, year: basis.car.year,
        place: nil, edition: basis.car.cycle, license: nil, origin: "program"),
    ] + program
  }

  /// Those that are built into the program.
  private static var program: [ReportManifest.Constant] {
    let limits = Component.allCases.map { component in
      constant(
        "greatest_power_\(component.rawValue)", SampleChecks.greatestWatts(of: component), "W",
        "bound of this program: no device of the kind draws more; such readings are left out")
    }
    return [
      constant(
        "shortest_gap", SamplingProfile.shortestGap, "s", "this program; a gap is also at least 3 median intervals long"
      ),
      constant(
        "board_averaging_window", BoardSensor.window.inSeconds, "s",
        "Yang, Adamek, Armour, SC24, arXiv 2312.02741: Ampere (not GA100), Ada Lovelace, Hopper", year: 2024),
      constant("ema_weight", 0.9, nil, "nnU-Net's moving average of the pseudo Dice"),
      constant("coverage_mark", 0.95, nil, "this program: values below it are marked"),
      constant("coverage_headline", 0.5, nil, "this program: below it no headline is given"),
    ] + limits
  }

  private static func constant(
    _ name: String, _ value: Double, _ unit: String?, _ source: String, year: Int? = nil
  ) -> ReportManifest.Constant {
    .init(
      name: name, value: value, unit: unit, source: source, year: year, place: nil, edition: nil, license: nil,
      origin: "program")
  }
}
