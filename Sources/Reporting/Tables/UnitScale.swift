import Quantities

/// A unit to print numbers in: its symbol, and how many base units make one.
public struct UnitScale: Sendable, Hashable {
  /// The symbol, such as "kWh".
  public let symbol: String
  /// Base units in one of this unit; the base units are J, g, km, s, W and fractions.
  public let divisor: Double

  /// Makes a unit; `divisor` is positive.
  public init(symbol: String, divisor: Double) {
    self.symbol = symbol
    self.divisor = divisor
  }

  /// 3600 J.
  public static let wattHours = UnitScale(symbol: "Wh", divisor: 3600)
  /// 3.6e6 J.
  public static let kilowattHours = UnitScale(symbol: "kWh", divisor: Energy.joulesPerKilowattHour)
  /// 3.6e9 J.
  public static let megawattHours = UnitScale(symbol: "MWh", divisor: 1000 * Energy.joulesPerKilowattHour)
  /// The base unit of carbon.
  public static let grams = UnitScale(symbol: "g", divisor: 1)
  /// 1000 g.
  public static let kilograms = UnitScale(symbol: "kg", divisor: 1000)
  /// 1e6 g.
  public static let tonnes = UnitScale(symbol: "t", divisor: 1e6)
  /// A thousandth of the base unit of distance.
  public static let metres = UnitScale(symbol: "m", divisor: 0.001)
  /// The base unit of distance.
  public static let kilometres = UnitScale(symbol: "km", divisor: 1)
  /// The base unit of time.
  public static let seconds = UnitScale(symbol: "s", divisor: 1)
  /// 60 s.
  public static let minutes = UnitScale(symbol: "min", divisor: 60)
  /// 3600 s.
  public static let hours = UnitScale(symbol: "h", divisor: 3600)
  /// The base unit of power.
  public static let watts = UnitScale(symbol: "W", divisor: 1)
  /// 1000 W.
  public static let kilowatts = UnitScale(symbol: "kW", divisor: 1000)
  /// A hundredth.
  public static let percent = UnitScale(symbol: "%", divisor: 0.01)

  /// The largest unit in which the median of the values is at least 1, else the smallest; `nil` for kinds of
  /// number without a choice of units.
  ///
  /// - Parameter values: in base units; zeros and values that are not finite do not count.
  public static func fitting(_ values: [Double], of unit: ColumnUnit) -> UnitScale? {
    let scales = unit.printedScales
    guard let median = values.map(\.magnitude).filter({ $0 > 0 && $0.isFinite }).median else {
      return unit.dataScale.flatMap { data in scales.first { $0.symbol == data.symbol } } ?? scales.first
    }
    return scales.last { median / $0.divisor >= 1 } ?? scales.first
  }
}

extension [Double] {
  /// The middle value, or the mean of the two middle ones; `nil` when there is none.
  var median: Double? {
    guard !isEmpty else { return nil }
    let sorted = sorted()
    let upper = sorted[count / 2]
    return count.isMultiple(of: 2) ? (sorted[count / 2 - 1] + upper) / 2 : upper
  }
}
