/// Why the table of carbon intensities has no answer.
public enum IntensityLookupError: Error, Sendable, Hashable, CustomStringConvertible {
  /// No country has this code or name; the suggestions are the nearest names with their codes, best first.
  case unknownPlace(String, suggestions: [String])
  /// The table has no value in the year asked for nor in an earlier one.
  case yearTooEarly(place: String, requested: Int, earliest: Int)

  public var description: String {
    switch self {
    case .unknownPlace(let place, let suggestions):
      let hint = suggestions.isEmpty ? "" : "; nearest: \(suggestions.joined(separator: ", "))"
      return "no carbon intensity is known for '\(place)'\(hint)"
    case .yearTooEarly(let place, let requested, let earliest):
      return "no carbon intensity is known for \(place) in \(requested) or before; the first is of \(earliest)"
    }
  }
}
