import Alignment
import LogFormats
import Quantities
import StudyStore

/// Integrates an attempt's traces over its parts, device by device.
struct TraceIntegration {
  /// A stretch around the window that is read so that edges can be interpolated and the period measured.
  static let margin = Duration.seconds(120)

  let store: StudyStore
  let attempt: Attempt
  /// Traces that are linked to no other attempt: what they hold outside the window is told.
  let exclusive: Set<String>
  private(set) var diagnostics: [StudyDiagnostic] = []

  init(store: StudyStore, attempt: Attempt, exclusive: Set<String>) {
    self.store = store
    self.attempt = attempt
    self.exclusive = exclusive
  }

  /// One device's integral.
  private struct DeviceEnergy {
    let evidence: Evidence
    let device: TraceEvidence.Device
    let integral: TraceIntegral
    /// Intervals before the first part.
    let lead: Int
  }

  /// One energy per component and method, summed over devices.
  mutating func components(
    of traces: [(evidence: Evidence, trace: TraceEvidence, link: EvidenceLink)]
  ) throws(StoreError) -> [ComponentEnergy] {
    var devices: [DeviceEnergy] = []
    for (evidence, trace, link) in traces.sorted(by: { $0.evidence.id < $1.evidence.id }) {
      for device in trace.devices
      where device.series.samples > 0 && link.devices?.contains(device.seriesID) ?? true {
        if let known = devices.first(where: { known in
          let overlap = known.evidence.window.flatMap { evidence.window?.intersection($0) }
          return known.device.series.isSameDevice(as: device.series) && (overlap?.duration ?? .zero) > .seconds(1)
        }) {
          diagnostics.append(
            StudyDiagnostic(
              path: evidence.path,
              Diagnostic(
                .info, "count-once.same-device",
                "\(device.series.device) is also in \(known.evidence.path) at the same time; counted once.")))
          continue
        }
        let portions = link.portions[device.seriesID] ?? []
        let (integral, lead) = try integrate(device, of: evidence, portions: portions)
        if integral.total != nil {
          devices.append(DeviceEnergy(evidence: evidence, device: device, integral: integral, lead: lead))
          note(integral, device: device, evidence: evidence)
        }
      }
    }
    let groups = Dictionary(grouping: devices) { Key($0.device.series) }
    return groups.keys.sorted().compactMap { key in groups[key].map { sum($0, key: key) } }
  }

  private struct Key: Hashable, Comparable {
    let component: Component
    let method: EnergyMethod

    init(_ series: TraceSeries) {
      component = series.component
      method = series.quantity == .energyCounter ? .counter : .samples
    }

    static func < (left: Key, right: Key) -> Bool {
      (left.component, left.method) < (right.component, right.method)
    }
  }

  private static func name(of series: TraceSeries) -> String {
    series.model.map { "\(series.device) (\($0))" } ?? series.device
  }

  private func sum(_ devices: [DeviceEnergy], key: Key) -> ComponentEnergy {
    let count = attempt.parts.count
    var evidence: [String] = []
    for device in devices where !evidence.contains(device.evidence.id) { evidence.append(device.evidence.id) }
    let parted = Self.byDevice(devices)
    var energy = ComponentEnergy(
      component: key.component, method: key.method, evidence: evidence,
      devices: parted.compactMap { $0.first.map { Self.name(of: $0.device.series) } }, parts: count)
    for part in 0..<count {
      let shares = parted.map { Self.share(of: part, in: $0) }
      // A part's energy is that of all devices together: where one was not measured, nothing is known.
      let known = shares.compactMap(\.energy)
      guard known.count == shares.count, let covered = shares.map(\.seconds).min() else { continue }
      energy.add(
        known.compensatedSum(), covering: min(.seconds(covered), attempt.parts[part].window.duration), to: part)
    }
    for device in devices where device.lead > 0 {
      let ends = [device.integral.intervals.first, device.integral.intervals.last]
      energy.outside = energy.outside + ends.compactMap { $0?.energy }.compensatedSum()
    }
    return energy
  }

  /// The files of each device, which follow one another when there are several.
  private static func byDevice(_ devices: [DeviceEnergy]) -> [[DeviceEnergy]] {
    devices.reduce(into: []) { groups, device in
      let known = groups.firstIndex { $0.contains { $0.device.series.isSameDevice(as: device.device.series) } }
      if let known { groups[known].append(device) } else { groups.append([device]) }
    }
  }

