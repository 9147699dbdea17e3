import Foundation

/// How large a difference is, without a unit.
public enum EffectSize {
  /// Cohen's d for paired samples, d_z: the mean difference over the standard deviation of the differences (J. Cohen,
  /// "Statistical Power Analysis for the Behavioral Sciences", 2nd edition, 1988, section 2.3.5).
  ///
  /// - Throws: ``UndefinedStatistic`` for fewer than two pairs and for differences that are all equal.
  public static func cohensDz(_ differences: PairedDifferences) throws(UndefinedStatistic) -> Double {
    let summary = differences.summary
    guard let deviation = summary.standardDeviation else { throw .tooFewValues(found: summary.count, needed: 2) }
    guard !differences.isConstant else { throw .noSpread }
    return summary.mean / deviation
  }

  /// Cohen's d_z times Hedges' factor, which takes out the bias of small samples.
  ///
  /// - Throws: ``UndefinedStatistic`` for fewer than three pairs and for differences that are all equal.
  public static func hedgesGz(_ differences: PairedDifferences) throws(UndefinedStatistic) -> Double {
    guard let factor = hedgesFactor(degreesOfFreedom: differences.summary.count - 1) else {
      throw .tooFewValues(found: differences.summary.count, needed: 3)
    }
    return try cohensDz(differences) * factor
  }

  /// Γ(m/2) / (√(m/2) Γ((m−1)/2)) for m degrees of freedom; `nil` for fewer than 2 (L. V. Hedges, "Distribution Theory
  /// for Glass's Estimator of Effect Size and Related Estimators", Journal of Educational Statistics 6, 1981).
  public static func hedgesFactor(degreesOfFreedom: Int) -> Double? {
    guard degreesOfFreedom >= 2 else { return nil }
    let m = Double(degreesOfFreedom)
    return exp(SpecialFunctions.logGamma(m / 2) - SpecialFunctions.logGamma((m - 1) / 2)) / (m / 2).squareRoot()
  }

  /// Cliff's delta, −1 to 1, for samples without pairs: how much more often a value of the first is above one of the
  /// second than below (N. Cliff, "Dominance Statistics", Psychological Bulletin 114, 1993).
  ///
  /// - Throws: ``UndefinedStatistic`` for an empty sample and for values that are not finite.
  public static func cliffsDelta(_ first: [Double], _ second: [Double]) throws(UndefinedStatistic) -> Double {
    guard !first.isEmpty, !second.isEmpty else { throw .tooFewValues(found: 0, needed: 1) }
    guard (first + second).allSatisfy(\.isFinite) else { throw .notFinite }
    var balance = 0
    for value in first {
      for other in second { balance += value > other ? 1 : value < other ? -1 : 0 }
    }
    return Double(balance) / (Double(first.count) * Double(second.count))
  }
}
