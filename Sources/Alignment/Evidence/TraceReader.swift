public import LogFormats
public import Quantities
public import StudyStore

/// Reads a trace's samples on the UTC timeline, its zone, changes of summer time, corrections and the lag of its sensor
/// applied.
public struct TraceReader: Sendable {
  private let store: StudyStore

  public init(store: StudyStore) { self.store = store }

  /// Whether samples come in order of time when they are read one after another.
  ///
  /// A file that goes back by the hour of the end of summer time is in order on the timeline; it is sorted all the same.
  public func isOrdered(_ device: TraceEvidence.Device, clock: ClockReading) -> Bool {
    device.isTimeOrdered && clock.changes.isEmpty
  }

  /// Hands over the samples of a device in file order, at least those of a window.
  ///
  /// - Parameters:
  ///   - device: one of the evidence's devices.
  ///   - clock: the evidence's clock.
  ///   - window: what is wanted; all when `nil`. Samples around it come, too.
  ///   - body: takes times in nanoseconds since 1970 UTC and as many values in the series' units.
  public func samples(
    of device: TraceEvidence.Device, clock: ClockReading, in window: TimeWindow? = nil,
    _ body: (_ times: ArraySlice<Int64>, _ values: ArraySlice<Int64>) -> Void
  ) throws(StoreError) {
    var sequence = clock.sequence()
    let lag = device.lag.inNanoseconds
    var from: Int64?
    var to: Int64?
    // Which of two equal stamps is meant is known only to who has read the file from its beginning.
    if let window, clock.changes.isEmpty {
      from = clock.wallTime(at: window.start.advanced(by: device.lag)).nanoseconds
      to = clock.wallTime(at: window.end.advanced(by: device.lag)).nanoseconds
    }
    try store.samples(of: device.seriesID, from: from, to: to) { times, values in
      var instants = sequence.instants(times)
      if lag != 0 {
        for place in instants.indices {
          let (moved, overflow) = instants[place].subtractingReportingOverflow(lag)
          if !overflow { instants[place] = moved }
        }
      }
      body(instants[...], values)
    }
  }

  /// From the first to the last sample of several devices; `nil` when there is none.
  func window(of devices: [TraceEvidence.Device], clock: ClockReading) throws(StoreError) -> TimeWindow? {
    var (first, last) = (Int64.max, Int64.min)
    for device in devices {
      try samples(of: device, clock: clock) { times, _ in
        first = min(first, times.min() ?? first)
        last = max(last, times.max() ?? last)
      }
    }
    return first <= last
      ? TimeWindow(start: Instant(nanoseconds: first), end: Instant(nanoseconds: last)) : nil
  }

  /// A device's series with times on the UTC timeline: where a file tells when its first interval began.
  public func series(of device: TraceEvidence.Device, clock: ClockReading) -> TraceSeries {
    var series = device.series
    if let origin = series.origin {
      series.origin = clock.instant(WallTime(nanoseconds: origin)).advanced(by: .zero - device.lag).nanoseconds
    }
    return series
  }
}
