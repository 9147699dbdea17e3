/// Friedman's test: whether models rank alike over data sets.
///
/// M. Friedman, "The Use of Ranks to Avoid the Assumption of Normality", JASA 32 (1937), with the F statistic of R. L. Iman
/// and J. M. Davenport, "Approximations of the Critical Region of the Friedman Statistic", Communications in Statistics A
/// 9 (1980). Rank 1 is the best; equal scores share their mean rank.
public struct FriedmanTest: Sendable, Hashable {
  /// The data sets, N.
  public let blocks: Int
  /// The models, k.
  public let models: Int
  /// The mean rank of each model over the data sets.
  public let averageRanks: [Double]
  /// χ² as J. Demšar prints it ("Statistical Comparisons of Classifiers over Multiple Data Sets", JMLR 7, 2006, section
  /// 3.2.2): without the correction for equal scores.
  public let uncorrectedChiSquared: Double
  /// χ² with the correction for equal scores within a data set.
  public let chiSquared: Double
  /// The probability of a larger χ², by its distribution with k − 1 degrees of freedom.
  public let chiSquaredPValue: Double
  /// Iman and Davenport's F, made of ``chiSquared``; `nil` when all data sets rank all models alike, where it has no
  /// bound.
  public let fStatistic: Double?
  /// The probability of a larger F with k − 1 and (k − 1)(N − 1) degrees of freedom; 0 without a bound.
  public let fPValue: Double

  /// Tests scores.
  ///
  /// - Parameters:
  ///   - scores: for each data set the scores of all models, in the same order.
  ///   - higherIsBetter: whether the largest score is the best.
  /// - Throws: ``UndefinedStatistic`` for fewer than two data sets or three models, for rows of different lengths, for
  ///   scores that are not finite, and when all models are equal on every data set.
  public init(scores: [[Double]], higherIsBetter: Bool) throws(UndefinedStatistic) {
    guard scores.count >= 2 else { throw .tooFewValues(found: scores.count, needed: 2) }
    let models = scores.first?.count ?? 0
    guard scores.allSatisfy({ $0.count == models }) else { throw .unequalLengths }
    guard models >= 3 else { throw .tooFewValues(found: models, needed: 3) }
    guard scores.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { throw .notFinite }
    let ranked = scores.map { AverageRanks(higherIsBetter ? $0.map { -$0 } : $0) }
    let (n, k) = (Double(scores.count), Double(models))
    let means = (0..<models).map { model in ranked.map { $0.ranks[model] }.compensatedSum() / n }
    let middle = (k + 1) / 2
    let spread = means.map { ($0 - middle) * ($0 - middle) }.compensatedSum()
    let plain = 12 * n / (k * (k + 1)) * spread
    let correction = 1 - ranked.map(\.tieTerm).compensatedSum() / (n * k * (k * k - 1))
    guard correction > 1e-12 else { throw .noSpread }
    let corrected = plain / correction
    blocks = scores.count
    self.models = models
    averageRanks = means
    uncorrectedChiSquared = plain
    chiSquared = corrected
    guard let tail = ChiSquaredDistribution.upperTail(corrected, degreesOfFreedom: k - 1) else { throw .notFinite }
    chiSquaredPValue = tail
    let rest = n * (k - 1) - corrected
    fStatistic = rest > 1e-9 ? (n - 1) * corrected / rest : nil
    fPValue = fStatistic.flatMap { FDistribution.upperTail($0, over: k - 1, under: (k - 1) * (n - 1)) } ?? 0
  }
}
