import Quantities

/// The cars that a mass of CO2e can be compared with.
public struct Equivalences: Sendable {
  /// The table that is built into the program.
  public static let embedded = Equivalences(parsing: PackageResources.equivalences_csv)

  /// All factors, in the order of the table.
  public let cars: [CarEmissionFactor]

  init(parsing bytes: [UInt8]) {
    let table = ReferenceTable(parsing: bytes)
    cars = table.rows.compactMap { row in
      guard let id = table.field("id", of: row), let cycle = table.field("cycle", of: row),
        let grams = table.field("grams_per_km", of: row).flatMap({ Double($0) }), grams.isFinite, grams > 0,
        let source = table.field("source", of: row)
      else { return nil }
      return CarEmissionFactor(
        id: id, gramsPerKilometre: grams, cycle: cycle, year: table.field("year", of: row).flatMap { Int($0) },
        source: source)
    }
  }

  /// The factor with a name; `nil` when there is none.
  public func car(_ id: String) -> CarEmissionFactor? { cars.first { $0.id == id } }
}
