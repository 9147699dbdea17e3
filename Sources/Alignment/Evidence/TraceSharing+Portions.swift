import LogFormats
import Quantities
import StudyFile

/// What of a shared trace counts for nobody.
public struct TraceRemainder: Sendable, Hashable {
  /// ``Evidence/id``.
  public let evidence: String
  /// By series id: the share that is left, over the time that some training ran, in order of time.
  public var portions: [Int64: [EvidenceLink.Portion]]
}

extension TraceSharing {
  /// What becomes of a trace for one sharer.
  struct Plan {
    /// Series that do not count.
    var leaves: Set<Int64> = []
    var portions: [Int64: [EvidenceLink.Portion]] = [:]
    var rules: [SharingRule] = []

    mutating func note(_ rule: SharingRule) {
      if !rules.contains(rule) { rules.append(rule) }
    }
  }

  /// Divides one device among those that have it, instant by instant.
  mutating func divide(
    _ device: TraceEvidence.Device, among claims: [Int], _ sharers: [Sharer],
    plans: inout [Plan], remainder: inout TraceRemainder
  ) {
    let windows = claims.map { sharers[$0].window }
    let edges = Set(windows.flatMap { [$0.start, $0.end] }).sorted()
    var own: [Int: [EvidenceLink.Portion]] = [:]
    var left: [EvidenceLink.Portion] = []
    for (start, end) in zip(edges, edges.dropFirst()) {
      let window = TimeWindow(start: start, end: end)
      let present = claims.filter { sharers[$0].window.start <= start && end <= sharers[$0].window.end }
      guard !present.isEmpty else { continue }
      let count = Double(present.count)
      let byProcess = byProcess(device, present, sharers)
      var shares = present.map { number in
        switch sharers[number].rule?.share {
        case .part(let part): part
        case .even: 1 / count
        case nil: present.count > 1 ? byProcess?[number] ?? 0 : 1
        }
      }
      let sum = shares.reduce(0, +)
      if sum > 1 + 1e-9 {
        // Nothing counts twice, whatever is declared.
        shares = shares.map { $0 / sum }
        exceeding.insert(remainder.evidence)
      }
      for (number, share) in zip(present, shares) {
        own[number, default: []].append(.init(window: window, share: share))
        guard present.count > 1 || share < 1 else { continue }
        plans[number].note(Self.name(of: sharers[number].rule?.share, byProcess: byProcess != nil))
      }
      let rest = 1 - shares.reduce(0, +)
      if rest > 1e-12 { left.append(.init(window: window, share: min(rest, 1))) }
    }
    for (number, portions) in own where portions.contains(where: { $0.share < 1 }) {
      plans[number].portions[device.seriesID] = Self.merged(portions)
    }
    if !left.isEmpty { remainder.portions[device.seriesID] = Self.merged(left) }
  }

  private static func name(of rule: LinkRule.Share?, byProcess: Bool) -> SharingRule {
    switch rule {
    case .part(let part): .declaredShare(part)
    case .even: .even
    case nil: byProcess ? .processes : .unknown
    }
  }

  /// The shares of a GPU's time that the sharers' processes had, when all are known.
  private func byProcess(
    _ device: TraceEvidence.Device, _ present: [Int], _ sharers: [Sharer]
  ) -> [Int: Double]? {
    guard present.count > 1, device.series.component == .gpu,
      let shares = known.shares(on: device, of: present.map { sharers[$0].processes })
    else { return nil }
    return Dictionary(zip(present, shares), uniquingKeysWith: { first, _ in first })
  }

  /// Neighbours with one share made one.
  private static func merged(_ portions: [EvidenceLink.Portion]) -> [EvidenceLink.Portion] {
    portions.reduce(into: []) { merged, next in
      if let last = merged.last, last.share == next.share, last.window.end == next.window.start {
        merged[merged.count - 1] = .init(
          window: TimeWindow(start: last.window.start, end: next.window.end), share: next.share)
      } else {
        merged.append(next)
      }
    }
  }

  /// The mean share of the devices that are shared, over the time in common.
  static func meanShare(_ portions: [Int64: [EvidenceLink.Portion]], over window: TimeWindow) -> Double {
    guard !portions.isEmpty, !window.isEmpty else { return 1 }
    let length = window.duration.inSeconds
    let means = portions.keys.sorted().map { key in
      (portions[key] ?? []).reduce(0) { $0 + $1.share * $1.window.duration.inSeconds } / length
    }
    return means.reduce(0, +) / Double(means.count)
  }

  // MARK: - Findings

  /// Says how the trace was shared; what counts for nobody is told with its energy by the accounting.
  mutating func report(
    _ plans: [Plan], _ sharers: [Sharer], _ item: Evidence, _ trace: TraceEvidence
  ) {
    func add(_ severity: Diagnostic.Severity, _ code: String, _ message: String) {
      diagnostics.append(StudyDiagnostic(path: item.path, Diagnostic(severity, code, message)))
    }
    for (plan, sharer) in zip(plans, sharers) where !plan.leaves.isEmpty {
      let kept = trace.devices.filter { !plan.leaves.contains($0.seriesID) }.map(\.series.device)
      let some = sharers.contains { $0.gpus == nil } && sharer.gpus != nil
      add(
        some ? .warning : .info, "link.devices",
        "Of \(trace.devices.count) devices \(kept.isEmpty ? "none counts" : kept.joined(separator: ", ") + " count") for "
          + "\(sharer.attempt.logPath): "
          + (sharer.rule?.devices != nil
            ? "the study file says so."
            : sharer.gpus == nil ? "the others are another training's." : "its logs list those GPUs.")
          + (some ? " Which GPUs the trainings beside it had, their logs do not tell." : ""))
    }
    let rules = plans.flatMap(\.rules)
    guard let first = rules.first(where: { $0 != .unknown }) else { return }
    let who = zip(plans, sharers).filter { !$0.0.rules.isEmpty }.map { $0.1.attempt.logPath }
    add(
      .info, "link.shared",
      "\(who.count) trainings share the trace (\(who.prefix(4).joined(separator: ", "))\(who.count > 4 ? ", …" : "")): "
        + "\(first).")
    if exceeding.contains(item.id) {
      add(
        .warning, "link.share-sum",
        "The declared shares come to more than the whole where trainings ran side by side; they were made smaller there."
      )
    }
  }
}
