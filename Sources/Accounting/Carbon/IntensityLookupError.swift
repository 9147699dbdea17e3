public import Quantities

/// Why no carbon intensity can be given.
public enum IntensityLookupError: Error, Sendable, Hashable, CustomStringConvertible {
  /// No country has this code or name; the suggestions are the nearest names with their codes, best first.
  case unknownPlace(String, suggestions: [String])
  /// The table has no value in the year asked for nor in an earlier one.
  case yearTooEarly(place: String, requested: Int, earliest: Int)
  /// A file of intensities cannot be used as the study file says.
  case seriesUnusable(path: String, reason: String)
  /// A series does not cover a training whose energy is known.
  case seriesTooShort(path: String, logPath: String, training: TimeWindow, series: TimeWindow?, share: Double)
  /// Direct and life-cycle intensities would stand in one report.
  case mixedBoundaries(direct: String, lifeCycle: String)

  public var description: String {
    switch self {
    case .unknownPlace(let place, let suggestions):
      let hint = suggestions.isEmpty ? "" : "; nearest: \(suggestions.joined(separator: ", "))"
      return "no carbon intensity is known for '\(place)'\(hint)"
    case .yearTooEarly(let place, let requested, let earliest):
      return "no carbon intensity is known for \(place) in \(requested) or before; the first is of \(earliest)"
    case .seriesUnusable(let path, let reason):
      return "\(path): cannot be used as a series of carbon intensities: \(reason)"
    case .seriesTooShort(let path, let logPath, let training, let series, let share):
      let reach = series.map { "from \($0.start.iso8601) to \($0.end.iso8601)" } ?? "nothing"
      // Rounded down, so that 100 % is never said of less.
      let percent = Int((100 * share).rounded(.down))
      return "\(path): covers \(percent) % of the energy of \(logPath), which ran from \(training.start.iso8601) to "
        + "\(training.end.iso8601), and has \(reach); add the missing time"
        + (share > 0 ? ", or say cover: part under carbon-intensity in fodspor.yml" : "")
    case .mixedBoundaries(let direct, let lifeCycle):
      return "direct and life-cycle carbon intensities are not to be compared or added up: \(direct) is direct, "
        + "\(lifeCycle) is life-cycle; choose sources of one kind"
    }
  }
}

extension IntensityLookupError {
  /// Refuses intensities of which some count direct emissions only and others the whole life cycle; those that do not
  /// tell go with either.
  static func checkBoundaries(_ intensities: [SourcedIntensity]) throws(IntensityLookupError) {
    func name(_ boundary: EmissionsBoundary) -> String? {
      intensities.first { $0.boundary == boundary }.map {
        [$0.place, $0.edition ?? $0.source].compactMap(\.self).joined(separator: ", ")
      }
    }
    if let direct = name(.direct), let lifeCycle = name(.lifeCycle) {
      throw .mixedBoundaries(direct: direct, lifeCycle: lifeCycle)
    }
  }
}
