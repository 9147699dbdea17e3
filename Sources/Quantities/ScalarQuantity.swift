/// A physical quantity that is one floating-point number in one base unit.
///
/// Conforming types add, subtract, compare and scale; they never mix with each other or with bare numbers.
/// Values may be negative (a correction can be); not-a-number never enters through the parsers.
public protocol ScalarQuantity: Sendable, Hashable, Comparable, Codable, AdditiveArithmetic {
  /// The value in the type's base unit, which its documentation names.
  var baseValue: Double { get set }

  /// Makes a quantity from a value in the base unit.
  init(baseValue: Double)
}

extension ScalarQuantity {
  /// No amount of the quantity.
  public static var zero: Self { Self(baseValue: 0) }

  public static func + (left: Self, right: Self) -> Self { Self(baseValue: left.baseValue + right.baseValue) }

  public static func - (left: Self, right: Self) -> Self { Self(baseValue: left.baseValue - right.baseValue) }

  /// The quantity scaled by a pure number.
  public static func * (quantity: Self, factor: Double) -> Self { Self(baseValue: quantity.baseValue * factor) }

  /// The quantity divided by a pure number.
  public static func / (quantity: Self, divisor: Double) -> Self { Self(baseValue: quantity.baseValue / divisor) }

  /// The ratio of two quantities of one kind, a pure number.
  public static func / (left: Self, right: Self) -> Double { left.baseValue / right.baseValue }

  public static func < (left: Self, right: Self) -> Bool { left.baseValue < right.baseValue }

  public init(from decoder: any Decoder) throws {
    self.init(baseValue: try decoder.singleValueContainer().decode(Double.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(baseValue)
  }
}
