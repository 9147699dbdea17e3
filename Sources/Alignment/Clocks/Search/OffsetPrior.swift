import Foundation

/// How likely shifts between two clocks are before any power is looked at.
enum OffsetPrior {
  /// A shift between zones that is thought possible.
  struct Zone: Sendable, Hashable {
    let seconds: Double
    /// The logarithm of its probability, up to a constant of all.
    let logPrior: Double
  }

  /// Both clocks' zones are known.
  static let known = [Zone(seconds: 0, logPrior: 0)]

  /// Nothing is known of the zone of a local clock, whose times are compared with UTC: all quarters of an hour up to
  /// 14 hours, those that are a zone's before those that none has.
  ///
  /// - Parameter sign: 1 where the shift is added to UTC times, -1 where it is added to the local ones.
  static func unknown(sign: Int) -> [Zone] {
    (-56...56).map { quarters in
      let ahead = quarters * sign
      let logPrior =
        (-48...56).contains(ahead) && ahead % 4 == 0
        ? 0.0 : halfZones.contains(ahead) ? -2 : quarterZones.contains(ahead) ? -3 : -9
      return Zone(seconds: Double(quarters) * 900, logPrior: logPrior)
    }
  }

  /// Zones of half hours, in quarters of an hour (IANA time zone database, 2025b): -9:30, -3:30, -2:30, 3:30 to 6:30,
  /// 9:30, 10:30.
  private static let halfZones: Set<Int> = [-38, -14, -10, 14, 18, 22, 26, 38, 42]
  /// Zones of quarters: 5:45, 8:45, 12:45, 13:45.
  private static let quarterZones: Set<Int> = [23, 35, 51, 55]

  /// Shifts between two clocks of which nothing is known: whole hours before half and quarter ones.
  private static let any: [Zone] = (-56...56).map { quarters in
    let logPrior = quarters % 4 == 0 ? 0.0 : quarters % 2 == 0 ? -3.0 : -5.0
    return Zone(seconds: Double(quarters) * 900, logPrior: logPrior)
  }

  /// Both clocks' zones are not known, but clocks of one cluster mostly show the same.
  static let same: [Zone] = any.map { zone in
    Zone(seconds: zone.seconds, logPrior: zone.seconds == 0 ? 4 : zone.logPrior - 2)
  }

  /// Clocks of hosts mostly agree within seconds: a density of (1 + (r/2 s)²)⁻⁴, which falls by a factor of e for every
  /// 10 s more beyond 10 s; up to a constant.
  static func residual(_ seconds: Double) -> Double {
    -4 * log(1 + seconds / 2 * (seconds / 2)) - max(0, abs(seconds) - 10) / 10
  }

  /// A trace of a training mostly covers it, and mostly begins up to ten minutes before it and ends as soon after it.
  static func coverage(of schedule: LoadSchedule, by profile: PowerProfile, shift: Double) -> Double {
    let (first, last) = (profile.first + shift, profile.last + shift)
    let shared = min(last, schedule.end) - max(first, schedule.start)
    guard shared > 0, schedule.duration > 0 else { return -18 }
    var value = -8 * (1 - min(shared / schedule.duration, 1))
    let (lead, tail) = (schedule.start - first, last - schedule.end)
    if -5...600 ~= lead { value += 3 }
    if -5...600 ~= tail { value += 3 }
    return value
  }
}
