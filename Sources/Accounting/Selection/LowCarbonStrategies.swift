import Quantities

/// Where and when a selection might have run instead, with the same energy.
public struct LowCarbonStrategies: Sendable {
  /// The places; `nil` for none.
  public var places: Relocation?
  /// The latest start after the real one, at least 0; it takes a series of carbon intensities. `nil` for none.
  public var latestStart: Duration?

  /// The time between two starts that are tried.
  static let step = Duration.seconds(3600)

  /// Makes the choices.
  public init(places: Relocation? = nil, latestStart: Duration? = nil) {
    self.places = places
    self.latestStart = latestStart
  }

  /// The strategies for a data set: a place each, and the best hours.
  ///
  /// - Parameters:
  ///   - dataset: a data set of the study.
  ///   - basis: the study's rates.
  /// - Returns: none where the data set's energy is not known; without the hours where no series covers all trainings.
  public func strategies(for dataset: SelectionFootprint, basis: AccountingBasis) -> [SelectionStrategy] {
    guard let executed = dataset.strategies().first, let energy = executed.energy else { return [] }
    let own = basis.together(dataset.runs.flatMap(\.attempts))
    var found: [SelectionStrategy] = []
    for place in places?.places ?? [] {
      var strategy = executed
      strategy.kind = .elsewhere(place)
      strategy.emissions = places?.amounts(energy, by: own, at: place).carbon
      strategy.hasComparableEmissions = places?.isComparable(with: own.intensity) ?? true
      found.append(strategy)
    }
    if let latestStart, let series = basis.series, let emissions = bestHours(dataset, series, latestStart) {
      var strategy = executed
      strategy.kind = .later(latestStart)
      strategy.emissions = emissions
      found.append(strategy)
    }
    return found
  }

  /// The least emissions when each run begins at the best of the hours that it may; `nil` where the series does not cover
  /// a run as it was, or another site's intensity counts for it.
  private func bestHours(_ dataset: SelectionFootprint, _ series: SourcedSeries, _ latest: Duration) -> CarbonMass? {
    let count = Int((latest / Self.step + 1e-9).rounded(.down))
    guard count > 0 else { return nil }
    let delays = (0...count).map { Self.step * Double($0) }
    var masses: [CarbonMass] = []
    for run in dataset.runs {
      var work: [(course: EnergyCourse, pue: PowerUsageEffectiveness)] = []
      for attempt in run.attempts where attempt.energy != nil {
        guard let rates = attempt.rates, let course = rates.course else { return nil }
        if !course.stretches.isEmpty { work.append((course, rates.pue.value)) }
      }
      guard !work.isEmpty else { continue }
      let shift = TimeShift(of: work, along: series.curve, by: delays)
      guard shift.points.first?.carbon != nil, let best = shift.best?.carbon else { return nil }
      masses.append(best)
    }
    return masses.isEmpty ? nil : masses.compensatedSum()
  }
}
