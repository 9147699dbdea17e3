public import Quantities

/// What a car emits per kilometre, to picture a mass of CO2e as a distance.
public struct CarEmissionFactor: Sendable, Hashable, Codable {
  /// The name of the factor, as in `eu_new_car_2024`.
  public let id: String
  /// Emissions in grams of CO2e per kilometre; more than 0.
  public let gramsPerKilometre: Double
  /// How it was found: the test cycle `NEDC` or `WLTP` (type approval, which real driving exceeds), or `fleet`.
  public let cycle: String
  /// The year of the cars; `nil` when it is not known.
  public let year: Int?
  /// Who says so.
  public let source: String

  /// New cars in the EU in 2024 by the EEA's provisional data, 106.8 g/km: the factor of carbontracker 2.4.
  public static let standard = CarEmissionFactor(
    id: "eu_new_car_2024", gramsPerKilometre: 106.8, cycle: "WLTP", year: 2024,
    source: "EEA provisional data 2025; carbontracker 2.4")

  /// The distance on which a car emits a mass: g ÷ g/km.
  public func distance(emitting mass: CarbonMass) -> Distance { .kilometres(mass.grams / gramsPerKilometre) }
}
