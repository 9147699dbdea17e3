public import Quantities

/// A carbon intensity and where it comes from, so that every CO2e figure can name both.
public struct SourcedIntensity: Sendable, Hashable, Codable {
  /// What kind of source an intensity has.
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// The built-in table of countries and years.
    case table
    /// The user, in the study file or on the command line.
    case user
    /// A tracker's log.
    case log
    /// A time series that the user supplied, weighted with the energy.
    case series
  }

  /// The intensity.
  public var value: CarbonIntensity
  /// The name of the country, grid or site; `nil` when it is not known.
  public var place: String?
  /// The ISO 3166-1 alpha-3 code of the place, `WLD` for the world, `EUU` for the European Union; `nil` if there is none.
  public var iso3: String?
  /// The year that the value holds for; `nil` when it is not known.
  public var year: Int?
  /// The year that was asked for; `nil` when any year would do.
  public var requestedYear: Int?
  /// The edition of the source, since later editions revise earlier years; `nil` when there are none.
  public var edition: String?
  /// Who says so.
  public var source: String
  /// The licence of the data; `nil` when none is known.
  public var license: String?
  /// What kind of source this is.
  public var kind: Kind
  /// Which emissions the value counts; `nil` when nobody said so.
  public var boundary: EmissionsBoundary?

  /// Makes an intensity with its source.
  public init(
    value: CarbonIntensity, place: String? = nil, iso3: String? = nil, year: Int? = nil, requestedYear: Int? = nil,
    edition: String? = nil, source: String, license: String? = nil, kind: Kind,
    boundary: EmissionsBoundary? = nil
  ) {
    self.value = value
    self.place = place
    self.iso3 = iso3
    self.year = year
    self.requestedYear = requestedYear
    self.edition = edition
    self.source = source
    self.license = license
    self.kind = kind
    self.boundary = boundary
  }

  /// Whether the value is of an earlier year than the one asked for, because the source has none for that year.
  public var isFromEarlierYear: Bool {
    guard let year, let requestedYear else { return false }
    return year < requestedYear
  }
}
