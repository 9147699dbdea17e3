public import Quantities

/// Carbon intensities of parts of countries: states, provinces, bidding zones and the subregions of a grid.
///
/// One year for each region. The values are of several kinds, which ``Region/boundary`` tells apart: direct emission
/// rates (US EPA eGRID; China's ministry, CO2 only) and life-cycle ones (Canadian provinces and Nordic zones, computed
/// from generation by source).
public struct RegionalIntensityTable: Sendable {
  /// A part of a country.
  public struct Region: Sendable, Hashable {
    /// The country's ISO 3166-1 alpha-3 code.
    public let iso3: String
    /// The region's code: ISO 3166-2 (`US-CA`), a bidding zone (`SE3`), or an eGRID subregion (`eGRID-CAMX`).
    public let code: String
    /// The English name.
    public let name: String
    /// What kind of region it is, as in `state` and `bidding zone`.
    public let level: String
    /// The year of the value.
    public let year: Int
    /// The intensity.
    public let intensity: CarbonIntensity
    /// Which emissions it counts.
    public let boundary: EmissionsBoundary
    /// Who says so.
    public let source: String
    /// The licence of the data.
    public let license: String
  }

  /// The table that is built into the program.
  public static let embedded = RegionalIntensityTable(parsing: PackageResources.carbon_intensity_regions_csv)

  /// All regions, in the order of the table.
  public let regions: [Region]
  /// Positions in `regions` by code and, where it is of one region only, by name, all in their folded form.
  private let positions: [String: Int]

  init(parsing bytes: [UInt8]) {
    let table = ReferenceTable(parsing: bytes)
    regions = table.rows.compactMap { Self.region($0, in: table) }
    var positions: [String: Int] = [:]
    for (index, region) in regions.enumerated() {
      let name = CarbonIntensityTable.folded(region.name)
      positions[name] = positions[name] ?? index
    }
    for (index, region) in regions.enumerated() {
      positions[CarbonIntensityTable.folded(region.code)] = index
      // Electricity Maps calls a bidding zone SE-SE3, and an eGRID subregion is often named without its grid.
      if region.level == "bidding zone" {
        positions[CarbonIntensityTable.folded(region.code.prefix(2) + region.code)] = index
      }
      if region.code.hasPrefix("eGRID-") {
        positions[CarbonIntensityTable.folded(String(region.code.dropFirst(6)))] = index
      }
    }
    self.positions = positions
  }

  /// The region with a code or an English name; `nil` when there is none. Case and punctuation don't matter.
  public func region(_ place: String) -> Region? {
    positions[CarbonIntensityTable.folded(place)].flatMap { regions.indices.contains($0) ? regions[$0] : nil }
  }

  /// The carbon intensity of a region.
  ///
  /// - Parameter year: the year of the activity; the region's only value holds for its own year and later ones.
  func intensity(of region: Region, year: Int?) throws(IntensityLookupError) -> SourcedIntensity {
    guard region.year <= year ?? .max else {
      throw .yearTooEarly(place: region.name, requested: year ?? .max, earliest: region.year)
    }
    return SourcedIntensity(
      value: region.intensity, place: region.name, iso3: region.iso3, year: region.year, requestedYear: year,
      source: region.source, license: region.license, kind: .table, boundary: region.boundary)
  }

  private static func region(_ row: [String], in table: ReferenceTable) -> Region? {
    guard let iso3 = table.field("iso3", of: row), let code = table.field("code", of: row),
      let name = table.field("name", of: row), let level = table.field("level", of: row),
      let year = table.field("year", of: row).flatMap({ Int($0) }),
      let grams = table.field("g_per_kwh", of: row).flatMap({ Double($0) }), grams.isFinite, grams > 0,
      let boundary = table.field("emissions", of: row).flatMap({ EmissionsBoundary(rawValue: $0) }),
      let source = table.field("source", of: row)
    else { return nil }
    return Region(
      iso3: iso3, code: code, name: name, level: level, year: year, intensity: .gramsPerKilowattHour(grams),
      boundary: boundary, source: table.note("source-" + source), license: table.note("license-" + source))
  }
}
