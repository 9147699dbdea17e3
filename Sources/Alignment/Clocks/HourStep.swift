import LogFormats
import Quantities
import StudyStore

/// Where a trace's local times go back by an hour, as clocks do at the end of summer time.
enum HourStep {
  /// The stamps before and after the first such step in a device's file order; `nil` when there is none.
  static func find(
    in devices: [TraceEvidence.Device], of store: StudyStore
  ) throws(StoreError) -> (last: WallTime, next: WallTime)? {
    guard let device = devices.first(where: { !$0.isTimeOrdered }) else { return nil }
    var previous: Int64?
    var found: (last: WallTime, next: WallTime)?
    try store.samples(of: device.seriesID) { times, _ in
      guard found == nil else { return }
      for time in times {
        if let previous, found == nil {
          let back = (Double(previous) - Double(time)) / 1e9
          if back > 3300, back < 3660 { found = (WallTime(nanoseconds: previous), WallTime(nanoseconds: time)) }
        }
        previous = time
      }
    }
    return found
  }
}

extension Diagnostic {
  /// A file begins in an hour that daylight saving repeats, and nothing tells which of the two it was.
  static let repeatedHour = Diagnostic(
    .warning, "clock.repeated-hour",
    "Begins in an hour that the end of summer time repeats, and nothing tells which of both it was: the first was taken."
  )
}
