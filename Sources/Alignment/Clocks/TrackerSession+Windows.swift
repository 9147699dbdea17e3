public import LogFormats
public import Quantities

extension TrackerSession {
  /// When each epoch was monitored, read in the order of the log; `nil` for an epoch without a stamp.
  public func windows(on clock: ClockReading) -> [TimeWindow?] {
    var sequence = clock.sequence()
    return epochs.map { epoch in
      guard let start = epoch.start, let end = epoch.end else { return nil }
      let ended = sequence.instant(end)
      // A start is an end less the printed duration, which clocks that were set in between do not change.
      return TimeWindow(start: ended.advanced(by: .zero - start.duration(to: end)), end: ended)
    }
  }
}
