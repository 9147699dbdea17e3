/// The F distribution of Fisher and Snedecor.
public enum FDistribution {
  /// The probability of a value above `x`; `nil` unless `x` is a number and both degrees of freedom are positive and
  /// finite (Abramowitz and Stegun 26.6.2).
  ///
  /// - Parameters:
  ///   - x: the quotient of the two mean squares.
  ///   - over: the degrees of freedom of the numerator.
  ///   - under: those of the denominator.
  public static func upperTail(_ x: Double, over: Double, under: Double) -> Double? {
    guard !x.isNaN, over > 0, over.isFinite, under > 0, under.isFinite else { return nil }
    guard x > 0 else { return 1 }
    let product = over * x
    guard product.isFinite else { return 0 }
    return SpecialFunctions.incompleteBeta(under / (under + product), under / 2, over / 2)
  }
}
