/// A mass of carbon dioxide equivalent (CO2e); the base unit is the gram.
public struct CarbonMass: ScalarQuantity {
  public var baseValue: Double
  public init(baseValue: Double) { self.baseValue = baseValue }

  /// A mass in grams of CO2e.
  public static func grams(_ value: Double) -> CarbonMass { CarbonMass(baseValue: value) }

  /// The mass in grams of CO2e.
  public var grams: Double { baseValue }

  /// The mass in kilograms of CO2e.
  public var kilograms: Double { baseValue / 1000 }
}

/// The carbon intensity of electricity; the base unit is grams of CO2e per kilowatt-hour.
public struct CarbonIntensity: ScalarQuantity {
  public var baseValue: Double
  public init(baseValue: Double) { self.baseValue = baseValue }

  /// An intensity in g CO2e per kWh.
  public static func gramsPerKilowattHour(_ value: Double) -> CarbonIntensity { CarbonIntensity(baseValue: value) }

  /// The intensity in g CO2e per kWh.
  public var gramsPerKilowattHour: Double { baseValue }
}

/// The emissions of an energy at a carbon intensity: kWh × g/kWh.
public func * (energy: Energy, intensity: CarbonIntensity) -> CarbonMass {
  .grams(energy.kilowattHours * intensity.gramsPerKilowattHour)
}

/// A distance travelled; the base unit is the kilometre.
public struct Distance: ScalarQuantity {
  public var baseValue: Double
  public init(baseValue: Double) { self.baseValue = baseValue }

  /// A distance in kilometres.
  public static func kilometres(_ value: Double) -> Distance { Distance(baseValue: value) }

  /// The distance in kilometres.
  public var kilometres: Double { baseValue }
}

/// Power usage effectiveness: total facility energy over IT energy (ISO/IEC 30134-2), a pure number of at least 1.
public struct PowerUsageEffectiveness: Sendable, Hashable, Comparable, Codable {
  /// The ratio, 1 or more.
  public let ratio: Double

  /// Makes a PUE; `nil` when the ratio is below 1, infinite or not a number.
  public init?(_ ratio: Double) {
    guard ratio >= 1, ratio.isFinite else { return nil }
    self.ratio = ratio
  }

  /// No overhead: IT energy and facility energy are the same.
  public static let none = PowerUsageEffectiveness(unchecked: 1)

  private init(unchecked ratio: Double) { self.ratio = ratio }

  public static func < (left: Self, right: Self) -> Bool { left.ratio < right.ratio }
}

/// The facility energy that an IT energy causes at a PUE.
public func * (energy: Energy, effectiveness: PowerUsageEffectiveness) -> Energy { energy * effectiveness.ratio }

/// The IT energy inside a facility energy at a PUE.
public func / (energy: Energy, effectiveness: PowerUsageEffectiveness) -> Energy { energy / effectiveness.ratio }
