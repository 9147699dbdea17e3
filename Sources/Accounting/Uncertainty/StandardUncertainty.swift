/// A standard uncertainty: the standard deviation of what a quantity may be (GUM, JCGM 100:2008, 2.3.1), in the
/// quantity's base unit; never negative.
public struct StandardUncertainty: Sendable, Hashable, Comparable, Codable {
  /// The standard uncertainty in the base unit of the quantity that it belongs to.
  public let value: Double

  /// Takes a standard deviation; its sign does not matter.
  public init(_ value: Double) { self.value = abs(value) }

  /// Type B: the value may lie anywhere within ± a bound, a / √3 (GUM 4.3.7).
  public static func rectangular(halfWidth: Double) -> StandardUncertainty {
    StandardUncertainty(halfWidth / 3.0.squareRoot())
  }

  /// Type A: the mean of repeated values, s / √n (GUM 4.2.3); `nil` for fewer than two values.
  public static func mean(of sample: SampleSummary) -> StandardUncertainty? {
    sample.standardDeviation.map { StandardUncertainty($0 / Double(sample.count).squareRoot()) }
  }

  public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}
