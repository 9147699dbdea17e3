public import Alignment
import LogFormats
import Quantities
public import StudyStore

/// Integrates one device of a trace over the parts of an attempt.
public struct DeviceIntegration {
  /// A stretch around the window that is read so that edges can be interpolated and the period measured.
  public static let margin = Duration.seconds(120)

  let reader: TraceReader
  let attempt: Attempt

  /// Makes an integration over an attempt's parts.
  public init(store: StudyStore, attempt: Attempt) {
    reader = TraceReader(store: store)
    self.attempt = attempt
  }

  /// A device's integral over the parts of the attempt.
  ///
  /// - Parameters:
  ///   - device: one of the evidence's devices.
  ///   - evidence: a trace.
  ///   - withOutside: the trace is the attempt's alone: it is read whole, and there is one more interval before the parts
  ///     and one after them.
  public func integral(
    of device: TraceEvidence.Device, in evidence: Evidence, withOutside: Bool
  ) throws(StoreError) -> TraceIntegral {
    let clock = evidence.clock
    var boundaries = attempt.parts.map(\.window.start.nanoseconds) + [attempt.window.end.nanoseconds]
    var from = attempt.window.start.advanced(by: .zero - Self.margin)
    var to = attempt.window.end.advanced(by: Self.margin)
    if withOutside, let window = evidence.window {
      from = min(from, window.start)
      to = max(to, window.end)
      boundaries =
        [min(from.nanoseconds, boundaries[0])] + boundaries + [max(to.nanoseconds, boundaries[boundaries.count - 1])]
    }
    let wanted = TimeWindow(start: from, end: to)
    let series = reader.series(of: device, clock: clock)
    do {
      guard reader.isOrdered(device, clock: clock) else {
        var column = TraceColumns.Column()
        try reader.samples(of: device, clock: clock, in: wanted) { times, values in
          column.times += times
          column.values += values
        }
        return try TraceIntegrator.integrate(column, of: series, boundaries: boundaries)
      }
      var gatherer = SamplingProfile.Gatherer()
      try reader.samples(of: device, clock: clock, in: wanted) { times, _ in gatherer.consume(times) }
      var integrator = TraceIntegrator(series: series, boundaries: boundaries, profile: gatherer.profile)
      try reader.samples(of: device, clock: clock, in: wanted) { times, values in
        integrator.consume(times: times, values: values)
      }
      return try integrator.finish()
    } catch let error as StoreError {
      throw error
    } catch {
      throw .database(message: "\(error)")
    }
  }
}
