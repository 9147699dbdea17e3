import Quantities
import StudyFile

/// Carbon intensities of electricity by country and year, without a network.
///
/// The built-in values are yearly averages of the electricity *generated* in a country: life-cycle emissions (with
/// upstream methane, supply chain and construction; 100-year warming potentials), imports and exports left out, before
/// the losses of the grid. They are location-based in the sense of the GHG Protocol's Scope 2. Editions revise past
/// years, so a report has to name the edition.
public struct CarbonIntensityTable: Sendable {
  /// A country of the table, or a union or the world.
  public struct Country: Sendable, Hashable {
    /// The ISO 3166-1 alpha-3 code; `WLD` for the world, `EUU` for the European Union.
    public let iso3: String
    /// The ISO 3166-1 alpha-2 code; `nil` for the world.
    public let iso2: String?
    /// The short English name.
    public let name: String
    let aliases: [String]
    let gramsPerKilowattHour: [Int: Double]

    /// The years with a value, the earliest first.
    public var years: [Int] { gramsPerKilowattHour.keys.sorted() }
  }

  /// The table that is built into the program: Our World in Data, 2026 edition, 2000 to 2025.
  public static let embedded = CarbonIntensityTable(parsing: PackageResources.carbon_intensity_csv)

  /// What the values mean, for a footnote.
  public static let method =
    "life-cycle emissions of the average electricity generated, imports excluded, before grid losses"

  /// The edition of the table.
  public let edition: String
  /// The address that the table comes from.
  public let source: String
  /// The licence of the data.
  public let license: String
  /// All countries of the table, ordered by code.
  public let countries: [Country]

  /// Positions in `countries` by code, name and alias, all in their folded form.
  private let positions: [String: Int]

  init(parsing bytes: [UInt8]) {
    let table = ReferenceTable(parsing: bytes)
    edition = table.note("edition")
    source = table.note("source")
    license = table.note("license")
    countries = table.rows.compactMap { Self.country($0, in: table) }
    var positions: [String: Int] = [:]
    for (index, country) in countries.enumerated() {
      for name in [country.iso3, country.iso2 ?? "", country.name] + country.aliases where !name.isEmpty {
        positions[Self.folded(name)] = index
      }
    }
    self.positions = positions
  }

  /// The country with an ISO 3166 code (of two or three letters) or an English name; case and punctuation don't matter.
  public func country(_ place: String) throws(IntensityLookupError) -> Country {
    if let index = positions[Self.folded(place)], countries.indices.contains(index) { return countries[index] }
    throw .unknownPlace(place, suggestions: suggestions(for: place))
  }

  /// The carbon intensity of a place in a year.
  ///
  /// - Parameters:
  ///   - place: An ISO 3166 code of two or three letters, an English name, `WLD` for the world, or a region of
  ///     ``RegionalIntensityTable``. A name that a country and a region share, as Georgia, is the country's.
  ///   - year: The year of the activity. Where the table has no value for it the nearest earlier year is given, and
  ///     ``SourcedIntensity/isFromEarlierYear`` says so. `nil` gives the latest year.
  public func intensity(of place: String, year: Int? = nil) throws(IntensityLookupError) -> SourcedIntensity {
    if positions[Self.folded(place)] == nil, let region = RegionalIntensityTable.embedded.region(place) {
      return try RegionalIntensityTable.embedded.intensity(of: region, year: year)
    }
    let country = try country(place)
    let years = country.years
    guard let found = years.last(where: { $0 <= year ?? .max }), let grams = country.gramsPerKilowattHour[found] else {
      throw .yearTooEarly(place: country.name, requested: year ?? .max, earliest: years.first ?? .max)
    }
    return SourcedIntensity(
      value: .gramsPerKilowattHour(grams), place: country.name, iso3: country.iso3, year: found, requestedYear: year,
      edition: edition, source: source, license: license, kind: .table, boundary: .lifeCycle)
  }

  private func suggestions(for place: String) -> [String] {
    var candidates: [(name: String, index: Int)] = []
    for (index, country) in countries.enumerated() {
      candidates.append((country.iso3, index))
      candidates.append((country.name, index))
      for alias in country.aliases { candidates.append((alias, index)) }
    }
    let nearest = NearestNames.among(candidates.map(\.name), to: place, limit: 3)
    var seen: Set<Int> = []
    return nearest.compactMap { name in
      guard let index = candidates.first(where: { $0.name == name })?.index, seen.insert(index).inserted else {
        return nil
      }
      return "\(countries[index].name) (\(countries[index].iso3))"
    }
  }

  private static func country(_ row: [String], in table: ReferenceTable) -> Country? {
    guard let iso3 = table.field("iso3", of: row), let name = table.field("name", of: row) else { return nil }
    var values: [Int: Double] = [:]
    for (column, text) in zip(table.columns, row) {
      guard let year = Int(column), let value = Double(text), value.isFinite, value > 0 else { continue }
      values[year] = value
    }
    let aliases = table.field("aliases", of: row)?.split(separator: ";").map(String.init) ?? []
    guard !values.isEmpty else { return nil }
    return Country(
      iso3: iso3, iso2: table.field("iso2", of: row), name: name, aliases: aliases, gramsPerKilowattHour: values)
  }

  /// A name without case, spaces and punctuation.
  static func folded(_ name: some StringProtocol) -> String {
    name.lowercased().filter { $0.isLetter || $0.isNumber }
  }
}
