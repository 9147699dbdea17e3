/// Student's t at 97.5 % for whole degrees of freedom, fast enough for millions of intervals.
enum IntervalQuantile {
  /// Up to here values are taken from a table that is computed once; beyond, the expansion is exact to 7 digits.
  private static let tabulated = 40

  private static let table = (1...tabulated).map { degrees in
    StudentT.quantile(0.975, degreesOfFreedom: Double(degrees)) ?? .infinity
  }

  /// The quantile; `nil` for less than one degree of freedom.
  ///
  /// Above 40 degrees of freedom by the expansion in 1/ν of Abramowitz and Stegun 26.7.5, of which four terms are used.
  static func at(degreesOfFreedom degrees: Int) -> Double? {
    guard degrees >= 1 else { return nil }
    if degrees <= tabulated { return table[degrees - 1] }
    let x = 1.959_963_984_540_054
    let square = x * x
    let first = x * (square + 1) / 4
    let second = x * ((5 * square + 16) * square + 3) / 96
    let third = x * (((3 * square + 19) * square + 17) * square - 15) / 384
    let fourth = x * ((((79 * square + 776) * square + 1482) * square - 1920) * square - 945) / 92_160
    let inverse = 1 / Double(degrees)
    return x + inverse * (first + inverse * (second + inverse * (third + inverse * fourth)))
  }
}
