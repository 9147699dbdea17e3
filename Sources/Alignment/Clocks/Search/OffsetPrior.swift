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

  /// Nothing is known of one clock's zone: all quarters of an hour up to 14 hours, whole hours before half and quarter
  /// ones, as zones are.
  static let unknown: [Zone] = (-56...56).map { quarters in
    let logPrior = quarters % 4 == 0 ? 0.0 : quarters % 2 == 0 ? -3.0 : -5.0
    return Zone(seconds: Double(quarters) * 900, logPrior: logPrior)
  }

  /// Both clocks' zones are not known, but clocks of one cluster mostly show the same.
  static let same: [Zone] = unknown.map { zone in
    Zone(seconds: zone.seconds, logPrior: zone.seconds == 0 ? 4 : zone.logPrior - 2)
  }

  /// Clocks of hosts mostly agree within seconds: a density of (1 + (r/2 s)²)⁻², up to a constant.
  static func residual(_ seconds: Double) -> Double { -2 * log(1 + seconds / 2 * (seconds / 2)) }

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
