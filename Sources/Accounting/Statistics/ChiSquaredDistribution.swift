/// The chi-squared distribution.
public enum ChiSquaredDistribution {
  /// The probability of a value above `x`; `nil` unless `x` is a number and the degrees of freedom are positive and
  /// finite (Abramowitz and Stegun 26.4.19).
  public static func upperTail(_ x: Double, degreesOfFreedom: Double) -> Double? {
    guard !x.isNaN, degreesOfFreedom > 0, degreesOfFreedom.isFinite else { return nil }
    return x <= 0 ? 1 : SpecialFunctions.upperIncompleteGamma(degreesOfFreedom / 2, x / 2)
  }
}
