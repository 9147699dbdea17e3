/// Values that can stand on an axis.
enum Plottable {
  /// The largest size of a value; far beyond any energy, and sums of many stay finite.
  static let limit = 1e100

  /// The value if it is finite and not absurdly large.
  static func value(_ value: Double?) -> Double? {
    guard let value, value.magnitude <= limit else { return nil }
    return value
  }

  /// The value if it is plottable and not negative.
  static func nonNegative(_ value: Double?) -> Double? {
    guard let value = Self.value(value), value >= 0 else { return nil }
    return value
  }

  /// The value if it is plottable and above 0, as a logarithmic axis needs.
  static func positive(_ value: Double?) -> Double? {
    guard let value = Self.value(value), value > 1e-100 else { return nil }
    return value
  }
}
