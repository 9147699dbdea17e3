public import Alignment
public import Quantities

/// The folds of one model on one data set: what it took to train one, as mean and spread.
public struct ModelFootprint: Sendable {
  public let identity: ModelIdentity
  /// Trained on all cases (fold `all`): no cross-validation, and its Dice is that of training cases.
  public let isAllData: Bool
  /// Every run of the model, in order of fold.
  public let runs: [RunFootprint]

  public init(identity: ModelIdentity, isAllData: Bool, runs: [RunFootprint]) {
    self.identity = identity
    self.isAllData = isAllData
    self.runs = runs
  }

  /// The runs whose training came to its end; means and spreads are over these.
  public var finished: [RunFootprint] { runs.filter(\.run.isFinished) }

  /// Process time per finished fold, superseded attempts left out, in seconds.
  public var seconds: SampleSummary? { SampleSummary(finished.map { $0.run.trainingTime.inSeconds }) }

  /// IT energy per finished fold, superseded attempts left out, in joules; `nil` when any of them was not measured.
  public var energy: SampleSummary? {
    let known = finished.compactMap(\.trainingEnergy)
    return known.count == finished.count ? SampleSummary(known.map(\.joules)) : nil
  }

  /// Different epochs per finished fold.
  public var epochs: SampleSummary? { SampleSummary(finished.map { Double($0.run.usefulEpochs) }) }

  /// The final validation's Dice over folds; `nil` for fold `all`.
  public var dice: SampleSummary? {
    isAllData ? nil : SampleSummary(finished.compactMap { $0.run.dice?.value })
  }

  /// The EMA of the pseudo Dice after the last epoch, over those finished folds whose logs tell it from the first epoch
  /// on; `nil` for fold `all`. An online estimate, not the validation Dice.
  public var pseudoDice: SampleSummary? {
    isAllData ? nil : SampleSummary(finished.compactMap { PseudoDiceCourse($0.run)?.end })
  }

  /// The least coverage of a finished fold.
  public var coverage: Double? { finished.compactMap(\.coverage).min() }

  /// The least trusted provenance in the finished folds' energies; `nil` when nothing is known.
  public var provenance: Provenance? { finished.compactMap(\.provenance).max() }

  /// The components measured in every finished fold.
  public var components: Set<Component> {
    guard let first = finished.first else { return [] }
    return finished.dropFirst().reduce(first.components) { $0.intersection($1.components) }
  }
}
