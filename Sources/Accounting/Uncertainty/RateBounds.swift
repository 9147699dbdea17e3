import Quantities

/// How wrong a PUE or a carbon intensity may be, and why.
public struct RateBound: Sendable, Hashable {
  /// The bound, a share of the value.
  public let relative: Double
  /// Who says so, or what is assumed.
  public let source: String
  /// Values with one group are the same value, with the same error.
  let group: String

  /// The term of a quantity of a size that is proportional to the rate.
  func term(named name: String, size: Double) -> UncertaintyTerm {
    UncertaintyTerm(
      name: name, source: source, standard: .rectangular(halfWidth: relative * size), distribution: .rectangular,
      group: group)
  }
}

/// The bounds of PUEs and carbon intensities (`Resources/rate-bounds.csv`).
public struct RateBoundsTable: Sendable {
  /// The table that is built into the program.
  public static let embedded = RateBoundsTable(parsing: PackageResources.rate_bounds_csv)

  /// Every row in order.
  public let entries: [(rate: String, kind: String, bound: Double, unit: String, basis: String, source: String)]

  init(parsing bytes: [UInt8]) {
    let table = ReferenceTable(parsing: bytes)
    entries = table.rows.compactMap { row in
      guard let rate = table.field("rate", of: row), let kind = table.field("kind", of: row),
        let bound = table.field("bound", of: row).flatMap(Double.init), let unit = table.field("unit", of: row),
        let basis = table.field("basis", of: row), let source = table.field("source", of: row)
      else { return nil }
      return (rate, kind, bound, unit, basis, source)
    }
  }

  private func entry(_ rate: String, _ kind: String) -> (bound: Double, source: String) {
    entries.first { $0.rate == rate && $0.kind == kind }.map { ($0.bound, $0.source) } ?? (0, "no bound is known")
  }

  /// The bound of a PUE: that of a site when the study states it, and else how far sites lie from the survey's average.
  ///
  /// No PUE is below 1, so that a stated one of 1 has no uncertainty.
  public func bound(of pue: SourcedPUE) -> RateBound {
    let ratio = pue.value.ratio
    let isStated = pue.kind == .studyFile
    let (bound, source) = entry("pue", isStated ? "stated" : "survey")
    let half = isStated ? min(bound, ratio - 1) : max(0, ratio - bound)
    return RateBound(
      relative: half / ratio, source: source, group: "pue/\(pue.source)/\(pue.year.map { String($0) } ?? "")/\(ratio)")
  }

  /// The bound of a carbon intensity: of a country's the largest change to a neighbouring year of its table, for every
  /// year that it is old, and at least the table's revisions; of others what is assumed for their kind.
  public func bound(of intensity: SourcedIntensity) -> RateBound {
    let group =
      "intensity/\(intensity.place ?? "")/\(intensity.year.map { String($0) } ?? "")/\(intensity.edition ?? intensity.source)"
    func stated(_ kind: String) -> RateBound {
      let (bound, source) = entry("intensity", kind)
      return RateBound(relative: bound / 100, source: source, group: group)
    }
    switch intensity.kind {
    case .user: return stated("stated")
    case .log: return stated("log")
    case .series: return stated("series")
    case .table:
      guard let country = intensity.iso3.flatMap({ try? CarbonIntensityTable.embedded.country($0) }),
        country.name == intensity.place, let year = intensity.year, let here = country.gramsPerKilowattHour[year],
        here > 0
      else { return stated("region") }
      let least = stated("country")
      let neighbours = [year - 1, year + 1].compactMap { country.gramsPerKilowattHour[$0] }
      let change = neighbours.map { abs($0 - here) / here }.max() ?? 0
      let age = max(0, (intensity.requestedYear ?? year) - year)
      return RateBound(
        relative: max(least.relative, change * Double(1 + age)), source: least.source, group: group)
    }
  }
}
