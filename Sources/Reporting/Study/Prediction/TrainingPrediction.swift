public import Accounting
import Quantities

/// One training with what every rule predicts for it.
public struct TrainingPrediction: Sendable {
  /// The training as far as it is looked at.
  public let progress: TrainingProgress
  /// One for each rule, in order of the rules; empty when nothing can be predicted.
  public let forecasts: [TrainingForecast]
  /// Why nothing can be predicted; `nil` when something can.
  public let failure: TrainingForecast.Failure?
  /// What other runs of the study told of the time between epochs and the validation.
  public let past: PastParts
  let basis: AccountingBasis
  /// What the training took in the end, where that is known and only its first epochs are looked at.
  let end: TrainingProgress.Part?

  /// Predicts a training's end.
  ///
  /// - Parameters:
  ///   - training: how far it has come.
  ///   - observed: looks at the first epochs only; `nil` for all.
  ///   - past: what other runs tell.
  ///   - errors: how wrong predictions for other trainings of the study would have been.
  ///   - basis: PUE and carbon intensity.
  public init(
    _ training: TrainingProgress, observed: Int? = nil, past: PastParts, errors: PredictionBackTest,
    basis: AccountingBasis
  ) {
    let isCut = observed.map { $0 < training.epochs.count } ?? false
    progress = isCut ? training.first(observed ?? 0) : training
    end = isCut ? training.whole : nil
    self.past = past
    self.basis = basis
    var found: [TrainingForecast] = []
    var failure: TrainingForecast.Failure?
    for predictor in EpochPredictor.allCases {
      do throws(TrainingForecast.Failure) {
        found.append(try TrainingForecast(progress, by: predictor, past: past).calibrated(by: errors))
      } catch {
        failure = failure ?? error
      }
    }
    forecasts = found
    self.failure = found.isEmpty ? failure : nil
  }

  /// The forecast that counts unless another rule is asked for.
  public var preferred: TrainingForecast? { forecasts.first { $0.predictor == .preferred } }

  /// The training is over, and what is shown is what it took.
  public var isOver: Bool { progress.state == .finished && progress.planned == progress.epochs.count }

  /// Why nothing is predicted, and what to do, as one sentence without a full stop; `nil` when something is.
  public var problem: String? {
    switch failure {
    case nil: nil
    case .noEpoch: "no epoch is complete; a prediction needs one, and an interval three"
    case .noTime: "none of \(count(progress.epochs.count, "completed epoch")) has a usable time"
    case .plannedUnknown: "the log does not tell how many epochs are planned; say --epochs N"
    case .moreThanPlanned(let done, let planned):
      "\(done) epochs are complete, more than the \(planned) planned; say --epochs N"
    }
  }

  /// When the training will end by the clock of its log: the last epoch's end and what remains. A change to or from
  /// daylight saving time until then is not seen.
  func finish(_ remainingSeconds: Double) -> WallTime? {
    guard let from = progress.lastEnd, remainingSeconds.magnitude < 1e9 else { return nil }
    let end = from.advanced(by: .seconds(remainingSeconds)).nanoseconds
    // Whole seconds: nobody can tell more.
    return WallTime(nanoseconds: end - ((end % 1_000_000_000) + 1_000_000_000) % 1_000_000_000)
  }

  func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
