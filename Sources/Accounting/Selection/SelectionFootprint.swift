import Alignment
import LogFormats
public import Quantities

/// What it cost to arrive at a data set's model: everything that was executed, and the share that trained the model.
public struct SelectionFootprint: Sendable {
  /// What energy was spent on, each joule in exactly one of these.
  public enum Purpose: String, Sendable, Hashable, CaseIterable {
    /// Useful epochs of runs that finished.
    case useful
    /// Epochs that were trained again later, after a resume from an older checkpoint.
    case redone
    /// Everything of attempts that a fresh start threw away, of runs that finished in the end.
    case discarded
    /// Epochs that were never completed, of runs that finished in the end.
    case aborted
    /// Everything of runs that never finished.
    case failed
    /// Start-up, time between epochs, checkpoints there, idle.
    case overhead
    /// Final validations, validation-only starts included.
    case validation
  }

  /// The purposes that gave nothing that is in any trained model.
  public static let wasted: [Purpose] = [.redone, .discarded, .aborted, .failed]

  public let dataset: String?
  /// The models tried, in order of identity.
  public let models: [ModelFootprint]
  public let energyByPurpose: [Purpose: Energy]
  /// The final model or ensemble; `nil` when there is none to choose.
  public let final: FinalChoice?
  /// The final footprint: the IT energy of useful epochs and final validations of the finished folds of the final model,
  /// or of all members of a final ensemble, and of the first stage of a final cascade.
  public let finalEnergy: Energy?
  /// How many folds a whole cross-validation has.
  public let folds: FoldCount
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

  /// The selection factor S = E(selection) / E(final): how many times the final model was paid for.
  ///
  /// E(selection) is the sum over all configurations, folds and attempts, finished, failed, cancelled and resumed. To
  /// tell selecting and training apart is the matter of Selvan et al. (MICCAI 2022, arXiv 2203.02202); the ratio is ours.
  public var factor: Double? {
    guard let energy, let finalEnergy, finalEnergy.joules > 0 else { return nil }
    return energy / finalEnergy
  }

  /// The IT energy of what gave nothing: ``wasted``.
  public var waste: Energy { Self.wasted.compactMap { energyByPurpose[$0] }.compensatedSum() }

  /// The waste share W = E(redone, discarded, aborted, failed) / E(selection), 0 to 1.
  public var wasteShare: Double? { share(of: waste) }

  /// The share of final validations in everything, 0 to 1; those of failed and discarded trainings count there.
  public var validationShare: Double? { share(of: energyByPurpose[.validation] ?? .zero) }

  private func share(of part: Energy) -> Double? {
    guard let energy, energy.joules > 0 else { return nil }
    return part / energy
  }
}

extension SelectionFootprint {
  /// Sums up a data set's models.
  ///
  /// - Parameters:
  ///   - models: every model tried on the data set.
  ///   - declared: whether a model is the one that the study file names; `nil` when it names none.
  ///   - recorded: what nnU-Net recorded to have chosen, and in which file.
  ///   - folds: how many folds a whole cross-validation has, as far as files tell.
  init(
    dataset: String?, models: [ModelFootprint], declared: ((ModelIdentity) -> Bool)?,
    recorded: (models: [NNUNetModel], path: String)? = nil, folds: FoldCount = .nnunetDefault
  ) {
    self.dataset = dataset
    self.folds = folds.covering(models)
    self.models = models
    var energies: [Purpose: [Energy]] = [:]
    var unmeasured = 0
    for footprint in models.flatMap(\.runs) {
      let isFinished = footprint.run.isFinished
      for (attempt, measured) in zip(footprint.run.attempts, footprint.attempts) {
        if measured.energy == nil { unmeasured += 1 }
        for (place, part) in attempt.parts.enumerated() {
          guard let energy = measured.energy(ofPart: place) else { continue }
          let purpose = Self.purpose(of: part.kind, attempt: attempt, finished: isFinished)
          energies[purpose, default: []].append(energy)
        }
      }
    }
    energyByPurpose = energies.mapValues { $0.compensatedSum() }
    unmeasuredAttempts = unmeasured
    final = FinalChoice(among: models, declared: declared, recorded: recorded)
    finalEnergy = final.flatMap { choice in
      let known = choice.all.flatMap { models[$0].finished }.flatMap {
        [$0.trainingEnergy(of: .usefulEpoch), $0.trainingEnergy(of: .finalValidation)].compactMap(\.self)
      }
      return known.isEmpty ? nil : known.compensatedSum()
    }
  }

  private static func purpose(of kind: PartKind, attempt: Attempt, finished: Bool) -> Purpose {
    guard finished else { return .failed }
    guard !attempt.discardedByFreshStart else { return .discarded }
    switch kind {
    case .usefulEpoch: return .useful
    case .redoneEpoch: return .redone
    case .abortedEpoch: return .aborted
    case .finalValidation: return .validation
    case .startUp, .betweenEpochs, .checkpointing, .idle: return .overhead
    }
  }
}
