import Alignment
import LogFormats
import Quantities
import StudyFile
import StudyStore

/// Integrates an attempt's traces over its parts, device by device.
struct TraceIntegration {
  let store: StudyStore
  let attempt: Attempt
  /// Traces that are linked to no other attempt: what they hold outside the window is told.
  let exclusive: Set<String>
  let policy: GapPolicy
  private let pieces: TimelinePieces
  private(set) var diagnostics: [StudyDiagnostic] = []

  /// The energy's course over time is wanted.
  private let keepsCourse: Bool

  /// - Parameter curve: the carbon intensity at whose changes the energy is to be cut; `nil` when it is one value.
  init(
    store: StudyStore, attempt: Attempt, exclusive: Set<String>, policy: GapPolicy, curve: IntensityCurve? = nil
  ) {
    self.store = store
    self.attempt = attempt
    self.exclusive = exclusive
    self.policy = policy
    pieces = TimelinePieces(attempt).cut(at: curve?.changes(in: attempt.window) ?? [])
    keepsCourse = curve != nil
  }

  /// One device's integral.
  private struct DeviceEnergy {
    let evidence: Evidence
    let device: TraceEvidence.Device
    let integral: TraceIntegral
    /// Intervals before the first piece.
    let lead: Int
  }

  /// One energy per component and method, summed over devices.
  mutating func components(
    of traces: [(evidence: Evidence, trace: TraceEvidence, link: EvidenceLink)]
  ) throws(AccountingError) -> [ComponentEnergy] {
    var choice = SeriesChoice(store: store, attempt: attempt)
    let devices = try choice.reading(traces.map { ($0.evidence, $0.trace, $0.link) }) {
      series throws(AccountingError) -> DeviceEnergy? in
      let (integral, lead) = try integrate(series)
      return integral.total == nil
        ? nil : DeviceEnergy(evidence: series.evidence, device: series.device, integral: integral, lead: lead)
    }.map(\.reading)
    diagnostics += choice.diagnostics
    for device in devices { note(device.integral, device: device.device, evidence: device.evidence) }
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
      guard let (joules, covered) = Self.together(pieces.ofPart[part], in: parted, policy) else { continue }
      energy.add(joules, covering: min(.seconds(covered), attempt.parts[part].window.duration), to: part)
    }
    if keepsCourse { energy.course = course(of: devices, in: energy) }
    energy.gaps = gaps(in: parted)
    energy.sampling = devices.compactMap(\.integral.profile.medianInterval).max().map {
      SamplingPeriod(seconds: $0, isCumulative: devices.allSatisfy { $0.device.series.quantity != .power })
    }
    let saves = pieces.checkpoints.compactMap { Self.together($0..<($0 + 1), in: parted, policy)?.energy }
    energy.checkpoints = saves.isEmpty ? nil : saves.compensatedSum()
    for device in devices where device.lead > 0 {
      let ends = [device.integral.intervals.first, device.integral.intervals.last]
      energy.outside = energy.outside + ends.compactMap { $0?.energy }.compensatedSum()
    }
    return energy
  }

  /// The pieces' energies of all devices, in the parts that count.
  private func course(of devices: [DeviceEnergy], in energy: ComponentEnergy) -> EnergyCourse {
    var stretches: [EnergyCourse.Stretch] = []
    for (part, pieces) in pieces.ofPart.enumerated() where energy.byPart[part] != nil {
      for piece in pieces {
        let window = TimeWindow(start: self.pieces.boundaries[piece], end: self.pieces.boundaries[piece + 1])
        for device in devices {
          guard let share = device.integral.intervals[device.lead + piece].share(policy).energy else { continue }
          stretches.append(.init(window: window, energy: share))
        }
      }
    }
    return EnergyCourse(stretches)
  }

  /// The files of each device, which follow one another when there are several.
  private static func byDevice(_ devices: [DeviceEnergy]) -> [[DeviceEnergy]] {
    devices.reduce(into: []) { groups, device in
      let known = groups.firstIndex { $0.contains { $0.device.series.isSameDevice(as: device.device.series) } }
      if let known { groups[known].append(device) } else { groups.append([device]) }
    }
  }

  /// What one device's files say about a part's pieces.
  private static func share(
    of pieces: Range<Int>, in files: [DeviceEnergy], _ policy: GapPolicy
  ) -> (energy: Energy?, seconds: Double) {
    let shares = files.flatMap { file in pieces.map { file.integral.intervals[file.lead + $0].share(policy) } }
    let known = shares.compactMap(\.energy)
    return (known.isEmpty ? nil : known.compensatedSum(), shares.map(\.seconds).compensatedSum())
  }

  /// A part's energy, which is that of all devices together: where one was not measured, nothing is known.
  private static func together(
    _ pieces: Range<Int>, in devices: [[DeviceEnergy]], _ policy: GapPolicy
  ) -> (energy: Energy, seconds: Double)? {
    let shares = devices.map { share(of: pieces, in: $0, policy) }
    let known = shares.compactMap(\.energy)
    guard known.count == shares.count, let covered = shares.map(\.seconds).min() else { return nil }
    return (known.compensatedSum(), covered)
  }

  /// What the gaps of some devices mean; `nil` when there are none.
  private func gaps(in devices: [[DeviceEnergy]]) -> GapEffect? {
    let count = devices.joined().reduce(0) { $0 + $1.integral.gaps }
    guard count > 0 else { return nil }
    let all = 0..<(pieces.boundaries.count - 1)
    let seconds = devices.map { files in
      files.flatMap { file in all.map { file.integral.intervals[file.lead + $0].gapSeconds } }.compensatedSum()
    }
    var effect = GapEffect(count: count, seconds: seconds.max() ?? 0)
    for policy in GapEffect.policies {
      let known = pieces.ofPart.compactMap { Self.together($0, in: devices, policy)?.energy }
      if !known.isEmpty { effect.totals[policy] = known.compensatedSum() }
    }
    return effect
  }

  private func integrate(_ series: CountedSeries) throws(AccountingError) -> (integral: TraceIntegral, lead: Int) {
    let evidence = series.evidence
    let isExclusive = exclusive.contains(evidence.id) && evidence.window != nil && !series.isPartial
    let integration = DeviceIntegration(
      store: store, attempt: attempt, boundaries: pieces.boundaries, policy: policy)
    return (
      try integration.integral(
        of: series.device, in: evidence, portions: series.portions, withOutside: isExclusive),
      isExclusive ? 1 : 0
    )
  }

  private mutating func note(_ integral: TraceIntegral, device: TraceEvidence.Device, evidence: Evidence) {
    func add(_ severity: Diagnostic.Severity, _ code: String, _ message: String) {
      diagnostics.append(
        StudyDiagnostic(path: evidence.path, Diagnostic(severity, code, "\(device.series.device): \(message)")))
    }
    if integral.gaps > 0 {
      add(.warning, "trace.gap", gapMessage(integral))
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

  /// How many gaps, how long, what was done about them, and what else could have been.
  private func gapMessage(_ integral: TraceIntegral) -> String {
    let count = pieces.boundaries.count - 1
    let inside = integral.intervals.dropFirst(integral.intervals.count > count ? 1 : 0).prefix(count)
    func joules(_ energies: [Energy?]) -> String {
      "\(Self.printed(energies.compactMap { $0 }.compensatedSum().joules)) J"
    }
    let bridge = joules(inside.map(\.bridgeEnergy))
    let mean = joules(inside.map(\.meanEnergy))
    let seconds = Self.printed(inside.map(\.gapSeconds).compensatedSum())
    let done =
      switch policy {
      case .bridge: "bridged by straight lines (\(seconds) s, \(bridge)); the device's mean power would give \(mean)"
      case .drop, .fail:
        "left out (\(seconds) s); straight lines would give \(bridge), the device's mean power \(mean)"
      case .mean: "filled with the device's mean power (\(seconds) s, \(mean)); straight lines would give \(bridge)"
      }
    return "\(integral.gaps) gaps longer than \(Self.printed(integral.profile.gapThreshold)) s were \(done)."
  }

  private static func printed(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e12 else { return "--" }
    let tenths = Int((seconds * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
