/// Nemenyi's test after Friedman's: which models' mean ranks differ by more than chance explains.
///
/// J. Demšar, "Statistical Comparisons of Classifiers over Multiple Data Sets", JMLR 7 (2006), section 3.2.2: CD = q √(k(k +
/// 1) / 6N), with q the quantile of the studentized range for k groups and infinite degrees of freedom over √2.
public struct NemenyiTest: Sendable, Hashable {
  /// The level of the test.
  public let level: Double
  /// Mean ranks that lie further apart than this differ.
  public let criticalDifference: Double
  /// The largest sets of models, each at least two, of which no two differ, as places in order of rank, the best first.
  public let groups: [ClosedRange<Int>]
  /// The models' places in the input by rising mean rank; equal ranks in the order of the input.
  public let order: [Int]

  /// Compares the mean ranks of a Friedman test.
  ///
  /// - Parameter level: the probability of finding any difference where there is none, above 0 and below 1.
  /// - Throws: ``UndefinedStatistic/notFinite`` for a level out of range.
  public init(_ test: FriedmanTest, level: Double = 0.05) throws(UndefinedStatistic) {
    guard let difference = Self.criticalDifference(models: test.models, blocks: test.blocks, level: level) else {
      throw .notFinite
    }
    self.level = level
    criticalDifference = difference
    let ranks = test.averageRanks
    let order = ranks.indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }
    self.order = order
    var groups: [ClosedRange<Int>] = []
    for start in order.indices {
      let end = order.indices.last { ranks[order[$0]] - ranks[order[start]] <= difference } ?? start
      // A set within the one before is no largest set.
      if end > start, end > (groups.last?.upperBound ?? -1) { groups.append(start...end) }
    }
    self.groups = groups
  }

  /// The critical difference; `nil` for fewer than 2 or more than 1000 models, no data set, or a level out of range.
  public static func criticalDifference(models: Int, blocks: Int, level: Double) -> Double? {
    guard blocks > 0, level > 0, level < 1, let q = StudentizedRange.quantile(1 - level, groups: models) else {
      return nil
    }
    let k = Double(models)
    return q / 2.0.squareRoot() * (k * (k + 1) / (6 * Double(blocks))).squareRoot()
  }
}
