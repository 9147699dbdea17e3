import Quantities

/// Average PUE of data centres by year, after the surveys of the Uptime Institute.
///
/// The figures are means over the largest sites of those who answered. They stand in where nobody knows the site's own
/// PUE, and overstate that of large and new sites.
public struct PUETable: Sendable {
  /// The table that is built into the program: 2018 to 2025.
  public static let embedded = PUETable(parsing: PackageResources.pue_uptime_csv)

  /// One value per year, the earliest first.
  public let entries: [SourcedPUE]

  init(parsing bytes: [UInt8]) {
    let table = ReferenceTable(parsing: bytes)
    entries = table.rows.compactMap { row in
      guard let year = table.field("year", of: row).flatMap({ Int($0) }),
        let value = table.field("average_pue", of: row).flatMap({ Double($0) }).flatMap(PowerUsageEffectiveness.init),
        let source = table.field("source", of: row)
      else { return nil }
      return SourcedPUE(value: value, source: source, year: year, kind: .default)
    }
    .sorted { ($0.year ?? 0) < ($1.year ?? 0) }
  }

  /// The average of a year or, without one, of the nearest earlier year; `nil` before the first survey.
  ///
  /// - Parameter year: The year of the activity; `nil` gives the latest survey.
  public func average(in year: Int? = nil) -> SourcedPUE? {
    entries.last { ($0.year ?? .max) <= year ?? .max }
  }
}
