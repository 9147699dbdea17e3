import Foundation

extension SpecialFunctions {
  /// The regularised upper incomplete gamma function Q(a, x), for a > 0 and x ≥ 0.
  ///
  /// The series of Abramowitz and Stegun 6.5.29 below a + 1, the continued fraction 6.5.31 above.
  static func upperIncompleteGamma(_ a: Double, _ x: Double) -> Double {
    guard x > 0 else { return 1 }
    guard x.isFinite else { return 0 }
    let factor = exp(a * log(x) - x - logGamma(a))
    return x < a + 1 ? 1 - factor * gammaSeries(a, x) : factor * gammaFraction(a, x)
  }

  private static func gammaSeries(_ a: Double, _ x: Double) -> Double {
    var term = 1 / a
    var sum = term
    // Needs about 6 √a steps; the bound only keeps a hopeless case from hanging.
    for step in 1...20_000 {
      term *= x / (a + Double(step))
      sum += term
      if term < sum * 1e-17 { break }
    }
    return sum
  }

  /// The continued fraction by the modified method of Lentz.
  private static func gammaFraction(_ a: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    func awayFromZero(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var b = x + 1 - a
    var c = 1 / tiny
    var d = 1 / awayFromZero(b)
    var fraction = d
    for step in 1...20_000 {
      let i = Double(step)
      let numerator = i * (a - i)
      b += 2
      d = 1 / awayFromZero(numerator * d + b)
      c = awayFromZero(b + numerator / c)
      fraction *= d * c
      if abs(d * c - 1) < 1e-15 { break }
    }
    return fraction
  }
}
