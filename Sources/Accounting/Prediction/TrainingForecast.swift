import LogFormats
import Quantities

/// What a training will have taken at its end, by one rule.
public struct TrainingForecast: Sendable {
  /// The rule.
  public let predictor: EpochPredictor
  /// The epochs that the prediction rests on.
  public let observed: Int
  /// The epochs of the whole training.
  public let planned: Int
  /// The time of all epochs, those seen included, in seconds.
  public private(set) var epochTime: PredictedAmount
  /// The IT energy of all epochs in joules; `nil` when none was measured. Epochs without a value count as the rule's level.
  public private(set) var epochEnergy: PredictedAmount?
  /// The time from the last epoch seen to the end of the log, in seconds.
  public private(set) var remainingTime: PredictedAmount
  /// From the first line of the log to its last, in seconds.
  public private(set) var totalTime: PredictedAmount
  /// The IT energy of the same in joules; of epochs alone where nothing else was measured, see ``energyIsOfEpochs``.
  public private(set) var totalEnergy: PredictedAmount?
  /// ``totalEnergy`` is that of epochs: start-up, what lies between epochs, or the validation were not measured.
  public let energyIsOfEpochs: Bool
  /// ``totalTime`` is that of epochs: by carbontracker's rule, and where only a tracker's log is there.
  public let isOfEpochs: Bool
  /// The final validation is in the times, as past runs of the model tell.
  public let includesValidation: Bool

  /// The finished trainings whose errors the time's interval is made of; `nil` when it is that of ``EpochSpread``.
  public private(set) var calibratedBy: Int?

  /// What is spent already: by all, and by the epochs seen alone; in seconds and joules.
  private let spent: (seconds: Double, epochSeconds: Double, joules: Double, epochJoules: Double)

  /// Why nothing can be predicted.
  public enum Failure: Error, Sendable, Hashable {
    /// The log has no completed epoch.
    case noEpoch
    /// No completed epoch has a usable time.
    case noTime
    /// Nobody tells how many epochs the training has.
    case plannedUnknown
    /// More epochs were completed than planned.
    case moreThanPlanned(done: Int, planned: Int)
  }

  /// Predicts the end of a training.
  ///
  /// What lies between epochs is taken from the training itself, else from past runs; the final validation from past
  /// runs. Both are left out where nothing tells, and so is carbontracker's rule without them: it has epochs only.
  public init(_ progress: TrainingProgress, by predictor: EpochPredictor, past: PastParts = .none) throws(Failure) {
    guard let planned = progress.planned else { throw .plannedUnknown }
    let seen = progress.epochs.count
    guard seen > 0 else { throw .noEpoch }
    guard seen <= planned else { throw .moreThanPlanned(done: seen, planned: planned) }
    self.predictor = predictor
    self.planned = planned
    func sum(_ values: [Double]) -> Double { values.filter { $0.isFinite && $0 >= 0 }.compensatedSum() }
    let epochJoules = sum(progress.energies)
    spent = (
      progress.spentSeconds, sum(progress.times), progress.spentEnergy?.joules ?? epochJoules, epochJoules
    )
    observed = seen
    let remaining = planned - seen
    guard let time = Self.epochs(progress.times, of: progress, by: predictor, remaining: remaining) else {
      throw .noTime
    }
    epochTime = time.total
    let isDone = progress.state == .finished && remaining == 0
    let usesParts = predictor != .carbontracker && !isDone
    let gaps = Double(remaining)
    var rest = time.rest
    var isMeasured = progress.spentEnergy != nil
    let energy = Self.epochs(progress.energies, of: progress, by: predictor, remaining: remaining)
    var restEnergy = energy?.rest
    let between = progress.between?.seconds ?? past.betweenSeconds.predicted()?.value
    let betweenJoules = progress.between?.energy?.joules ?? past.betweenJoules.predicted()?.value
    if usesParts, remaining > 0 {
      if let between { rest = rest.adding(known: between * gaps) }
      if let betweenJoules {
        restEnergy = restEnergy?.adding(known: betweenJoules * gaps)
      } else if between ?? 0 > 0 {
        isMeasured = false
      }
    }
    let validation = usesParts ? past.validationSeconds.predicted() : nil
    if let validation {
      rest = Self.sum(rest, validation)
      if let joules = past.validationJoules.predicted() {
        restEnergy = restEnergy.map { Self.sum($0, joules) }
      } else if validation.value > 0 {
        isMeasured = false
      }
    }
    includesValidation = validation != nil
    isOfEpochs = predictor == .carbontracker || progress.model == nil
    if isDone, let whole = progress.whole {
      remainingTime = PredictedAmount(max(0, whole.seconds - progress.spentSeconds)) ?? rest
      totalTime = PredictedAmount(whole.seconds) ?? time.total
    } else {
      remainingTime = rest
      totalTime = predictor == .carbontracker ? time.total : rest.adding(known: progress.spentSeconds)
    }
    epochEnergy = energy?.total
    if isDone, let whole = progress.whole?.energy {
      totalEnergy = PredictedAmount(whole.joules)
      energyIsOfEpochs = false
    } else if predictor != .carbontracker, isMeasured, let spent = progress.spentEnergy {
      totalEnergy = restEnergy?.adding(known: spent.joules)
      energyIsOfEpochs = false
    } else {
      totalEnergy = energy?.total
      energyIsOfEpochs = true
    }
  }

