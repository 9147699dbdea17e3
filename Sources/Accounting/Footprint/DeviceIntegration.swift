public import Alignment
import LogFormats
public import Quantities
public import StudyFile
public import StudyStore

/// Integrates one device of a trace between boundaries in an attempt.
public struct DeviceIntegration {
  /// A stretch around the window that is read so that edges can be interpolated and the period measured.
  public static let margin = Duration.seconds(120)

  let reader: TraceReader
  let attempt: Attempt
  let boundaries: [Instant]
  let policy: GapPolicy

  /// Makes an integration.
  ///
  /// - Parameters:
  ///   - store: where the samples are.
  ///   - attempt: the attempt; what is read is its window with ``margin`` on both sides.
  ///   - boundaries: at least two instants in order, the first and last at the window's ends.
  ///   - policy: what is done about gaps.
  public init(store: StudyStore, attempt: Attempt, boundaries: [Instant], policy: GapPolicy) {
    reader = TraceReader(store: store)
    self.attempt = attempt
    self.boundaries = boundaries
    self.policy = policy
  }

  /// A device's integral between the boundaries.
  ///
  /// - Parameters:
  ///   - device: one of the evidence's devices.
  ///   - evidence: a trace.
  ///   - portions: what share of the device counts when; all of it when empty.
  ///   - withOutside: the trace is the attempt's alone: it is read whole, and there is one more interval before the first
  ///     boundary and one after the last.
  public func integral(
    of device: TraceEvidence.Device, in evidence: Evidence, portions: [EvidenceLink.Portion] = [], withOutside: Bool
  ) throws(AccountingError) -> TraceIntegral {
    let clock = evidence.clock
    // Stretches are cut where the share changes, and put together again.
    let cut = SharedStretches(boundaries: boundaries, portions: portions)
    var times = cut.edges.map(\.nanoseconds)
    var lead = 0
    var from = attempt.window.start.advanced(by: .zero - Self.margin)
    var to = attempt.window.end.advanced(by: Self.margin)
    if withOutside, let window = evidence.window, let first = times.first, let last = times.last {
      from = min(from, window.start)
      to = max(to, window.end)
      times = [min(from.nanoseconds, first)] + times + [max(to.nanoseconds, last)]
      lead = 1
    }
    let wanted = TimeWindow(start: from, end: to)
    let series = reader.series(of: device, clock: clock)
    let gapWindow = (start: attempt.window.start.nanoseconds, end: attempt.window.end.nanoseconds)
    do {
      guard reader.isOrdered(device, clock: clock) else {
        var column = TraceColumns.Column()
        try reader.samples(of: device, clock: clock, in: wanted) { times, values in
          column.times += times
          column.values += values
        }
        return cut.joined(
          try TraceIntegrator.integrate(
            column, of: series, boundaries: times, policy: policy, gapWindow: gapWindow), lead: lead)
      }
      var gatherer = SamplingProfile.Gatherer()
      try reader.samples(of: device, clock: clock, in: wanted) { times, _ in gatherer.consume(times) }
      var integrator = TraceIntegrator(
        series: series, boundaries: times, profile: gatherer.profile, policy: policy, gapWindow: gapWindow)
      try reader.samples(of: device, clock: clock, in: wanted) { times, values in
        integrator.consume(times: times, values: values)
      }
      return cut.joined(try integrator.finish(), lead: lead)
    } catch let error as StoreError {
      throw .store(error)
    } catch let error as IntegrationError {
      guard case .gap(let start, let end) = error else { throw .store(.database(message: "\(error)")) }
      throw .gap(
        TraceGap(
          path: evidence.path, device: device.series.device, logPath: attempt.logPath,
          window: TimeWindow(start: Instant(nanoseconds: start), end: Instant(nanoseconds: end))))
    } catch { throw .store(.database(message: "\(error)")) }
  }
}
