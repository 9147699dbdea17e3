public import Quantities

/// Size, mean and spread of repeated measurements, such as the folds of a cross-validation.
public struct SampleSummary: Sendable, Hashable, Codable {
  /// The number of values, at least 1.
  public let count: Int
  /// The arithmetic mean.
  public let mean: Double
  /// The sample standard deviation, with n − 1 in the denominator; `nil` for fewer than 2 values.
  ///
  /// It describes the spread of single values. It is not the standard error of the mean.
  public let standardDeviation: Double?
  /// The smallest value.
  public let minimum: Double
  /// The largest value.
  public let maximum: Double

  /// Summarises values of one unit; `nil` for no values, for values that are not finite, and on overflow.
  public init?(_ values: some Sequence<Double>) {
    let values = Array(values)
    guard let minimum = values.min(), let maximum = values.max(), values.allSatisfy(\.isFinite) else { return nil }
    let mean = values.compensatedSum() / Double(values.count)
    let squares = values.lazy.map { ($0 - mean) * ($0 - mean) }.compensatedSum()
    guard mean.isFinite, squares.isFinite else { return nil }
    count = values.count
    // Rounding must not put the mean of equal values beside them.
    self.mean = min(max(mean, minimum), maximum)
    standardDeviation = values.count < 2 ? nil : (squares / Double(values.count - 1)).squareRoot()
    self.minimum = minimum
    self.maximum = maximum
  }

  /// Summarises quantities of one kind; the summary's numbers are in the kind's base unit.
  public init?(of quantities: some Sequence<some ScalarQuantity>) {
    self.init(quantities.lazy.map(\.baseValue))
  }

  /// The 95 % confidence interval of the mean by Student's t, for normally distributed values; `nil` for fewer than 3.
  ///
  /// Two values would give an interval of ±9 standard deviations, which informs nobody.
  public var confidenceInterval: ClosedRange<Double>? {
    guard count >= 3, let standardDeviation,
      let quantile = StudentT.quantile(0.975, degreesOfFreedom: Double(count - 1))
    else { return nil }
    let half = quantile * standardDeviation / Double(count).squareRoot()
    guard half.isFinite else { return nil }
    return (mean - half)...(mean + half)
  }
}
