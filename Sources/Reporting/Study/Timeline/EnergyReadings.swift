public import Accounting
import Alignment
import LogFormats
import Quantities
public import StudyStore

/// What `explain` needs beside the footprint: each device's share of a run's energy, and what files hold beside it.
public struct EnergyReadings: Sendable {
  /// One device's samples in the energy of one component of one attempt.
  struct Device: Sendable {
    let evidence: String
    let series: TraceSeries
    /// Over the parts that count.
    let energy: Energy
    let coveredSeconds: Double
    let bridgedSeconds: Double
    let extendedSeconds: Double
    let samples: Int
    let gaps: Int
    let gapThreshold: Double
    let wraps: Int
    let resets: Int
  }

  /// A reading of a file that does not count.
  struct Alternative: Sendable {
    let device: String
    let role: ReadingRole
  }

  /// By attempt of the run, then by place in ``AttemptFootprint/components``.
  private(set) var devices: [[[Device]]] = []
  /// By path of the trace.
  private(set) var alternatives: [String: [Alternative]] = [:]

  /// Reads the samples that are in a run's energy once more.
  ///
  /// - Parameters:
  ///   - footprint: the study's numbers.
  ///   - run: a place in ``StudyFootprint/runs``.
  ///   - store: where the samples are.
  public init(_ footprint: StudyFootprint, run: Int, store: StudyStore) throws(AccountingError) {
    let measured = footprint.runs[run]
    let links = footprint.study.runs.flatMap(\.attempts).flatMap(\.links).map(\.evidence)
    let exclusive = Set(Dictionary(links.map { ($0, 1) }, uniquingKeysWith: +).filter { $0.value == 1 }.keys)
    var paths: Set<String> = []
    for (attempt, energies) in zip(measured.run.attempts, measured.attempts) {
      var byComponent: [[Device]] = []
      for energy in energies.components {
        let traces = energy.evidence.compactMap {
          id -> (evidence: Evidence, trace: TraceEvidence, link: EvidenceLink?)? in
          guard let evidence = footprint.study.evidence(id), case .trace(let trace) = evidence.content else {
            return nil
          }
          paths.insert(evidence.path)
          return (evidence, trace, attempt.links.first { $0.evidence == id })
        }
        let boundaries = attempt.parts.map(\.window.start) + [attempt.window.end]
        let integration = DeviceIntegration(
          store: store, attempt: attempt, boundaries: boundaries, policy: footprint.basis.gaps)
        var choice = SeriesChoice(store: store, attempt: attempt)
        let found = try choice.reading(traces) { series throws(AccountingError) -> Device? in
          let id = series.evidence.id
          guard RunTimeline.counts(energy, device: series.device.series, of: id) else { return nil }
          let isExclusive = exclusive.contains(id) && !series.isPartial
          var reading = try integration.integral(
            of: series.device, in: series.evidence, portions: series.portions, withOutside: isExclusive)
          guard reading.total != nil else { return nil }
          // What lies before and after the parts is in no energy of the run.
          if isExclusive, series.evidence.window != nil, reading.intervals.count > attempt.parts.count {
            reading.intervals = Array(reading.intervals.dropFirst().dropLast())
          }
          return Self.device(reading, series.device, id, counting: energy)
        }
        byComponent.append(found.map(\.reading))
      }
      devices.append(byComponent)
    }
    guard !paths.isEmpty else { return }
    let hashes = Dictionary(
      footprint.study.inputs.filter { paths.contains($0.path) }.map { ($0.sha256, $0.path) },
      uniquingKeysWith: { first, _ in first })
    let contents: [StoredContent]
    do { contents = try store.contents() } catch { throw .store(error) }
    for content in contents {
      guard let path = hashes[content.sha256], case .trace(let trace) = content.record else { continue }
      let others = trace.series.filter { $0.role != .counted }
      if !others.isEmpty { alternatives[path] = others.map { Alternative(device: $0.device, role: $0.role) } }
    }
  }

  private static func device(
    _ integral: TraceIntegral, _ device: TraceEvidence.Device, _ evidence: String, counting energy: ComponentEnergy
  ) -> Device {
    // Where one device of several was not measured, the part counts for none.
    let counted = integral.intervals.enumerated().filter { place, _ in
      energy.byPart.indices.contains(place) && energy.byPart[place] != nil
    }.map(\.element)
    return Device(
      evidence: evidence, series: device.series, energy: counted.compactMap(\.energy).compensatedSum(),
      coveredSeconds: counted.map(\.coveredSeconds).compensatedSum(),
      bridgedSeconds: counted.map(\.bridgedSeconds).compensatedSum(),
      extendedSeconds: counted.map(\.extendedSeconds).compensatedSum(),
      samples: counted.reduce(0) { $0 + $1.samples }, gaps: integral.gaps,
      gapThreshold: integral.profile.gapThreshold, wraps: integral.wraps, resets: integral.resets)
  }
}