  /// The forecast with intervals made of the errors of finished trainings where there are enough of them.
  ///
  /// The intervals of ``EpochSpread`` hold if the pace stays as it is; in real trainings it often changes. What other
  /// trainings of the study did after as many epochs tells how much, on the condition that this one is of their kind.
  /// Nothing changes when there are fewer than ``PredictionBackTest/Errors/minimumForCalibration``, or nothing remains.
  public func calibrated(by test: PredictionBackTest) -> TrainingForecast {
    guard observed < planned else { return self }
    func half(_ target: PredictionBackTest.Target, _ amount: PredictedAmount?) -> Double? {
      guard let amount else { return nil }
      return test.errors(of: target, by: predictor, after: observed)?.calibratedShare.map { $0 * amount.value }
    }
    var result = self
    if let half = half(.epochTime, epochTime) {
      result.epochTime = epochTime.with(halfWidth: half, least: spent.epochSeconds)
    }
    if let half = half(.epochEnergy, epochEnergy) {
      result.epochEnergy = epochEnergy?.with(halfWidth: half, least: spent.epochJoules)
    }
    // Trackers' logs have no more than epochs, and so has carbontracker's rule.
    let time: PredictionBackTest.Target = isOfEpochs ? .epochTime : .wholeTime
    if let half = half(time, totalTime) {
      result.totalTime = totalTime.with(halfWidth: half, least: isOfEpochs ? spent.epochSeconds : spent.seconds)
      result.remainingTime = remainingTime.with(halfWidth: half)
      result.calibratedBy = test.errors(of: time, by: predictor, after: observed)?.relative.count
    }
    if let half = half(energyIsOfEpochs ? .epochEnergy : .wholeEnergy, totalEnergy) {
      result.totalEnergy = totalEnergy?.with(
        halfWidth: half, least: energyIsOfEpochs ? spent.epochJoules : spent.joules)
    }
    return result
  }

  /// The sum where the second has no interval: that of few past runs is left at the first's.
  private static func sum(_ first: PredictedAmount, _ second: PredictedAmount) -> PredictedAmount {
    second.interval == nil ? first.adding(known: second.value) : first.adding(second)
  }

  /// The epochs to come, and all epochs. A value that is missing among those seen counts as the rule's level.
  private static func epochs(
    _ values: [Double], of progress: TrainingProgress, by predictor: EpochPredictor, remaining: Int
  ) -> (rest: PredictedAmount, total: PredictedAmount)? {
    let usable = values.filter { $0.isFinite && $0 >= 0 }
    let missing = values.count - usable.count
    guard let rest = predictor.predict(values, beginsProcess: progress.beginnings, remaining: remaining) else {
      return nil
    }
    guard missing > 0 else { return (rest, rest.adding(known: usable.compensatedSum())) }
    guard let all = predictor.predict(values, beginsProcess: progress.beginnings, remaining: remaining + missing) else {
      return nil
    }
    return (rest, all.adding(known: usable.compensatedSum()))
  }
}
