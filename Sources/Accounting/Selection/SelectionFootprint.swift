import Alignment
public import Quantities

/// What it cost to arrive at a data set's model: everything that was executed, and the share that trained the model.
public struct SelectionFootprint: Sendable {
  /// What energy was spent on, each joule in exactly one of these.
  public enum Purpose: String, Sendable, Hashable, CaseIterable {
    /// Useful epochs of runs that finished.
    case useful
    /// Epochs that were trained again later, and everything of attempts that a fresh start threw away.
    case redone
    /// Epochs that were never completed, of runs that finished in the end.
    case aborted
    /// Everything of runs that never finished.
    case failed
    /// Start-up, time between epochs, checkpoints there, idle.
    case overhead
    /// Final validations, validation-only starts included.
    case validation
  }

  /// How the final model is known.
  public enum Choice: Sendable, Hashable {
    /// The study file names it.
    case declared
    /// The best mean validation Dice over folds, among models with at least half as many finished folds as the most
    /// complete one; an assumption.
    case bestDice
  }

  public let dataset: String?
  /// The models tried, in order of identity.
  public let models: [ModelFootprint]
  public let energyByPurpose: [Purpose: Energy]
  /// The final model's place in `models`; `nil` when there is none to choose.
  public let final: (model: Int, choice: Choice)?
  /// The IT energy of useful epochs and final validations of the final model's finished folds.
  public let finalEnergy: Energy?
  /// Attempts with nothing measured; they are in no energy here.
  public let unmeasuredAttempts: Int

  /// The share of all attempts' time in which the least covered component was measured, 0 to 1; `nil` when the data
  /// set's attempts have no length.
  public var coverage: Double? { runs.coverage }

  /// All runs of the data set.
  public var runs: [RunFootprint] { models.flatMap(\.runs) }

  /// Process starts.
  public var attempts: Int { runs.reduce(0) { $0 + $1.run.attempts.count } }

  /// The IT energy of everything that was executed and measured; `nil` when nothing was.
  public var energy: Energy? {
    energyByPurpose.isEmpty ? nil : Purpose.allCases.compactMap { energyByPurpose[$0] }.compensatedSum()
  }

  /// Selection over final footprint: how many times the final model was paid for.
  public var factor: Double? {
    guard let energy, let finalEnergy, finalEnergy.joules > 0 else { return nil }
    return energy / finalEnergy
  }

  /// The share of redone, aborted and failed work in everything.
  public var wasteShare: Double? {
    guard let energy, energy.joules > 0 else { return nil }
    let waste = [Purpose.redone, .aborted, .failed].compactMap { energyByPurpose[$0] }.compensatedSum()
    return waste / energy
  }
}

extension SelectionFootprint {
  /// Sums up a data set's models.
  ///
  /// - Parameters:
  ///   - models: every model tried on the data set.
  ///   - declared: whether a model is the one that the study file names; `nil` when it names none.
  init(dataset: String?, models: [ModelFootprint], declared: ((ModelIdentity) -> Bool)?) {
    self.dataset = dataset
    self.models = models
    var energies: [Purpose: [Energy]] = [:]
    var unmeasured = 0
    for footprint in models.flatMap(\.runs) {
      for (attempt, measured) in zip(footprint.run.attempts, footprint.attempts) {
        if measured.energy == nil { unmeasured += 1 }
        for (place, part) in attempt.parts.enumerated() {
          guard let energy = measured.energy(ofPart: place) else { continue }
          let purpose = Self.purpose(of: part.kind, attempt: attempt, finished: footprint.run.isFinished)
          energies[purpose, default: []].append(energy)
        }
      }
    }
    energyByPurpose = energies.mapValues { $0.compensatedSum() }
    unmeasuredAttempts = unmeasured
    final = Self.choose(among: models, declared: declared)
    finalEnergy = final.flatMap { choice in
      let known = models[choice.model].finished.flatMap {
        [$0.trainingEnergy(of: .usefulEpoch), $0.trainingEnergy(of: .finalValidation)].compactMap(\.self)
      }
      return known.isEmpty ? nil : known.compensatedSum()
    }
  }

  private static func purpose(of kind: PartKind, attempt: Attempt, finished: Bool) -> Purpose {
    guard finished else { return .failed }
    guard !attempt.discardedByFreshStart else { return .redone }
    switch kind {
    case .usefulEpoch: return .useful
    case .redoneEpoch: return .redone
    case .abortedEpoch: return .aborted
    case .finalValidation: return .validation
    case .startUp, .betweenEpochs, .checkpointing, .idle: return .overhead
    }
  }

  private static func choose(
    among models: [ModelFootprint], declared: ((ModelIdentity) -> Bool)?
  ) -> (model: Int, choice: Choice)? {
    if let declared {
      let matching = models.indices.filter { declared(models[$0].identity) }
      // A model trained on all cases is final only where no cross-validated one is meant.
      if let place = matching.first(where: { !models[$0].isAllData }) ?? matching.first { return (place, .declared) }
    }
    let candidates = models.indices.filter { models[$0].dice != nil }
    let mostFolds = candidates.map { models[$0].finished.count }.max() ?? 0
    let complete = candidates.filter { 2 * models[$0].finished.count >= mostFolds }
    // Of equals the first in order, which is the simpler one: 2d before 3d.
    var best: Int?
    for place in complete {
      guard let dice = models[place].dice?.mean else { continue }
      if dice > (best.flatMap { models[$0].dice?.mean } ?? -1) { best = place }
    }
    return best.map { ($0, .bestDice) }
  }
}
