import Quantities

/// Puts a recording without times, or without times of day, where the study file says that it was.
struct RecordingPlacement {
  /// From one sample of a series to the next, in nanoseconds; a second when nothing is said.
  private let period: Int64
  private let isPeriodKnown: Bool
  private let start: TraceDeclaration.Start?

  init(_ declaration: TraceDeclaration?) {
    let nanoseconds = (declaration?.samplingPeriod ?? 0) * 1e9
    isPeriodKnown = nanoseconds >= 1 && nanoseconds < 1e18
    period = isPeriodKnown ? Int64(nanoseconds.rounded()) : 1_000_000_000
    start = declaration?.start
  }

  /// The time of a sample of a file without times, in nanoseconds since the first.
  func time(ofSample place: Int) -> Int64 { Int64(place).multipliedReportingOverflow(by: period).partialValue }

  /// The clock that a file's times are on when they have been put in place.
  func clock(for clock: TraceLog.Clock) -> TraceLog.Clock {
    switch clock {
    case .utc, .local: clock
    case .relative: started ?? .relative
    case .ordinal: isPeriodKnown ? started ?? .relative : .ordinal
    }
  }

  /// What is to be added to the times of a file on such a clock, in nanoseconds.
  func shift(of clock: TraceLog.Clock) -> Int64 {
    guard clock == .relative || (clock == .ordinal && isPeriodKnown) else { return 0 }
    return switch start {
    case .utc(let instant): instant.nanoseconds
    case .local(let time): time.nanoseconds
    case nil: 0
    }
  }

  private var started: TraceLog.Clock? {
    switch start {
    case .utc: .utc
    case .local: .local
    case nil: nil
    }
  }
}
