/// How much epochs differ, and what follows for a prediction from some of them.
///
/// **Derivation of the interval.** Let epochs x₁…xₙ be seen and m be to come. A predictor says L for each of them (for
/// a trend, L and a slope b). Take epochs as a stationary series around that line with variance σ² and an
/// autocorrelation ρ between neighbours that decays as ρᵏ (a first-order autoregression: other jobs on the machine,
/// caches and clocks change slower than epochs do). For long series, the variance of a sum of k of its terms is
/// k·σ²·φ with φ = (1 + ρ) / (1 − ρ). The error of the sum of what is to come then has three independent parts:
///
/// - what the epochs to come differ from their mean: m·σ²·φ
/// - what the level differs from the mean: m²·v·σ²·φ, where v is 1/n for a mean, and for a weighted median
///   (π/2)·Σw² / (Σw)² (large samples of normal values)
/// - for a trend, what its slope differs: G²·σ²·φ / Σ(i − ī)², where G is the sum of the distances of the epochs to come
///   from the middle of those seen.
///
/// A predictor that is not the mean (a median of skewed values) is off by m·(x̄ − L) in addition, which no averaging
/// removes; it is added as a square. The half-width is the root of the sum, with σ² as the sum of squares over n − 1
/// (n − 2 for a trend) and Student's t at 97.5 % with as many degrees of freedom. With φ = 1 and a mean this is the
/// textbook's t·s·√(m + m²/n) (e.g. Hahn and Meeker, Statistical Intervals, 1991, 4.8).
///
/// ρ is the correlation of neighbours, corrected for its bias of −(1 + 3ρ)/n (Kendall, Biometrika 41, 1954). A few epochs
/// tell next to nothing of it, and real ones are hardly ever independent, so it is drawn to 0.5 with the weight of 8
/// epochs (and is 0.5 for fewer), and held between 0 and 0.9. What is not in the model is a change of pace after the last epoch seen: no log
/// tells of it beforehand, and only past trainings tell how often it happens; see ``TrainingForecast/calibrated(by:)``.
struct EpochSpread: Sendable, Hashable {
  /// The number of epochs seen.
  let count: Int
  /// Their mean.
  let mean: Double
  /// The sum of squared distances from the mean, or from the line.
  private let squares: Double
  /// φ, at least 1.
  let inflation: Double

  /// The spread of some epochs around their mean, or around a line through it with a slope per epoch; `nil` for none.
  init?(_ values: [Double], slope: Double = 0) {
    guard !values.isEmpty else { return nil }
    count = values.count
    mean = values.compensatedSum() / Double(values.count)
    let center = Double(values.count - 1) / 2
    var squares = 0.0
    var products = 0.0
    var last: Double?
    for (place, value) in values.enumerated() {
      let residual = value - mean - slope * (Double(place) - center)
      squares += residual * residual
      if let last { products += last * residual }
      last = residual
    }
    self.squares = squares
    inflation = Self.inflation(count: values.count, squares: squares, products: products)
  }

  private static func inflation(count: Int, squares: Double, products: Double) -> Double {
    let n = Double(count)
    let measured = count >= 8 && squares > 0 ? (products / squares * n + 1) / (n - 3) : 0.5
    let correlation = min(max((n * measured + 8 * 0.5) / (n + 8), 0), 0.9)
    return (1 + correlation) / (1 - correlation)
  }

  /// Half of the 95 % interval of the sum of `remaining` epochs.
  ///
  /// - Parameters:
  ///   - remaining: m, the epochs to come.
  ///   - levelVariance: v, the variance of the level in units of σ²; `nil` for that of a mean.
  ///   - bias: how far one epoch's prediction is from the mean, as a known error.
  ///   - slopeReach: G when a slope was fitted, `nil` else.
  /// - Returns: `nil` when fewer epochs were seen than it takes to know a spread, or all are equal to the last digit:
  ///   they differ by less than the log prints, and nobody knows by how much.
  func halfWidth(
    remaining: Int, levelVariance: Double? = nil, bias: Double = 0, slopeReach: Double? = nil
  ) -> Double? {
    guard remaining > 0 else { return 0 }
    let degrees = count - (slopeReach == nil ? 1 : 2)
    guard squares > 0, let quantile = IntervalQuantile.at(degreesOfFreedom: degrees) else { return nil }
    let n = Double(count)
    let variance = squares / Double(degrees)
    let m = Double(remaining)
    var factor = m + m * m * (levelVariance ?? 1 / n)
    if let slopeReach { factor += slopeReach * slopeReach / (n * (n * n - 1) / 12) }
    let half = (quantile * quantile * variance * inflation * factor + m * m * bias * bias).squareRoot()
    return half.isFinite ? half : nil
  }
}
