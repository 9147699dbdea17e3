/// A rule that tells from the first epochs of a training what its further ones will take.
public enum EpochPredictor: String, Sendable, Hashable, CaseIterable {
  /// carbontracker's: the number of planned epochs times the mean of those seen.
  case carbontracker
  /// The mean of those seen without the first of each process, which compiles, fills caches and often lasts longest.
  case withoutFirst = "without-first"
  /// A median of those seen without the first, late ones weighted more.
  case lateMedian = "late-median"
  /// The mean without the first, and a slope where one is beyond doubt.
  case robustTrend = "robust-trend"

  /// The rule that predictions are made with unless another is asked for.
  ///
  /// Of all it had the smallest median error of the epochs' time on public logs, after any number of epochs from 3 on:
  /// `docs/prediction.md` has them.
  public static let preferred = EpochPredictor.lateMedian

  /// The rule in a few words.
  public var title: String {
    switch self {
    case .carbontracker: "carbontracker's rule"
    case .withoutFirst: "mean without first"
    case .lateMedian: "late median"
    case .robustTrend: "robust trend"
    }
  }

  /// Predicts the sum of the epochs to come.
  ///
  /// - ``carbontracker``: L is the mean of all (`predictor.py` of carbontracker: `epochs * np.mean(…)`).
  /// - ``withoutFirst``: L is the mean of those that begin no process. With no such epoch, of all, without an interval.
  /// - ``lateMedian``: L is their median with the weights 1, 2, 3, …: a single epoch of an hour (a suspended machine, a
  ///   full disk) moves it little, and a training that changes its pace is followed sooner than by a mean. It is too
  ///   low where some epochs are regularly longer than the rest, as those that save a checkpoint; the interval has that.
  /// - ``robustTrend``: L as in ``withoutFirst``; where ``RobustTrend`` finds a slope, it is followed for as many
  ///   epochs as were seen and held there, since trends of epoch times (a cache that fills, a machine that gets
  ///   warm) end. Nothing goes below 0.
  ///
  /// The interval is derived in ``EpochSpread``.
  ///
  /// - Parameters:
  ///   - seen: times or energies of the epochs seen, in order; values that are negative or not finite are left out.
  ///   - beginsProcess: which of them are the first of a process; shorter than `seen` means that the rest is not.
  ///   - remaining: how many epochs are to come.
  /// - Returns: `nil` when nothing usable was seen.
  public func predict(_ seen: [Double], beginsProcess: [Bool] = [true], remaining: Int) -> PredictedAmount? {
    var all: [Double] = []
    var usual: [Double] = []
    all.reserveCapacity(seen.count)
    usual.reserveCapacity(seen.count)
    for (place, value) in seen.enumerated() where value.isFinite && value >= 0 {
      all.append(value)
      if place >= beginsProcess.count || !beginsProcess[place] { usual.append(value) }
    }
    let m = Double(max(0, remaining))
    let values = self == .carbontracker || usual.isEmpty ? all : usual
    guard let spread = EpochSpread(values) else { return nil }
    switch self {
    case .carbontracker: return PredictedAmount(m * spread.mean, halfWidth: spread.halfWidth(remaining: remaining))
    case .withoutFirst:
      let half = usual.isEmpty && remaining > 0 ? nil : spread.halfWidth(remaining: remaining)
      return PredictedAmount(m * spread.mean, halfWidth: half)
    case .lateMedian:
      let weights = (1...values.count).map { Double($0) }
      guard let level = WeightedMedian.median(values, weights: weights) else { return nil }
      let n = Double(values.count)
      let half =
        usual.isEmpty && remaining > 0
        ? nil
        : spread.halfWidth(
          remaining: remaining, levelVariance: Double.pi / 2 * (2 * (2 * n + 1)) / (3 * n * (n + 1)),
          bias: spread.mean - level)
      return PredictedAmount(m * level, halfWidth: half)
    case .robustTrend:
      guard let trend = RobustTrend(values), trend.isSignificant,
        let around = EpochSpread(values, slope: trend.slope)
      else { return EpochPredictor.withoutFirst.predict(seen, beginsProcess: beginsProcess, remaining: remaining) }
      let reach = Self.slopeReach(seen: values.count, remaining: max(0, remaining))
      return PredictedAmount(
        max(0, m * spread.mean + trend.slope * reach),
        halfWidth: around.halfWidth(remaining: remaining, slopeReach: reach))
    }
  }

  /// The sum of the distances of the epochs to come from the middle of those seen, in epochs; those that come later than
  /// as many as were seen stand where the last of these does.
  static func slopeReach(seen: Int, remaining: Int) -> Double {
    let n = Double(seen)
    let rising = Double(min(remaining, seen))
    return Double(remaining) * (n - 1) / 2 + rising * (rising + 1) / 2 + (Double(remaining) - rising) * n
  }
}
