import Foundation

/// The distribution of the studentized range: how far the largest and the smallest of several normal means lie apart,
/// over their estimated standard error.
///
/// H. L. Harter, "Tables of Range and Studentized Range", Annals of Mathematical Statistics 31 (1960). Numerical
/// integration, exact to about 10 digits.
public enum StudentizedRange {
  /// The sizes that are computed.
  static let groupLimit = 1000

  /// The probability of a range of at most `q`; `nil` outside the domain.
  ///
  /// - Parameters:
  ///   - q: the range over the standard error.
  ///   - groups: how many means there are, 2 to 1000.
  ///   - degreesOfFreedom: of the standard error, at least 1; infinite when it is known.
  public static func cumulative(_ q: Double, groups: Int, degreesOfFreedom: Double = .infinity) -> Double? {
    guard !q.isNaN, (2...groupLimit).contains(groups), degreesOfFreedom >= 1 else { return nil }
    guard q > 0 else { return 0 }
    guard q.isFinite else { return 1 }
    guard degreesOfFreedom.isFinite else { return range(q, groups) }
    // The estimated standard error over the true one is √(χ²/ν); its density times the range's distribution.
    let nu = degreesOfFreedom
    let logFactor = nu / 2 * log(nu) - SpecialFunctions.logGamma(nu / 2) - (nu / 2 - 1) * log(2)
    let reach = 9 / nu.squareRoot()
    let total = GaussLegendre.integral(from: max(0, 1 - reach), to: 1 + reach, panels: 8) { s in
      exp(logFactor + (nu - 1) * log(s) - nu * s * s / 2) * range(q * s, groups)
    }
    return min(total, 1)
  }

  /// The range that is not exceeded with probability `p`; `nil` outside the domain.
  ///
  /// - Parameters:
  ///   - p: above 0 and below 1.
  ///   - groups: how many means there are, 2 to 1000.
  ///   - degreesOfFreedom: of the standard error, at least 1; infinite when it is known.
  public static func quantile(_ p: Double, groups: Int, degreesOfFreedom: Double = .infinity) -> Double? {
    guard p > 0, p < 1 else { return nil }
    func excess(_ q: Double) -> Double? {
      cumulative(q, groups: groups, degreesOfFreedom: degreesOfFreedom).map { $0 - p }
    }
    var (low, high) = (0.0, 4.0)
    var (below, above) = (-p, 0.0)
    repeat {
      guard high < 1e6, let value = excess(high) else { return nil }
      above = value
      if above < 0 { (low, below, high) = (high, above, high * 2) }
    } while above < 0
    // False position with Illinois' correction, which halves the value at an end that stays.
    for _ in 0..<200 where high - low > 1e-13 * high {
      let middle = above > below ? (low * above - high * below) / (above - below) : (low + high) / 2
      guard middle > low, middle < high, let value = excess(middle) else { break }
      if abs(value) < 1e-15 { return middle }
      if value < 0 {
        (low, below, above) = (middle, value, above / 2)
      } else {
        (high, above, below) = (middle, value, below / 2)
      }
    }
    return (low + high) / 2
  }

  /// The distribution of the range of normal values with a known standard deviation of 1.
  private static func range(_ width: Double, _ groups: Int) -> Double {
    let others = Double(groups - 1)
    // Over the largest value: all others lie within the range below it. Beyond ±8.5 the density is nothing.
    let integral = GaussLegendre.integral(from: -8.5, to: 8.5, panels: 17) { z in
      let within = NormalDistribution.lowerTail(z) - NormalDistribution.lowerTail(z - width)
      return within > 0 ? NormalDistribution.density(z) * pow(within, others) : 0
    }
    return min(Double(groups) * integral, 1)
  }
}
