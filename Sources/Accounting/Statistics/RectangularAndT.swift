import Foundation

/// The distribution of a sum of two independent errors about 0: one rectangular, one Student's t times a scale.
///
/// It is what propagating the distributions of JCGM 101:2008 gives for a dominant bound beside everything else, without
/// drawing random numbers: with G the integral of the t distribution's cumulative function,
/// P(|R + s T| ≤ U) = s / a · (G((U + a) / s) − G((U − a) / s)) − 1 for R within ± a.
public enum RectangularAndT {
  /// Beyond so many degrees of freedom t is the normal distribution to five digits.
  static let normalDegrees = 10_000.0

  /// The half width of the interval about 0 that holds the sum with a probability.
  ///
  /// - Parameters:
  ///   - probability: above 0 and below 1.
  ///   - bound: the half width of the rectangular error, at least 0.
  ///   - scale: what Student's t is multiplied with, at least 0.
  ///   - degreesOfFreedom: of t, at least 1; may be infinite.
  /// - Returns: `nil` for parameters outside these ranges.
  public static func halfWidth(
    _ probability: Double, bound: Double, scale: Double, degreesOfFreedom: Double
  ) -> Double? {
    guard probability > 0, probability < 1, bound >= 0, bound.isFinite, scale >= 0, scale.isFinite,
      degreesOfFreedom >= 1
    else { return nil }
    guard scale > 1e-9 * bound else { return probability * bound }
    let upper = 0.5 + probability / 2
    let quantile =
      degreesOfFreedom < normalDegrees
      ? StudentT.quantile(upper, degreesOfFreedom: degreesOfFreedom) : NormalDistribution.quantile(upper)
    guard let quantile else { return nil }
    // So small a bound only widens the interval, by its variance: its integral would lose digits.
    guard bound > 1e-4 * scale else { return quantile * (scale * scale + bound * bound / 3).squareRoot() }
    var low = 0.0
    var high = bound + quantile * scale
    while high - low > 1e-12 * high {
      let middle = (low + high) / 2
      let held =
        scale / bound
        * (integral((middle + bound) / scale, degreesOfFreedom) - integral((middle - bound) / scale, degreesOfFreedom))
        - 1
      if held < probability { low = middle } else { high = middle }
    }
    return high
  }

  /// The integral of the cumulative function up to x, apart from a constant.
  private static func integral(_ x: Double, _ degrees: Double) -> Double {
    guard degrees < normalDegrees else { return x * NormalDistribution.lowerTail(x) + NormalDistribution.density(x) }
    let product = x * (StudentT.cumulative(x, degreesOfFreedom: degrees) ?? 0)
    // With one degree of freedom, Cauchy's distribution, the density's first moment is a logarithm.
    guard degrees > 1 + 1e-6 else { return product - log1p(x * x) / (2 * Double.pi) }
    let logDensity =
      SpecialFunctions.logGamma((degrees + 1) / 2) - SpecialFunctions.logGamma(degrees / 2) - 0.5
      * log(degrees * Double.pi)
      - (degrees + 1) / 2 * log1p(x * x / degrees)
    return product + exp(logDensity) * (degrees + x * x) / (degrees - 1)
  }
}
