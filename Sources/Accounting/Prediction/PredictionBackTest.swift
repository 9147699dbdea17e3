import Quantities

/// How wrong each predictor would have been on trainings whose end is known.
///
/// Of every finished training the first k epochs are shown to each predictor, for the k of ``ladder``, and what it says
/// is compared with what was logged or measured in the end. Only errors are kept, and k grows geometrically, so that
/// thousands of trainings of thousands of epochs take seconds and little memory.
public struct PredictionBackTest: Sendable {
  /// What is predicted.
  public enum Target: String, Sendable, Hashable, CaseIterable {
    case epochTime = "time of all epochs"
    case epochEnergy = "energy of all epochs"
    case wholeTime = "time of the whole training"
    case wholeEnergy = "energy of the whole training"

    /// The value is an energy.
    public var isEnergy: Bool { self == .epochEnergy || self == .wholeEnergy }
  }

  /// The errors of one predictor for one target after one number of epochs.
  public struct Errors: Sendable {
    /// (predicted − true) / true, one of each training, in order of training.
    public fileprivate(set) var relative: [Double] = []
    /// The predictions that had an interval, and those of them whose interval held the truth.
    public fileprivate(set) var intervals = 0
    public fileprivate(set) var covered = 0

    /// The quantile of the errors without their signs; `nil` for none.
    public func magnitude(_ share: Double) -> Double? {
      WeightedMedian.quantile(share, of: relative.map(\.magnitude))
    }

    /// The median error with its sign: positive when too much was predicted.
    public var bias: Double? { WeightedMedian.median(relative) }

    /// Half of an interval that will hold a further training's truth with a probability of 95 %, as a share of the
    /// predicted value, whatever the errors are distributed like: the ⌈0.95·(n + 1)⌉-th smallest of
    /// |true − predicted| / predicted (split conformal prediction: Lei and others, Journal of the American Statistical
    /// Association 113, 2018, section 2.2). `nil` for fewer than ``minimumForCalibration`` trainings, of which none is
    /// the one that is not exceeded.
    public var calibratedShare: Double? {
      guard relative.count >= Self.minimumForCalibration else { return nil }
      // From (p − t) / t to |t − p| / p.
      let shares = relative.map { ($0 / (1 + $0)).magnitude }.sorted()
      let place = Int((0.95 * Double(shares.count + 1)).rounded(.up)) - 1
      return shares.indices.contains(place) && shares[place].isFinite ? shares[place] : nil
    }

    /// 0.95 · (19 + 1) = 19.
    public static let minimumForCalibration = 19

    /// The share of the intervals that held the truth.
    public var coverage: Double? { intervals > 0 ? Double(covered) / Double(intervals) : nil }
  }

  /// One predictor, target and number of epochs.
  public struct Key: Sendable, Hashable, Comparable {
    public let target: Target
    public let predictor: EpochPredictor
    public let observed: Int

    public init(_ target: Target, _ predictor: EpochPredictor, after observed: Int) {
      self.target = target
      self.predictor = predictor
      self.observed = observed
    }

    public static func < (left: Key, right: Key) -> Bool { left.order < right.order }

    private var order: (Int, Int, Int) {
      (Target.allCases.firstIndex(of: target) ?? 0, EpochPredictor.allCases.firstIndex(of: predictor) ?? 0, observed)
    }
  }

  /// A predicted value beside the true one, for scatter plots; in seconds or joules.
  public struct Pair: Sendable, Hashable {
    public let target: Target
    public let model: String
    public let predicted: Double
    public let actual: Double
  }

  /// The numbers of epochs after which predictions are compared: 1, 2, 3, 5, 7 times powers of ten, up to 7000.
  public static let ladder: [Int] = [1, 10, 100, 1000].flatMap { decade in [1, 2, 3, 5, 7].map { $0 * decade } }

  /// The errors found, by what they are of.
  public private(set) var errors: [Key: Errors] = [:]
  /// The trainings that were used.
  public private(set) var trainings = 0
  /// The trainings that did not finish, or that nothing is known of.
  public private(set) var leftOut = 0
  /// Pairs of ``EpochPredictor/preferred`` after ``scatterAfter`` epochs.
  public private(set) var pairs: [Pair] = []
  /// The number of epochs after which ``pairs`` were predicted.
  public let scatterAfter: Int

  /// The number of epochs after which pairs are kept unless another is asked for: few, and more than the first.
  public static let defaultScatterAfter = 3

  /// The errors of a predictor at the last of ``ladder``'s numbers up to `observed`; `nil` when there are none.
  public func errors(of target: Target, by predictor: EpochPredictor, after observed: Int) -> Errors? {
    Self.ladder.last { $0 <= observed }.flatMap { errors[Key(target, predictor, after: $0)] }
  }

  /// Begins without any training.
  public init(scatterAfter: Int = PredictionBackTest.defaultScatterAfter) { self.scatterAfter = max(1, scatterAfter) }

  /// Tests all predictors on a training; one that did not finish, or has fewer than two epochs, only counts as left out.
  ///
  /// - Parameter past: what other runs tell.
  public mutating func add(_ training: TrainingProgress, past: PastParts = .none) {
    let count = training.epochs.count
    guard training.state == .finished, training.planned == count, count > 1 else {
      leftOut += 1
      return
    }
    let truths = Self.truths(of: training)
    guard truths.values.contains(where: { $0 > 0 }) else {
      leftOut += 1
      return
    }
    trainings += 1
    for observed in Self.ladder where observed < count {
      let early = training.first(observed)
      for predictor in EpochPredictor.allCases {
        guard let forecast = try? TrainingForecast(early, by: predictor, past: past) else { continue }
        compare(forecast, with: truths, of: training)
      }
    }
  }

  /// What is true in the end: of epochs where all are known, of whole trainings where they were logged and measured.
  private static func truths(of training: TrainingProgress) -> [Target: Double] {
    var truths: [Target: Double] = [:]
    func sum(_ values: [Double]) -> Double? {
      values.allSatisfy { $0.isFinite && $0 >= 0 } ? values.compensatedSum() : nil
    }
    truths[.epochTime] = sum(training.times)
    truths[.epochEnergy] = sum(training.energies)
    truths[.wholeTime] = training.whole?.seconds
    truths[.wholeEnergy] = training.whole?.energy?.joules
    return truths
  }

  private mutating func compare(
    _ forecast: TrainingForecast, with truths: [Target: Double], of training: TrainingProgress
  ) {
    let predictions: [(Target, PredictedAmount?)] = [
      (.epochTime, forecast.epochTime), (.epochEnergy, forecast.epochEnergy), (.wholeTime, forecast.totalTime),
      (.wholeEnergy, forecast.totalEnergy),
    ]
    for (target, prediction) in predictions {
      guard let prediction, let truth = truths[target], truth > 0 else { continue }
      let key = Key(target, forecast.predictor, after: forecast.observed)
      errors[key, default: Errors()].relative.append((prediction.value - truth) / truth)
      if let interval = prediction.interval {
        errors[key, default: Errors()].intervals += 1
        if interval.contains(truth) { errors[key, default: Errors()].covered += 1 }
      }
      if forecast.observed == scatterAfter, forecast.predictor == .preferred, !prediction.value.isZero {
        pairs.append(
          Pair(target: target, model: training.model ?? "", predicted: prediction.value, actual: truth))
      }
    }
  }
}
