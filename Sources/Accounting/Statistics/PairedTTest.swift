/// Student's t test for paired samples: whether the mean difference could be 0.
///
/// Supposes that differences are independent and normally distributed. Folds of one cross-validation share training
/// cases, so their differences are not independent, and p is on the small side (T. G. Dietterich, "Approximate
/// Statistical Tests for Comparing Supervised Classification Learning Algorithms", Neural Computation 10, 1998).
public struct PairedTTest: Sendable, Hashable {
  /// The pairs.
  public let count: Int
  /// Mean difference over its standard error.
  public let statistic: Double
  /// Two-sided, 0 to 1.
  public let pValue: Double
  /// The 95 % confidence interval of the mean difference, in the unit of the values.
  public let interval: ClosedRange<Double>

  /// Tests differences.
  ///
  /// - Throws: ``UndefinedStatistic`` for fewer than three pairs, which tell next to nothing about a spread, and for
  ///   differences that are all equal.
  public init(_ differences: PairedDifferences) throws(UndefinedStatistic) {
    let summary = differences.summary
    guard summary.count >= 3 else { throw .tooFewValues(found: summary.count, needed: 3) }
    guard !differences.isConstant, let deviation = summary.standardDeviation else { throw .noSpread }
    count = summary.count
    statistic = summary.mean / (deviation / Double(count).squareRoot())
    guard let interval = summary.confidenceInterval,
      let tail = StudentT.cumulative(-statistic.magnitude, degreesOfFreedom: Double(count - 1))
    else { throw .notFinite }
    self.interval = interval
    pValue = min(2 * tail, 1)
  }
}
