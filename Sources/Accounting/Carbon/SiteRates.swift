import Alignment
import Quantities
public import StudyFile

/// What holds for the trainings of some folders instead of the study's PUE and carbon intensity.
public struct SiteRates: Sendable, Hashable {
  /// The site's name; `nil` when it has none.
  public let name: String?
  /// The training logs.
  public let paths: [Glob]
  /// The site's PUE by year; empty when the study's holds.
  public let pue: [PUEChoice]
  /// The site's carbon intensity; `nil` when the study's holds.
  public let intensity: SourcedIntensity?
  /// The site's series, whose source is `intensity`; `nil` when it is one value.
  public let series: SourcedSeries?

  /// Makes a site's rates.
  public init(
    name: String? = nil, paths: [Glob], pue: [PUEChoice] = [], intensity: SourcedIntensity? = nil,
    series: SourcedSeries? = nil
  ) {
    self.name = name
    self.paths = paths
    self.pue = pue
    self.intensity = intensity
    self.series = series
  }
}

/// The PUE and the carbon intensity by which one training was accounted for.
public struct AppliedRates: Sendable, Hashable {
  /// The PUE of its site in its year.
  public var pue: SourcedPUE
  /// The carbon intensity; of a series the mean weighted with the training's energy, 0 where that is not covered.
  public var intensity: SourcedIntensity
  /// The training's emissions by a series, before PUE; `nil` when the intensity is one value.
  public var emissions: SeriesEmissions?
  /// How the energy was spent over time; `nil` when the intensity is one value.
  public var course: EnergyCourse?

  /// Makes rates without a series.
  public init(pue: SourcedPUE, intensity: SourcedIntensity) {
    self.pue = pue
    self.intensity = intensity
  }
}

extension AccountingBasis {
  /// The rates of a training, by its log's path beside the study file and the year of its start.
  func rates(ofLog path: String, year: Int) -> (rates: AppliedRates, series: SourcedSeries?) {
    let site = sites.first { site in site.paths.contains { $0.matches(path) } }
    let own = site?.pue.holding(in: year) ?? yearlyPUE.holding(in: year)
    let rates = AppliedRates(
      pue: own.map { SourcedPUE($0, site: site?.name) } ?? pue, intensity: site?.intensity ?? intensity)
    return (rates, site?.intensity == nil ? series : site?.series)
  }

  /// The basis whose PUE and intensity give what the trainings' own rates give together.
  ///
  /// Where all have the same rates it has these, and else means: of the PUE by IT energy, of the intensity by facility
  /// energy. Trainings without energy do not count.
  public func together(_ attempts: [AttemptFootprint]) -> AccountingBasis {
    let known = attempts.compactMap { attempt in attempt.energy.flatMap { energy in attempt.rates.map { (energy, $0) } }
    }
    guard let first = known.first?.1 else { return self }
    var basis = self
    let isOnePUE = known.allSatisfy { $0.1.pue == first.pue }
    basis.pue = first.pue
    let energies = known.map(\.0)
    let total = energies.compensatedSum()
    let facility = known.map { $0.0 * $0.1.pue.value }.compensatedSum()
    if !isOnePUE {
      let ratio = total.joules > 0 ? facility / total : first.pue.value.ratio
      let sources = Self.listed(known.map(\.1.pue.source))
      basis.pue = SourcedPUE(
        value: PowerUsageEffectiveness(ratio) ?? first.pue.value, source: "mean by energy of: " + sources,
        kind: .studyFile)
    }
    basis.intensity = first.intensity
    if !known.allSatisfy({ $0.1.intensity == first.intensity && $0.1.emissions == nil }), known.count > 1 {
      let carbon = known.map { energy, rates in energy * rates.pue.value * rates.intensity.value }.compensatedSum()
      let grams =
        facility.joules > 0 ? carbon.grams / facility.kilowattHours : first.intensity.value.gramsPerKilowattHour
      let places = Set(known.map(\.1.intensity.place))
      basis.intensity = SourcedIntensity(
        value: .gramsPerKilowattHour(grams), place: places.count == 1 ? first.intensity.place : nil,
        iso3: places.count == 1 ? first.intensity.iso3 : nil,
        source: Self.listed(known.map { $0.1.intensity.edition ?? $0.1.intensity.source }),
        kind: known.contains { $0.1.emissions != nil } ? .series : first.intensity.kind,
        boundary: known.lazy.compactMap(\.1.intensity.boundary).first)
    }
    return basis
  }

  /// The basis of what trained one fold of a model: of finished folds, without superseded attempts.
  public func together(of model: ModelFootprint) -> AccountingBasis {
    together(
      model.finished.flatMap { run in zip(run.run.attempts, run.attempts).filter { !$0.0.isSuperseded }.map(\.1) })
  }

  private static func listed(_ names: [String]) -> String {
    var seen: [String] = []
    for name in names where !seen.contains(name) { seen.append(name) }
    return seen.joined(separator: "; ")
  }
}
