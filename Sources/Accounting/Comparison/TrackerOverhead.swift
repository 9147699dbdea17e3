import Alignment
import LogFormats
import Quantities

/// What a tracker adds to time and energy: trainings with one against the same trainings without.
public struct TrackerOverhead: Sendable {
  /// Two trainings of one configuration and fold, of which one had a tracker.
  public struct Pair: Sendable {
    /// Places in the runs that were compared.
    public let with: Int
    /// Places in the runs that were compared.
    public let without: Int
    /// (with − without) ÷ without of the time that made the model; `nil` when that took no time.
    public let time: Double?
    /// The same of the IT energy; `nil` unless both were measured, on the same components and by no tracker.
    public let energy: Double?
  }

  /// In order of the run with a tracker.
  public let pairs: [Pair]

  /// Finds the pairs among runs.
  ///
  /// Runs are compared when data set, plans, configuration, fold and number of useful epochs are the same, both came to
  /// their end, and exactly one has a tracker and exactly one has none; the trainers may differ, since trackers are
  /// often built into one.
  ///
  /// - Parameters:
  ///   - runs: the runs.
  ///   - hasTracker: whether a tracker ran beside a run.
  public init(_ runs: [RunFootprint], hasTracker: (RunFootprint) -> Bool) {
    struct Key: Hashable {
      let dataset, plans, configuration: String?
      let fold: Fold?
      let epochs: Int
    }
    let finished = runs.indices.filter { runs[$0].run.isFinished && runs[$0].run.identity.fold != nil }
    let grouped = Dictionary(grouping: finished) { place in
      let run = runs[place].run
      return Key(
        dataset: run.identity.dataset, plans: run.identity.plans, configuration: run.identity.configuration,
        fold: run.identity.fold, epochs: run.usefulEpochs)
    }
    pairs = grouped.values.compactMap { places -> Pair? in
      let tracked = places.filter { hasTracker(runs[$0]) }
      let alone = places.filter { !tracked.contains($0) }
      guard tracked.count == 1, alone.count == 1, let with = tracked.first, let without = alone.first else {
        return nil
      }
      return Pair(
        with: with, without: without,
        time: Self.change(runs[with].run.trainingTime.inSeconds, runs[without].run.trainingTime.inSeconds),
        energy: Self.areComparable(runs[with], runs[without])
          ? Self.change(runs[with].trainingEnergy?.joules, runs[without].trainingEnergy?.joules) : nil)
    }.sorted { $0.with < $1.with }
  }

  private static func change(_ with: Double?, _ without: Double?) -> Double? {
    guard let with, let without, without > 0 else { return nil }
    return with / without - 1
  }

  /// A tracker's own numbers against a trace's would show how they measure, not what the tracker takes.
  private static func areComparable(_ with: RunFootprint, _ without: RunFootprint) -> Bool {
    with.components == without.components && with.provenance == .measured && without.provenance == .measured
  }
}
