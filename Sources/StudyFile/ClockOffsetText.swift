import Quantities

/// The text of a clock's offset: `+2.5`, `-0.25 s`, `15 min`, `-1h`.
public enum ClockOffsetText {
  /// No clock is wrong by more than this, in seconds.
  static let greatest = 14.0 * 3600

  /// The offset that a text says; `nil` when it is none, or more than 14 hours.
  public static func duration(_ text: String) -> Duration? {
    let trimmed = text.filter { $0 != " " }
    let units: [(name: String, seconds: Double)] = [("min", 60), ("h", 3600), ("s", 1), ("", 1)]
    for unit in units where trimmed.hasSuffix(unit.name) {
      let number = trimmed.dropLast(unit.name.count)
      guard !number.isEmpty, number.allSatisfy({ "+-.0123456789".contains($0) }), let value = Double(number) else {
        continue
      }
      let seconds = value * unit.seconds
      guard abs(seconds) <= greatest else { return nil }
      return .seconds(seconds)
    }
    return nil
  }
}
