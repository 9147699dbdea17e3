import Foundation

/// The functions behind the distributions.
enum SpecialFunctions {
  /// The logarithm of the gamma function, for x > 0.
  ///
  /// Lanczos approximation with g = 7 and 9 terms (coefficients: P. Godfrey, 2001), exact to about 15 digits.
  static func logGamma(_ x: Double) -> Double {
    // Reflection is not needed for the arguments used here; the recurrence lifts small ones.
    guard x >= 0.5 else { return logGamma(x + 1) - log(x) }
    let shifted = x - 1
    var series = 0.99999999999980993
    for (index, coefficient) in lanczos.enumerated() {
      series += coefficient / (shifted + Double(index + 1))
    }
    let base = shifted + 7.5
    return 0.5 * log(2 * Double.pi) + (shifted + 0.5) * log(base) - base + log(series)
  }

  /// The regularised incomplete beta function I_x(a, b), for 0 ≤ x ≤ 1, a > 0 and b > 0.
  ///
  /// Continued fraction of Abramowitz and Stegun 26.5.8, on the side of the mean where it converges fast.
  static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    let logFactor = logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log1p(-x)
    if x < (a + 1) / (a + b + 2) { return exp(logFactor) * betaFraction(x, a, b) / a }
    return 1 - exp(logFactor) * betaFraction(1 - x, b, a) / b
  }

  private static let lanczos = [
    676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
    -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ]

  /// The continued fraction by the modified method of Lentz.
  private static func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    func awayFromZero(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / awayFromZero(1 - (a + b) * x / (a + 1))
    var fraction = d
    // Needs about √max(a, b) steps; the bound only keeps a hopeless case from hanging.
    for step in 1...20_000 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / awayFromZero(1 + even * d)
      c = awayFromZero(1 + even / c)
      fraction *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / awayFromZero(1 + odd * d)
      c = awayFromZero(1 + odd / c)
      let change = d * c
      fraction *= change
      if abs(change - 1) < 1e-15 { break }
    }
    return fraction
  }
}
