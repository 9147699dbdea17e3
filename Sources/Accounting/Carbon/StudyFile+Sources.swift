import Quantities
public import StudyFile

extension SourcedPUE {
  /// The PUE that a study file states.
  public init(_ choice: PUEChoice) {
    self.init(value: choice.value, source: choice.source ?? "study file", year: choice.year, kind: .studyFile)
  }
}

extension CarbonIntensityTable {
  /// The carbon intensity that a study file chooses: its own value, or the table's for its country.
  ///
  /// - Parameter activityYear: The year to look up where the study file names a country but no year; `nil` gives the
  ///   table's latest.
  public func intensity(
    _ choice: IntensityChoice, activityYear: Int? = nil
  ) throws(IntensityLookupError) -> SourcedIntensity {
    switch choice {
    case .country(let place, let year):
      return try intensity(of: place, year: year ?? activityYear)
    case .value(let value, let year, let source, let place):
      return SourcedIntensity(value: value, place: place, year: year, source: source ?? "study file", kind: .user)
    }
  }
}
