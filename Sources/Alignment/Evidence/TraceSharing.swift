import LogFormats
import Quantities
import StudyFile

/// Shares a trace among the attempts that it is linked to, so that no joule of it counts twice.
///
/// By device and instant: what the study file or the logs give to one attempt is that one's; what several used at a time
/// is shared as the study file says, by the processes' times, or counts for nobody. `docs/alignment.md` has the rules.
struct TraceSharing {
  /// An attempt that a trace is linked to.
  struct Sharer {
    let place: EvidenceLinker.Place
    let link: Int
    let attempt: Attempt
    /// The time that the attempt and the trace have in common.
    let window: TimeWindow
    /// The GPUs that are known to be the attempt's, by series id; `nil` when nothing is known.
    var gpus: Set<Int64>?
    /// …and that because their power follows its epochs.
    var isByActivity = false
    /// The numbers of its processes, as far as they are known.
    var processes: Set<Int> = []
    /// What the study file says.
    var rule: LinkRule?
  }

  private(set) var runs: [Run]
  var diagnostics: [StudyDiagnostic] = []
  /// Evidence whose declared shares come to more than the whole.
  var exceeding: Set<String> = []
  private(set) var remainders: [TraceRemainder] = []
  private let evidence: [Evidence]
  private let study: StudyFile
  let known: KnownDevices
  /// By ``Evidence/id`` and attempt, the series whose power follows the attempt's epochs (``TraceActivity``).
  var measured: [String: [EvidenceLinker.Place: Set<Int64>]] = [:]

  init(runs: [Run], evidence: [Evidence], study: StudyFile, processes: [GPUProcessLog]) {
    self.runs = runs
    self.evidence = evidence
    self.study = study
    known = KnownDevices(runs: runs, evidence: evidence, processes: processes)
  }

  /// Sets what of each trace counts for each attempt.
  mutating func share() {
    var sharers: [String: [Sharer]] = [:]
    let windows = Dictionary(evidence.map { ($0.id, $0.window) }, uniquingKeysWith: { first, _ in first })
    for (run, value) in runs.enumerated() {
      for (place, attempt) in value.attempts.enumerated() {
        for (number, link) in attempt.links.enumerated() {
          guard let window = windows[link.evidence]??.intersection(attempt.window) else { continue }
          sharers[link.evidence, default: []].append(
            Sharer(place: .init(run: run, attempt: place), link: number, attempt: attempt, window: window))
        }
      }
    }
    for item in evidence {
      guard case .trace(let trace) = item.content, let sharers = sharers[item.id] else { continue }
      share(trace, item, among: sharers)
    }
  }

  private mutating func share(_ trace: TraceEvidence, _ item: Evidence, among all: [Sharer]) {
    var sharers = all
    let areSideBySide = Self.areSideBySide(all)
    var limited: Set<Component> = []
    for number in sharers.indices {
      let run = runs[sharers[number].place.run].identity
      let rule = study.links.first { $0.holds(path: item.path, run: run, attempt: sharers[number].attempt) }
      sharers[number].rule = rule
      sharers[number].processes = known.processes(of: sharers[number].attempt)
      if let names = rule?.devices {
        let ids = declaredDevices(names, of: trace, item)
        sharers[number].gpus = ids
        limited.formUnion(trace.devices.filter { ids.contains($0.seriesID) }.map(\.series.component))
      } else {
        sharers[number].gpus = known.gpus(of: sharers[number], in: trace, beside: all)
      }
    }
    if areSideBySide, sharers.allSatisfy({ $0.gpus == nil }) {
      for number in sharers.indices {
        sharers[number].gpus = measured[item.id]?[sharers[number].place]
        sharers[number].isByActivity = sharers[number].gpus != nil
      }
    }
    guard areSideBySide || sharers.contains(where: { $0.gpus != nil || $0.rule?.share != nil }) else { return }
    if limited.isEmpty { limited = [.gpu] }
    var plans = sharers.map { _ in Plan() }
    var remainder = TraceRemainder(evidence: item.id, portions: [:])
    for device in trace.devices {
      let claims = Self.claims(on: device, sharers: sharers, limited: limited)
      for number in sharers.indices where !claims.contains(number) { plans[number].leaves.insert(device.seriesID) }
      guard !claims.isEmpty else { continue }
      divide(device, among: claims, sharers, plans: &plans, remainder: &remainder)
    }
    for (number, sharer) in sharers.enumerated() {
      let ids = trace.devices.map(\.seriesID).filter { !plans[number].leaves.contains($0) }
      var rules: [SharingRule] = []
      if !plans[number].leaves.isEmpty {
        rules.append(sharer.rule?.devices != nil ? .declaredDevices : sharer.isByActivity ? .activity : .knownDevices)
      }
      rules += plans[number].rules
      let portions = plans[number].portions
      change(sharer) { link in
        if ids.count < trace.devices.count { link.devices = Set(ids) }
        link.portions = portions
        link.sharing = rules
        link.share = Self.meanShare(portions, over: sharer.window)
      }
    }
    if !remainder.portions.isEmpty { remainders.append(remainder) }
    report(plans, sharers, item, trace)
  }

  private mutating func change(_ sharer: Sharer, _ body: (inout EvidenceLink) -> Void) {
    body(&runs[sharer.place.run].attempts[sharer.place.attempt].links[sharer.link])
  }

  // MARK: - Who has a device

  private static func areSideBySide(_ sharers: [Sharer]) -> Bool {
    let ordered = sharers.map(\.window).sorted { ($0.start, $0.end) < ($1.start, $1.end) }
    var reached: Instant?
    for window in ordered {
      if let reached, window.start < reached { return true }
      reached = max(reached ?? window.end, window.end)
    }
    return false
  }

  /// The sharers, by place, that a device may be of: those that are known to have it, else those of which nothing is
  /// known.
  private static func claims(
    on device: TraceEvidence.Device, sharers: [Sharer], limited: Set<Component>
  ) -> [Int] {
    guard limited.contains(device.series.component) else { return Array(sharers.indices) }
    let owners = sharers.indices.filter { sharers[$0].gpus?.contains(device.seriesID) == true }
    return owners.isEmpty ? sharers.indices.filter { sharers[$0].gpus == nil } : owners
  }

  private mutating func declaredDevices(
    _ names: [String], of trace: TraceEvidence, _ item: Evidence
  ) -> Set<Int64> {
    var found: Set<Int64> = []
    for name in names {
      let matches = trace.devices.filter { device in
        device.series.device == name || device.series.uuid == name
          || (device.series.component == .gpu && device.series.index.map { String($0) } == name)
      }
      found.formUnion(matches.map(\.seriesID))
      guard matches.isEmpty else { continue }
      let there = trace.devices.prefix(16).map { $0.series.device }.joined(separator: ", ")
      diagnostics.append(
        StudyDiagnostic(
          path: item.path,
          Diagnostic(
            .warning, "link.no-device",
            "The study file gives device '\(name.prefix(60))' of this file to a training; it has \(there).")))
    }
    return found
  }
}
