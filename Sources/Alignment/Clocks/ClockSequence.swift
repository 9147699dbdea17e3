public import Quantities

/// Reads stamps in the order in which a file has them, so that an hour that autumn repeats is read right.
///
/// Of the instants that a stamp may be, the first that is not before the stamp before it is taken.
public struct ClockSequence: Sendable {
  private let clock: ClockReading
  /// Uncorrected.
  private var last = Instant(nanoseconds: .min)
  /// Lines of several threads may change places by so much.
  private static let disorder = Duration.seconds(60)

  init(clock: ClockReading) { self.clock = clock }

  /// The instant of the next stamp.
  public mutating func instant(_ time: WallTime) -> Instant {
    guard !clock.changes.isEmpty else { return clock.corrected(time.instant(aheadOfUTC: clock.offset)) }
    return accept(clock.candidates(time))
  }

  /// The instant of the next stamp, which ends something that began at an instant and took so many seconds.
  mutating func instant(_ time: WallTime, endOf start: Instant, lasting seconds: Double?) -> Instant {
    guard let seconds, !clock.changes.isEmpty else { return instant(time) }
    let candidates = clock.candidates(time)
    let fitting = candidates.min {
      abs(start.duration(to: clock.corrected($0)).inSeconds - seconds)
        < abs(start.duration(to: clock.corrected($1)).inSeconds - seconds)
    }
    return accept(fitting.map { [$0] } ?? candidates)
  }

  private mutating func accept(_ candidates: [Instant]) -> Instant {
    let earliest = last.advanced(by: .zero - Self.disorder)
    let found = candidates.first { $0 >= earliest } ?? candidates[candidates.count - 1]
    last = max(last, found)
    return clock.corrected(found)
  }

  /// Turns the next times of a trace, nanoseconds on its clock, into nanoseconds since 1970 UTC.
  public mutating func instants(_ times: ArraySlice<Int64>) -> [Int64] {
    if clock.changes.isEmpty, clock.correction?.drift ?? 0 == 0 {
      let shift = (clock.correction?.shift ?? .zero) - clock.offset
      let added = shift.inNanoseconds
      return times.map {
        let (sum, overflow) = $0.addingReportingOverflow(added)
        return overflow ? (added < 0 ? .min : .max) : sum
      }
    }
    return times.map { instant(WallTime(nanoseconds: $0)).nanoseconds }
  }
}
