/// The differences between two measurements of the same things, such as two models on the same folds.
public struct PairedDifferences: Sendable, Hashable {
  /// First minus second, in the order of the pairs.
  public let values: [Double]
  /// Their size, mean and spread.
  public let summary: SampleSummary
  /// Whether all differences are equal up to the rounding of the values that they come from.
  let isConstant: Bool

  /// Pairs two samples.
  ///
  /// - Throws: ``UndefinedStatistic`` for samples of different sizes, for none, and for values that are not finite.
  public init(_ first: [Double], _ second: [Double]) throws(UndefinedStatistic) {
    guard first.count == second.count else { throw .unequalLengths }
    guard !first.isEmpty else { throw .tooFewValues(found: 0, needed: 1) }
    values = zip(first, second).map { $0 - $1 }
    guard (first + second).allSatisfy(\.isFinite), let summary = SampleSummary(values) else { throw .notFinite }
    self.summary = summary
    // Differences of values near 1 carry errors of about 1e-16 that are no spread.
    let largest = (first + second).lazy.map(\.magnitude).max() ?? 0
    isConstant = (summary.standardDeviation ?? 0) <= 8 * largest.ulp
  }
}
