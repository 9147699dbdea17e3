/// An amount of energy; the base unit is the joule.
public struct Energy: ScalarQuantity {
  public var baseValue: Double
  public init(baseValue: Double) { self.baseValue = baseValue }

  /// Joules in one kilowatt-hour, exactly (1 kW × 3600 s).
  public static let joulesPerKilowattHour = 3.6e6

  /// Energy in joules.
  public static func joules(_ value: Double) -> Energy { Energy(baseValue: value) }

  /// Energy in kilowatt-hours, 3.6e6 J each.
  public static func kilowattHours(_ value: Double) -> Energy { Energy(baseValue: value * joulesPerKilowattHour) }

  /// The energy in joules.
  public var joules: Double { baseValue }

  /// The energy in watt-hours, 3600 J each.
  public var wattHours: Double { baseValue / 3600 }

  /// The energy in kilowatt-hours, 3.6e6 J each.
  public var kilowattHours: Double { baseValue / Self.joulesPerKilowattHour }
}

/// A power; the base unit is the watt.
public struct Power: ScalarQuantity {
  public var baseValue: Double
  public init(baseValue: Double) { self.baseValue = baseValue }

  /// Power in watts.
  public static func watts(_ value: Double) -> Power { Power(baseValue: value) }

  /// The power in watts.
  public var watts: Double { baseValue }
}

/// The energy of a power held for a duration.
public func * (power: Power, duration: Duration) -> Energy { .joules(power.watts * duration.inSeconds) }

/// The mean power of an energy spent over a duration; infinite or not-a-number for a duration of zero.
public func / (energy: Energy, duration: Duration) -> Power { .watts(energy.joules / duration.inSeconds) }
