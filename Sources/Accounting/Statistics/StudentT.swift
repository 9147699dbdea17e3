/// Student's t distribution.
public enum StudentT {
  /// The probability of a value of at most `t`; `nil` unless the degrees of freedom are positive and finite.
  public static func cumulative(_ t: Double, degreesOfFreedom: Double) -> Double? {
    guard degreesOfFreedom > 0, degreesOfFreedom.isFinite, !t.isNaN else { return nil }
    let tail = upperTail(abs(t), degreesOfFreedom)
    return t < 0 ? tail : 1 - tail
  }

  /// The value that is not exceeded with probability `p`; `nil` unless 0 < p < 1 and the degrees of freedom are at
  /// least 1 and finite.
  ///
  /// Exact to about 10 significant digits up to 10 000 degrees of freedom.
  public static func quantile(_ p: Double, degreesOfFreedom: Double) -> Double? {
    guard p > 0, p < 1, degreesOfFreedom >= 1, degreesOfFreedom.isFinite else { return nil }
    guard p != 0.5 else { return 0 }
    let tail = min(p, 1 - p)
    var low = 0.0
    var high = 1.0
    // Terminates: with one degree of freedom, the heaviest tail, the tail beyond t is about 1 / (π t).
    while upperTail(high, degreesOfFreedom) > tail, high.isFinite {
      low = high
      high *= 2
    }
    guard high.isFinite else { return nil }
    // The bracket halves each time until its ends are neighbouring numbers.
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { break }
      if upperTail(middle, degreesOfFreedom) > tail { low = middle } else { high = middle }
    }
    return p < 0.5 ? -high : high
  }

  /// The probability of a value above `t`, for t ≥ 0 (Abramowitz and Stegun 26.7.1).
  private static func upperTail(_ t: Double, _ degrees: Double) -> Double {
    let square = t * t
    guard square.isFinite else { return 0 }
    // Each form is exact where the other loses digits.
    if square < degrees {
      return 0.5 - 0.5 * SpecialFunctions.incompleteBeta(square / (degrees + square), 0.5, degrees / 2)
    }
    return 0.5 * SpecialFunctions.incompleteBeta(degrees / (degrees + square), degrees / 2, 0.5)
  }
}
