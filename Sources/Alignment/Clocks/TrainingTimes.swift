import LogFormats
import Quantities

/// The stamps of a training log as instants.
struct TrainingTimes {
  let clock: ClockReading
  let window: TimeWindow
  /// Parallel to ``TrainingLog/epochs``; an aborted epoch ends where it begins.
  let epochs: [TimeWindow]
  let trainingDone: Instant?
  let validation: TimeWindow?
  /// How far the epochs' lengths are from their printed times, in seconds, at most an hour each.
  let mismatch: Double

  /// Reads all stamps on a clock, in the order of the log.
  init(_ log: TrainingLog, first: WallTime, last: WallTime, clock: ClockReading) {
    self.clock = clock
    var sequence = clock.sequence()
    let begin = sequence.instant(first)
    var mismatch = 0.0
    epochs = log.epochs.map { epoch in
      let start = sequence.instant(epoch.start)
      guard let end = epoch.end else { return TimeWindow(start: start, end: start) }
      let window = TimeWindow(start: start, end: sequence.instant(end, endOf: start, lasting: epoch.seconds))
      if let seconds = epoch.seconds { mismatch += min(abs(window.duration.inSeconds - seconds), 3600) }
      return window
    }
    self.mismatch = mismatch
    trainingDone = log.trainingDone.map { sequence.instant($0) }
    validation = log.validation.map { validation in
      let start = sequence.instant(validation.start)
      return TimeWindow(start: start, end: sequence.instant(validation.end))
    }
    window = TimeWindow(start: begin, end: sequence.instant(last))
  }

  /// The times of a log on the clock of its host.
  ///
  /// Where the log begins in an hour that daylight saving repeats, both readings are tried, and the one holds under
  /// which the epochs last as long as they say; `isAmbiguous` when both do.
  static func read(
    _ log: TrainingLog, path: String, first: WallTime, last: WallTime, clocks: HostClocks
  ) -> (times: TrainingTimes, isAmbiguous: Bool) {
    guard log.clock == .local else {
      return (TrainingTimes(log, first: first, last: last, clock: clocks.utc(path: path)), false)
    }
    let clock = DaylightSaving.reading(clocks.reading(path: path, first: first, last: last), of: log)
    let early = TrainingTimes(log, first: first, last: last, clock: clock)
    guard clocks.isRepeated(first, path: path) else { return (early, false) }
    let late = TrainingTimes(
      log, first: first, last: last, clock: clocks.reading(path: path, first: first, last: last, beginsLate: true))
    if late.mismatch < early.mismatch - 60 { return (late, false) }
    return (early, early.mismatch > late.mismatch - 60 && early.window != late.window)
  }
}
