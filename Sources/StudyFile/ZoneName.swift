import Foundation
public import Quantities

/// The time zone of a host's clock: a name of the IANA database, `UTC`, or a fixed offset such as `+01:00`.
public struct ZoneName: Sendable, Hashable, CustomStringConvertible {
  private enum Rule: Sendable, Hashable {
    case fixed(seconds: Int)
    case region(TimeZone)
  }

  /// Coordinated Universal Time.
  public static let utc = ZoneName(name: "UTC", rule: .fixed(seconds: 0))

  /// The name as it was written.
  public let name: String
  private let rule: Rule

  public var description: String { name }

  /// Makes a zone from its name; `nil` when there is no such zone.
  ///
  /// Abbreviations such as `CST` and `IST` are no names, since several zones share them.
  public init?(_ name: String) {
    if name == Self.utc.name {
      self = .utc
    } else if let seconds = Self.fixedOffset(name) {
      self.init(name: name, rule: .fixed(seconds: seconds))
    } else if name.contains("/") || Self.plainNames.contains(name), let zone = TimeZone(identifier: name) {
      self.init(name: name, rule: .region(zone))
    } else {
      return nil
    }
  }

  private init(name: String, rule: Rule) {
    self.name = name
    self.rule = rule
  }

  /// How far the zone's clocks are ahead of UTC at an instant; negative when they are behind.
  public func offset(at instant: Instant) -> Duration {
    switch rule {
    case .fixed(let seconds):
      return .seconds(seconds)
    case .region(let zone):
      // Whole seconds, rounded down in integers, so that an offset changes exactly at its instant.
      let (seconds, rest) = instant.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
      let date = Date(timeIntervalSince1970: Double(rest < 0 ? seconds - 1 : seconds))
      return .seconds(zone.secondsFromGMT(for: date))
    }
  }

  /// How far the zone's clocks can have been ahead of UTC when they showed a wall time.
  ///
  /// One offset as a rule; two, the earlier instant's first, when clocks went back over the wall time and it was shown
  /// twice; none when they went forward over it and it was never shown.
  public func offset(forWallTime wallTime: WallTime) -> [Duration] {
    guard case .region = rule else { return [offset(at: Instant(nanoseconds: 0))] }
    // No clock is more than a day from UTC, so these are the offsets before and after any change nearby.
    let reading = Instant(nanoseconds: wallTime.nanoseconds)
    let nearby = Set([-86_400, 0, 86_400].map { offset(at: reading.advanced(by: .seconds($0))) })
    return nearby.filter { offset(at: wallTime.instant(aheadOfUTC: $0)) == $0 }.sorted(by: >)
  }

  /// The nearest names to one that is not known, the best first.
  static func suggestions(for name: String) -> [String] {
    NearestNames.among([utc.name] + TimeZone.knownTimeZoneIdentifiers.sorted(), to: name)
  }

  /// The names of the IANA database without a slash that are no country's.
  private static let plainNames: Set<String> = ["GMT", "CET", "EET", "MET", "WET", "EST", "MST", "HST"]

  /// The seconds of `±HH:MM`, up to 14 hours; `nil` for any other text.
  private static func fixedOffset(_ text: String) -> Int? {
    let bytes = Array(text.utf8)
    guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"),
      bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-")
    else { return nil }
    let digits = [bytes[1], bytes[2], bytes[4], bytes[5]].map { Int($0) - 48 }
    guard digits.allSatisfy((0...9).contains) else { return nil }
    let hours = digits[0] * 10 + digits[1]
    let minutes = digits[2] * 10 + digits[3]
    guard minutes < 60, hours * 60 + minutes <= 14 * 60 else { return nil }
    return (hours * 60 + minutes) * (bytes[0] == UInt8(ascii: "-") ? -60 : 60)
  }
}
