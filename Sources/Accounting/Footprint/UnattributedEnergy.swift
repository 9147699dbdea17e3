import Alignment
import LogFormats
public import Quantities
import StudyStore

/// What of a shared trace counts for no training.
public struct UnattributedEnergy: Sendable {
  /// ``Evidence/id``.
  public let evidence: String
  /// By component; in no total.
  public let energies: [Component: Energy]
  /// The time over which some of it counts for nobody.
  public let time: Duration
  /// Nothing tells how it is to be shared; otherwise declared shares leave it over.
  public let isUnknown: Bool

  /// The sum over the components.
  public var energy: Energy { energies.keys.sorted().compactMap { energies[$0] }.compensatedSum() }

  /// Integrates what the sharing of a study's traces has left over.
  static func find(
    in study: AlignedStudy, store: StudyStore
  ) throws(StoreError) -> (found: [UnattributedEnergy], diagnostics: [StudyDiagnostic]) {
    var found: [UnattributedEnergy] = []
    var diagnostics: [StudyDiagnostic] = []
    let links = study.runs.flatMap(\.attempts).flatMap(\.links)
    let unknown = Set(links.filter { $0.sharing.contains(.unknown) }.map(\.evidence))
    for remainder in study.remainders {
      guard let evidence = study.evidence(remainder.evidence), case .trace(let trace) = evidence.content else {
        continue
      }
      var energies: [Component: Energy] = [:]
      for device in trace.devices where device.series.samples > 1 {
        guard let portions = remainder.portions[device.seriesID],
          let energy = try integrate(device, portions, of: evidence, store: store)
        else { continue }
        energies[device.series.component] = (energies[device.series.component] ?? .zero) + energy
      }
      let time = TimeWindow.unionDuration(remainder.portions.values.flatMap { $0.map(\.window) })
      let left = UnattributedEnergy(
        evidence: evidence.id, energies: energies, time: time, isUnknown: unknown.contains(evidence.id))
      found.append(left)
      diagnostics.append(StudyDiagnostic(path: evidence.path, left.finding(path: evidence.path)))
    }
    return (found, diagnostics)
  }

  private func finding(path: String) -> Diagnostic {
    let sums = energies.keys.sorted().map { component in
      "\(component.rawValue) \(Int(exactly: (energies[component] ?? .zero).joules.rounded()).map { String($0) } ?? "--") J"
    }
    let amount = "\(sums.isEmpty ? "An unknown energy" : sums.joined(separator: ", ")) in \(time.components.seconds) s"
    guard isUnknown else {
      return Diagnostic(.info, "link.unattributed", "\(amount) count for no training: the declared shares leave them.")
    }
    return Diagnostic(
      .warning, "link.unattributed",
      "\(amount) count for no training: several ran at the time, and no log tells which devices each had. Say it in "
        + "fodspor.yml, one rule for each: links: [{evidence: \"\(path)\", run: FOLDER, devices: [0]}, …], or share it: "
        + "links: [{evidence: \"\(path)\", run: PATTERN, share: even}].")
  }

  private static func integrate(
    _ device: TraceEvidence.Device, _ portions: [EvidenceLink.Portion], of evidence: Evidence, store: StudyStore
  ) throws(StoreError) -> Energy? {
    guard let first = portions.first?.window.start, let last = portions.last?.window.end else { return nil }
    let edges = Set(portions.flatMap { [$0.window.start, $0.window.end] }).sorted()
    let reader = TraceReader(store: store)
    let margin = DeviceIntegration.margin
    let wanted = TimeWindow(start: first.advanced(by: .zero - margin), end: last.advanced(by: margin))
    var column = TraceColumns.Column()
    try reader.samples(of: device, clock: evidence.clock, in: wanted) { times, values in
      column.times += times
      column.values += values
    }
    let integral: TraceIntegral
    do {
      integral = try TraceIntegrator.integrate(
        column, of: reader.series(of: device, clock: evidence.clock), boundaries: edges.map(\.nanoseconds))
    } catch { throw .database(message: "\(error)") }
    let shares = Dictionary(portions.map { ($0.window.start, $0.share) }, uniquingKeysWith: { first, _ in first })
    let energies = zip(edges, integral.intervals).compactMap { edge, interval -> Energy? in
      guard let share = shares[edge], let energy = interval.energy else { return nil }
      return energy * share
    }
    return energies.isEmpty ? nil : energies.compensatedSum()
  }
}
