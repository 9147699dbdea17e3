/// A unit of power or energy as headers and cells write it.
public struct DelimitedUnit: Sendable, Hashable, Codable {
  /// As people write it: `mW`, `kWh`.
  public let symbol: String
  /// It is one of energy, else of power.
  public let isEnergy: Bool
  /// How many watts or joules one unit is.
  public let factor: Double
  /// The factor's power of ten; `nil` when the factor is none (1 Wh is 3600 J).
  let exponent: Int?

  /// Watts.
  public static let watts = DelimitedUnit("W", isEnergy: false, exponent: 0)
  /// Joules.
  public static let joules = DelimitedUnit("J", isEnergy: true, exponent: 0)

  /// The unit of a name in any case: `W`, `watts`, `mW`, `kW`, `J`, `uJ`, `µJ`, `Wh`, `kWh`. `nil` for anything else.
  ///
  /// `MW` and `MJ` are taken as milli, since no node draws megawatts and headers are often in capitals.
  public init?(_ name: some StringProtocol) {
    guard let unit = Self.units[name.lowercased()] else { return nil }
    self = unit
  }

  private init(_ symbol: String, isEnergy: Bool, exponent: Int) {
    self.symbol = symbol
    self.isEnergy = isEnergy
    self.exponent = exponent
    factor = Self.powerOfTen(exponent)
  }

  private init(wattHours symbol: String, factor: Double) {
    self.symbol = symbol
    isEnergy = true
    exponent = nil
    self.factor = factor
  }

  private static func powerOfTen(_ exponent: Int) -> Double {
    var value = 1.0
    for _ in 0..<abs(exponent) { value *= 10 }
    return exponent < 0 ? 1 / value : value
  }

  private static let units: [String: DelimitedUnit] = {
    var units: [String: DelimitedUnit] = [:]
    let scales: [(prefixes: [String], symbol: String, exponent: Int)] = [
      (["n", "nano"], "n", -9), (["u", "µ", "μ", "micro"], "u", -6), (["m", "milli"], "m", -3), ([""], "", 0),
      (["k", "kilo"], "k", 3),
    ]
    for scale in scales {
      for prefix in scale.prefixes {
        for name in ["w", "watt", "watts"] {
          units[prefix + name] = DelimitedUnit(scale.symbol + "W", isEnergy: false, exponent: scale.exponent)
        }
        for name in ["j", "joule", "joules"] {
          units[prefix + name] = DelimitedUnit(scale.symbol + "J", isEnergy: true, exponent: scale.exponent)
        }
      }
    }
    for name in ["wh", "watt-hour", "watt-hours", "watthour", "watthours"] {
      units[name] = DelimitedUnit(wattHours: "Wh", factor: 3600)
    }
    units["mwh"] = DelimitedUnit(wattHours: "mWh", factor: 3.6)
    for name in ["kwh", "kilowatt-hour", "kilowatt-hours"] {
      units[name] = DelimitedUnit(wattHours: "kWh", factor: 3_600_000)
    }
    return units
  }()
}

/// A unit of time as headers and cells write it.
public enum DelimitedTimeUnit: String, Sendable, Hashable, Codable, CaseIterable {
  case seconds = "s"
  case milliseconds = "ms"
  case microseconds = "us"
  case nanoseconds = "ns"

  /// The unit of a name in any case: `s`, `sec`, `seconds`, `ms`, `us`, `ns`. `nil` for anything else.
  init?(name: some StringProtocol) {
    switch name.lowercased() {
    case "s", "sec", "secs", "second", "seconds": self = .seconds
    case "ms", "msec", "millis", "millisecond", "milliseconds": self = .milliseconds
    case "us", "µs", "μs", "usec", "microsecond", "microseconds": self = .microseconds
    case "ns", "nsec", "nanosecond", "nanoseconds": self = .nanoseconds
    default: return nil
    }
  }

  /// Decimals that make its values whole nanoseconds.
  var decimals: Int {
    switch self {
    case .seconds: 9
    case .milliseconds: 6
    case .microseconds: 3
    case .nanoseconds: 0
    }
  }

  /// How many nanoseconds one unit is.
  var nanosecondCount: Double {
    switch self {
    case .seconds: 1e9
    case .milliseconds: 1e6
    case .microseconds: 1e3
    case .nanoseconds: 1
    }
  }
}
