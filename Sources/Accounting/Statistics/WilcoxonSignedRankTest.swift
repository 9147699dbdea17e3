/// Wilcoxon's signed-rank test for paired samples: whether differences lie evenly around 0.
///
/// F. Wilcoxon, "Individual Comparisons by Ranking Methods", Biometrics Bulletin 1 (1945). Differences of 0 are left out,
/// equal ones share their mean rank. The method is chosen as by `scipy.stats.wilcoxon` 1.17 with its default arguments:
/// exact up to 50 pairs without zeros and ties; exact over all signs up to 13 pairs with some; else the normal
/// approximation with the correction for ties and none for continuity.
public struct WilcoxonSignedRankTest: Sendable, Hashable {
  /// How p was found.
  public enum Method: String, Sendable, Hashable {
    /// From the distribution over all signs of the ranks.
    case exact
    /// From the normal distribution.
    case normal
  }

  /// The pairs with a difference.
  public let count: Int
  /// The sum of the ranks of positive differences.
  public let positiveSum: Double
  /// The sum of the ranks of negative differences.
  public let negativeSum: Double
  /// Two-sided, 0 to 1.
  public let pValue: Double
  /// How p was found.
  public let method: Method

  /// The lesser of the two sums, T.
  public var statistic: Double { min(positiveSum, negativeSum) }

  /// The matched-pairs rank-biserial correlation, −1 to 1: the share of rank sums in favour minus that against (D. S.
  /// Kerby, "The Simple Difference Formula", Comprehensive Psychology 3, 2014).
  public var rankBiserial: Double { (positiveSum - negativeSum) / (positiveSum + negativeSum) }

  /// Tests differences, with the method that suits them.
  ///
  /// - Throws: ``UndefinedStatistic/noSpread`` when all differences are 0.
  public init(_ differences: PairedDifferences) throws(UndefinedStatistic) {
    let nonzero = differences.values.filter { $0 != 0 }
    guard !nonzero.isEmpty else { throw .noSpread }
    let ranked = AverageRanks(nonzero.map(\.magnitude))
    count = nonzero.count
    positiveSum = zip(nonzero, ranked.ranks).reduce(0) { $1.0 > 0 ? $0 + $1.1 : $0 }
    negativeSum = zip(nonzero, ranked.ranks).reduce(0) { $1.0 < 0 ? $0 + $1.1 : $0 }
    let isPlain = ranked.ties.isEmpty && nonzero.count == differences.values.count
    if differences.values.count <= (isPlain ? 50 : 13) {
      method = .exact
      pValue = Self.exactP(min(positiveSum, negativeSum), ranks: ranked.ranks)
    } else {
      method = .normal
      let n = Double(count)
      let variance = (n * (n + 1) * (2 * n + 1) - ranked.tieTerm / 2) / 24
      guard variance > 0 else { throw .noSpread }
      let z = (positiveSum - n * (n + 1) / 4) / variance.squareRoot()
      pValue = min(2 * NormalDistribution.lowerTail(-z.magnitude), 1)
    }
  }

  /// Twice the share of the signs that give a sum of at most `statistic`, counted by sums.
  ///
  /// - Parameter ranks: at most 50; halves are allowed.
  private static func exactP(_ statistic: Double, ranks: [Double]) -> Double {
    // Twice a mean rank is whole.
    let steps = ranks.map { Int(2 * $0) }
    var ways = Array(repeating: 0.0, count: steps.reduce(0, +) + 1)
    ways[0] = 1
    var reach = 0
    for step in steps {
      reach += step
      for sum in stride(from: reach, through: step, by: -1) { ways[sum] += ways[sum - step] }
    }
    let atMost = ways.prefix(Int(2 * statistic) + 1).reduce(0, +)
    // Counts are whole and below 2⁵³, so the quotient is exact.
    return min(2 * atMost / ways.reduce(0, +), 1)
  }
}
