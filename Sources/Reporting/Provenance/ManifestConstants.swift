import Accounting
import Alignment
import LogFormats
import Quantities
import StudyFile

/// The numbers of a report that no log tells, each with its source.
enum ManifestConstants {
  /// Those of the basis first, then those of sites, hardware and the program, in a fixed order.
  static func of(_ footprint: StudyFootprint, file: StudyFile) -> [ReportManifest.Constant] {
    let basis = footprint.basis
    return [
      pue("pue", basis.pue), intensity("carbon_intensity", basis.intensity),
      .init(
        name: "car", value: basis.car.gramsPerKilometre, unit: "g/km", source: basis.car.source, year: basis.car.year,
        place: nil, edition: basis.car.cycle, license: nil, origin: "program"),
    ] + StudyRateConstants.of(footprint) + places(basis) + file.embodied.flatMap(embodied) + boards(footprint) + program
  }

  /// A PUE with its source.
  static func pue(_ name: String, _ pue: SourcedPUE, place: String? = nil) -> ReportManifest.Constant {
    .init(
      name: name, value: pue.value.ratio, unit: nil, source: pue.source, year: pue.year, place: place, edition: nil,
      license: nil, origin: pue.kind.rawValue)
  }

  /// A carbon intensity with its source.
  static func intensity(_ name: String, _ intensity: SourcedIntensity) -> ReportManifest.Constant {
    .init(
      name: name, value: intensity.value.gramsPerKilowattHour, unit: "g/kWh", source: intensity.source,
      year: intensity.year, place: intensity.place, edition: intensity.edition, license: intensity.license,
      origin: intensity.kind.rawValue, emissions: intensity.boundary?.rawValue)
  }

  /// Other places with which the report compares, by their order in the study file.
  private static func places(_ basis: AccountingBasis) -> [ReportManifest.Constant] {
    basis.places.enumerated().map { intensity("place_\($0.offset + 1)_carbon_intensity", $0.element) }
  }

  /// What the study file says of hardware's embodied emissions.
  private static func embodied(_ choice: EmbodiedChoice) -> [ReportManifest.Constant] {
    func stated(_ key: String, _ value: Double, _ unit: String?) -> ReportManifest.Constant {
      .init(
        name: "embodied_\(choice.name)\(key)", value: value, unit: unit, source: choice.source, year: nil, place: nil,
        edition: nil, license: nil, origin: "studyFile")
    }
    return [
      stated("", choice.mass.kilograms, "kg/\(choice.unit.rawValue)"),
      stated("_lifetime", choice.lifetime.inSeconds / 3600, "h"), stated("_share", choice.share, nil),
    ]
  }

  /// The power limits of the boards in the study, by which its energies were checked.
  private static func boards(_ footprint: StudyFootprint) -> [ReportManifest.Constant] {
    let devices = Set(
      footprint.runs.flatMap(\.attempts).flatMap(\.components).filter { $0.component == .gpu }.flatMap(\.devices))
    let known = Dictionary(
      devices.compactMap { BoardLimit.entry(ofBoard: $0) }.map { ($0.model, $0.limit) },
      uniquingKeysWith: { first, _ in first })
    return known.sorted { $0.key < $1.key }.map { model, limit in
      constant(
        "board_limit_\(model)", limit.watts, "W",
        "NVIDIA's data sheets: default limit of the most powerful board of the name")
    }
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