  /// What one device's files say about a part.
  private static func share(of part: Int, in files: [DeviceEnergy]) -> (energy: Energy?, seconds: Double) {
    let intervals = files.map { $0.integral.intervals[$0.lead + part] }
    let known = intervals.compactMap(\.energy)
    return (known.isEmpty ? nil : known.compensatedSum(), intervals.map(\.coveredSeconds).compensatedSum())
  }

  private func integrate(
    _ device: TraceEvidence.Device, of evidence: Evidence, portions: [EvidenceLink.Portion]
  ) throws(StoreError) -> (integral: TraceIntegral, lead: Int) {
    let offset = evidence.clock.offset
    // Parts are cut where the share changes, and put together again.
    let cut = SharedParts(attempt: attempt, portions: portions)
    func onTraceClock(_ instant: Instant) -> Int64 { instant.advanced(by: offset).nanoseconds }
    var boundaries = cut.edges.map(onTraceClock)
    var lead = 0
    var from = onTraceClock(attempt.window.start.advanced(by: .zero - Self.margin))
    var to = onTraceClock(attempt.window.end.advanced(by: Self.margin))
    if exclusive.contains(evidence.id), let window = evidence.window {
      from = min(from, onTraceClock(window.start))
      to = max(to, onTraceClock(window.end))
      boundaries = [min(from, boundaries[0])] + boundaries + [max(to, boundaries[boundaries.count - 1])]
      lead = 1
    }
    guard device.isTimeOrdered else {
      var column = TraceColumns.Column()
      try store.samples(of: device.seriesID, from: from, to: to) { times, values in
        column.times += times
        column.values += values
      }
      do {
        let integral = try TraceIntegrator.integrate(column, of: device.series, boundaries: boundaries)
        return (cut.joined(integral, lead: lead), lead)
      } catch { throw .database(message: "\(error)") }
    }
    var gatherer = SamplingProfile.Gatherer()
    try store.samples(of: device.seriesID, from: from, to: to) { times, _ in gatherer.consume(times) }
    var integrator = TraceIntegrator(series: device.series, boundaries: boundaries, profile: gatherer.profile)
    try store.samples(of: device.seriesID, from: from, to: to) { times, values in
      integrator.consume(times: times, values: values)
    }
    do { return (cut.joined(try integrator.finish(), lead: lead), lead) } catch { throw .database(message: "\(error)") }
  }

  private mutating func note(_ integral: TraceIntegral, device: TraceEvidence.Device, evidence: Evidence) {
    func add(_ severity: Diagnostic.Severity, _ code: String, _ message: String) {
      diagnostics.append(
        StudyDiagnostic(path: evidence.path, Diagnostic(severity, code, "\(device.series.device): \(message)")))
    }
    if integral.gaps > 0 {
      let bridged = integral.intervals.map(\.bridgedSeconds).compensatedSum()
      add(
        .warning, "trace.gap",
        "\(integral.gaps) gaps longer than \(Self.printed(integral.profile.gapThreshold)) s were bridged by straight lines "
          + "(\(Self.printed(bridged)) s).")
    }
    if integral.wraps > 0 {
      add(.info, "trace.counter-wrap", "the counter wrapped \(integral.wraps) times; unwrapped.")
    }
    if integral.resets > 0 {
      add(
        .warning, "trace.counter-reset", "the counter was reset \(integral.resets) times; the energy across is unknown."
      )
    }
    if integral.ambiguousIntervals > 0 {
      add(
        .warning, "trace.counter-ambiguous",
        "\(integral.ambiguousIntervals) intervals are so long that the counter may have gone round unseen.")
    }
    if integral.counterRangeIsInferred, integral.wraps > 0, let range = integral.counterRange {
      add(
        .warning, "trace.counter-range",
        "the counter's range was taken to be \(range) µJ, the smallest known one that fits.")
    }
    if integral.outOfOrder > 0 {
      add(.warning, "trace.out-of-order", "\(integral.outOfOrder) samples are earlier than the one before; sorted in.")
    }
  }

  private static func printed(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e12 else { return "--" }
    let tenths = Int((seconds * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
