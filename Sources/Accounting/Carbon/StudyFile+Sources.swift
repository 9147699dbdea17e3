import Quantities
public import StudyFile

extension SourcedPUE {
  /// The PUE that a study file states, for a site that has a name or for all.
  public init(_ choice: PUEChoice, site: String? = nil) {
    let years = choice.years.map { " \($0.lowerBound) to \($0.upperBound)" } ?? ""
    self.init(
      value: choice.value, source: choice.source ?? (site ?? "study file") + years, year: choice.year, kind: .studyFile)
  }
}

extension CarbonIntensityTable {
  /// The carbon intensity that a study file chooses: its own value, the table's for its country, or a series.
  ///
  /// - Parameter activityYear: The year to look up where the study file names a country but no year; `nil` gives the
  ///   table's latest.
  /// - Parameter series: the series that the study file names, by their choices; one that is missing cannot be used.
  public func intensity(
    _ choice: IntensityChoice, activityYear: Int? = nil, series: [IntensitySeriesChoice: SourcedSeries] = [:]
  ) throws(IntensityLookupError) -> SourcedIntensity {
    switch choice {
    case .country(let place, let year):
      return try intensity(of: place, year: year ?? activityYear)
    case .value(let value, let year, let source, let place, let boundary):
      return SourcedIntensity(
        value: value, place: place, year: year, source: source ?? "study file", kind: .user, boundary: boundary)
    case .series(let choice):
      guard let found = series[choice] else { throw .seriesUnusable(path: choice.path, reason: "it was not read") }
      return found.source
    }
  }
}
