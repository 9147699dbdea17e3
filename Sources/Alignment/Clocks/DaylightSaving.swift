import LogFormats
import Quantities

/// Finds changes of daylight saving time in files whose zone is not known, by what the files themselves say.
///
/// An epoch whose stamps lie an hour less, or an hour more, apart than it took by its printed time, and a stamp that is
/// an hour before the one that it follows, can hardly be anything else.
enum DaylightSaving {
  private static let hour = 3600.0
  /// How far the hour may be missed, in seconds.
  private static let tolerance = 120.0

  /// The clock of a training log with the changes that its epochs show; the clock itself when they show none.
  static func reading(_ clock: ClockReading, of log: TrainingLog) -> ClockReading {
    guard clock.changes.isEmpty else { return clock }
    var changes: [ClockReading.Change] = []
    var ahead = clock.offset
    var previous = log.firstStamp
    func change(by step: Double, between start: WallTime, and end: WallTime) {
      let from = start.instant(aheadOfUTC: ahead)
      ahead += .seconds(step)
      let to = end.instant(aheadOfUTC: ahead)
      changes.append(.init(instant: fullHour(between: from, and: to), offset: ahead))
    }
    for epoch in log.epochs {
      if let previous, isHour(previous.duration(to: epoch.start).inSeconds + hour, within: tolerance) {
        // Back by an hour between two epochs.
        if previous > epoch.start { change(by: -hour, between: previous, and: epoch.start) }
      }
      if let end = epoch.end, let seconds = epoch.seconds {
        let excess = epoch.start.duration(to: end).inSeconds - seconds
        if isHour(excess - hour, within: max(30, 0.02 * seconds)) { change(by: hour, between: epoch.start, and: end) }
        if isHour(excess + hour, within: max(30, 0.02 * seconds)) { change(by: -hour, between: epoch.start, and: end) }
      }
      previous = epoch.end ?? epoch.start
    }
    // A zone changes twice a year; more is a damaged log.
    guard !changes.isEmpty, changes.count <= 4 else { return clock }
    return ClockReading(offset: clock.offset, basis: clock.basis, changes: changes, correction: clock.correction)
  }

  /// The clock of a trace with the change that a step back by an hour shows; the clock itself without one.
  static func reading(_ clock: ClockReading, stepFrom last: WallTime, to next: WallTime) -> ClockReading {
    guard clock.changes.isEmpty, isHour(last.duration(to: next).inSeconds + hour, within: tolerance) else {
      return clock
    }
    let ahead = clock.offset - .seconds(hour)
    let change = ClockReading.Change(
      instant: fullHour(between: last.instant(aheadOfUTC: clock.offset), and: next.instant(aheadOfUTC: ahead)),
      offset: ahead)
    return ClockReading(offset: clock.offset, basis: clock.basis, changes: [change], correction: clock.correction)
  }

  private static func isHour(_ difference: Double, within tolerance: Double) -> Bool { abs(difference) <= tolerance }

  /// Zones change at full hours; the last one up to `end`, or `end` itself.
  private static func fullHour(between start: Instant, and end: Instant) -> Instant {
    let hour: Int64 = 3_600_000_000_000
    let full = Instant(nanoseconds: end.nanoseconds / hour * hour)
    return full > start ? full : end
  }
}
