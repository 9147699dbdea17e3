/// Intervals of a statistic by drawing from the values with replacement.
///
/// B. Efron, "Better Bootstrap Confidence Intervals", JASA 82 (1987). With few values, as the folds of one
/// cross-validation, such intervals are too short; the t interval is the safer one there.
public struct Bootstrap: Sendable, Hashable {
  /// How an interval is made of the drawn samples' statistics.
  public enum Method: String, Sendable, Hashable, CaseIterable {
    /// Between their quantiles.
    case percentile
    /// Between quantiles that are moved for bias and skewness (bias-corrected and accelerated).
    case biasCorrectedAccelerated = "bca"
  }

  /// The seed of the intervals that reports print.
  public static let defaultSeed: UInt64 = 20_220_918
  /// How many samples are drawn unless another count is given.
  public static let defaultResamples = 9999

  /// The statistic of the values themselves.
  public let estimate: Double
  /// The statistic of each drawn sample, ascending.
  public let resampled: [Double]
  /// The statistic of the values without each of them in turn.
  let leaveOneOut: [Double]

  /// Draws samples, each as large as the values.
  ///
  /// Each sample takes places by ``SplitMix64/next(below:)``, one after the other, of one sequence.
  ///
  /// - Parameters:
  ///   - values: at least two.
  ///   - resamples: how many samples to draw, 1 to a million.
  ///   - seed: of the random numbers.
  ///   - statistic: of a sample as large as the values, or smaller by one.
  /// - Throws: ``UndefinedStatistic`` for fewer than two values and for values or statistics that are not finite.
  public init(
    _ values: [Double], resamples: Int = defaultResamples, seed: UInt64 = defaultSeed,
    statistic: ([Double]) -> Double = mean
  ) throws(UndefinedStatistic) {
    guard values.count >= 2 else { throw .tooFewValues(found: values.count, needed: 2) }
    var generator = SplitMix64(seed: seed)
    let draws = (0..<min(max(resamples, 1), 1_000_000)).lazy.map { _ in
      values.indices.map { _ in generator.next(below: values.count) }
    }
    try self.init(values, draws: Array(draws), statistic: statistic)
  }

  /// The arithmetic mean, the usual statistic.
  public static func mean(_ values: [Double]) -> Double { values.compensatedSum() / Double(values.count) }

  /// Takes samples by places that are given.
  ///
  /// - Throws: ``UndefinedStatistic``, also for a place that is none.
  init(
    _ values: [Double], draws: [[Int]], statistic: ([Double]) -> Double
  ) throws(UndefinedStatistic) {
    guard values.count >= 2 else { throw .tooFewValues(found: values.count, needed: 2) }
    guard !draws.isEmpty else { throw .tooFewValues(found: 0, needed: 1) }
    guard draws.allSatisfy({ $0.allSatisfy(values.indices.contains) }) else { throw .unequalLengths }
    estimate = statistic(values)
    resampled = draws.map { draw in statistic(draw.map { values[$0] }) }.sorted()
    leaveOneOut = values.indices.map { left in
      statistic(values.indices.filter { $0 != left }.map { values[$0] })
    }
    guard values.allSatisfy(\.isFinite), estimate.isFinite, resampled.allSatisfy(\.isFinite),
      leaveOneOut.allSatisfy(\.isFinite)
    else { throw .notFinite }
  }

  /// The interval that holds the statistic with a probability of about `level`.
  ///
  /// - Parameters:
  ///   - level: above 0 and below 1.
  ///   - method: how it is made.
  /// - Throws: ``UndefinedStatistic``: `.notFinite` for a level out of range, `.noSpread` where the corrections do not
  ///   exist because values are equal or all drawn samples lie on one side.
  public func interval(
    level: Double = 0.95, method: Method = .biasCorrectedAccelerated
  ) throws(UndefinedStatistic) -> ClosedRange<Double> {
    guard level > 0, level < 1 else { throw .notFinite }
    let tail = (1 - level) / 2
    guard method == .biasCorrectedAccelerated else { return quantile(tail)...quantile(1 - tail) }
    let below = resampled.count { $0 < estimate }
    let notAbove = resampled.count { $0 <= estimate }
    guard let bias = NormalDistribution.quantile(Double(below + notAbove) / Double(2 * resampled.count)),
      let edge = NormalDistribution.quantile(1 - tail)
    else { throw .noSpread }
    let mean = leaveOneOut.compensatedSum() / Double(leaveOneOut.count)
    let squares = leaveOneOut.map { (mean - $0) * (mean - $0) }.compensatedSum()
    let cubes = leaveOneOut.map { (mean - $0) * (mean - $0) * (mean - $0) }.compensatedSum()
    guard squares > 0 else { throw .noSpread }
    let acceleration = cubes / (6 * squares * squares.squareRoot())
    func moved(_ z: Double) -> Double {
      NormalDistribution.lowerTail(bias + (bias + z) / (1 - acceleration * (bias + z)))
    }
    let (low, high) = (quantile(moved(-edge)), quantile(moved(edge)))
    return min(low, high)...max(low, high)
  }

  /// A quantile of the drawn samples' statistics, between neighbours on a straight line (type 7 of R. J. Hyndman and Y. Fan,
  /// "Sample Quantiles in Statistical Packages", The American Statistician 50, 1996).
  private func quantile(_ p: Double) -> Double {
    let place = min(max(p, 0), 1) * Double(resampled.count - 1)
    let index = Int(place)
    let next = resampled[min(index + 1, resampled.count - 1)]
    return resampled[index] + (place - Double(index)) * (next - resampled[index])
  }
}
