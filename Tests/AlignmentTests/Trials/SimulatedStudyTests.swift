import LogFormats
import Quantities
import StudyFile
import StudySimulation
import StudyStore
import TestSupport
import Testing

/// The generator of studies, apart from any alignment.
@Suite struct SimulatedStudyTests {
  /// FNV-1a over paths and bytes in order of path.
  private func hash(_ study: SimulatedStudy) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for path in study.files.keys.sorted() {
      for byte in Array(path.utf8) + (study.files[path] ?? []) {
        hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
      }
    }
    return hash
  }

  @Test("The same seed gives the same bytes everywhere")
  func deterministic() {
    let known: [(UInt64, StudyKind, UInt64)] = [
      (1, .plain, 0x1892_32D0_269B_669C), (7, .daylightSavingAutumn, 0xA2FC_D5D3_C626_FCFA),
    ]
    for (seed, kind, expected) in known {
      #expect(hash(SimulatedStudy(seed: seed, kind: kind)) == expected, "\(kind.rawValue) \(seed)")
    }
    #expect(SimulatedStudy(seed: 2, kind: .plain).files != SimulatedStudy(seed: 1, kind: .plain).files)
  }

  @Test(
    "Every file is read as what it is, without findings but those of clocks and counters", arguments: StudyKind.allCases
  )
  func readable(kind: StudyKind) async throws {
    let study = SimulatedStudy(seed: 3, kind: kind)
    let folder = try TemporaryFolder()
    for (path, bytes) in study.files { try folder.write(.init(bytes), to: path) }
    let store = try StudyStore.temporary()
    _ = try await Ingester(store: store, workers: 2).ingest(paths: [folder.path])
    let contents = Dictionary(try store.contents().map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var formats: [LogFormat: Int] = [:]
    for file in try store.files() where !file.path.hasSuffix("fodspor.yml") {
      let content = try #require(file.contentID.flatMap { contents[$0] }, "\(file.path)")
      formats[content.format, default: 0] += 1
      for finding in content.diagnostics where finding.severity > .info {
        let isMeant =
          kind == .daylightSavingAutumn || kind == .daylightSavingSpring
          ? ["nnunet.clock-hour", "nnunet.clock-backwards", "trace.out-of-order"].contains(finding.code) : false
        #expect(isMeant, "\(file.path): \(finding.code) \(finding.message)")
      }
      if case .trainingLog(let log) = content.record {
        let training = try #require(study.trainings.first { file.path.hasSuffix($0.logPath) })
        #expect(log.epochs.map(\.start) == training.epochs.map { training.stamp(at: $0.start) })
        #expect(log.epochs.map(\.end) == training.epochs.map { training.stamp(at: $0.end) })
        for (logged, epoch) in zip(log.epochs, training.epochs) {
          #expect(abs((logged.seconds ?? 0) - epoch.duration.inSeconds) < 0.006)
        }
        #expect(log.finished)
      }
      if case .trace(let log) = content.record {
        let trace = try #require(study.traces.first { file.path.hasSuffix($0.path) })
        #expect((log.clock == .utc) == trace.isUTC)
        #expect(log.series.map(\.samples) == trace.devices.map { _ in trace.sampleTimes.count })
        var times: [Int64] = []
        let first = try #require(try store.series(of: content.id).first)
        try store.samples(of: first.id) { stamps, _ in times += stamps }
        #expect(times == trace.stamps.map(\.nanoseconds))
      }
    }
    #expect(formats[.nnunetTrainingLog] == study.trainings.count)
  }

  @Test("Samples of a power, taken often, add up to its true energy", arguments: 1...4)
  func energies(seed: UInt64) throws {
    let study = SimulatedStudy(seed: seed, kind: .severalGPUs)
    let trace = study.traces[0]
    for (place, number) in trace.devices.enumerated() {
      let signal = study.devices[number].signal
      for epoch in study.trainings[0].epochs where !trace.losses.contains(where: { $0.intersection(epoch) != nil }) {
        let truth = signal.energy(from: epoch.start, to: epoch.end)
        guard let sampled = trace.sampledEnergy(ofDevice: place, from: epoch.start, to: epoch.end) else { continue }
        // An edge in power between two samples is known to half a step, and a mean over a second lags by half of it.
        let edges = (Double(trace.period) * 1e-9 + 1) * 700
        #expect(abs(sampled - truth) < 0.01 * truth + edges)
      }
    }
  }

  @Test("Zones change their clocks when the zone database says so", arguments: 2023...2027)
  func zones(year: Int) throws {
    for zone in [SimulatedZone.copenhagen, .newYork] {
      let known = try #require(ZoneName(zone.name))
      let (spring, autumn) = zone.changes(in: year)
      for change in [spring, autumn] {
        for seconds in [-86_400, -1, 0, 1, 3600, 86_400] {
          let instant = change.advanced(by: .seconds(seconds))
          #expect(known.offset(at: instant).inNanoseconds == zone.offset(at: instant))
        }
      }
    }
  }

  @Test("A stamp leads back to its instant, to both where an hour repeats", arguments: StudyKind.allCases)
  func stamps(kind: StudyKind) throws {
    let study = SimulatedStudy(seed: 5, kind: kind)
    for trace in study.traces {
      for boundary in study.trainings[0].boundaries {
        let found = trace.clock.instants(showing: trace.clock.stamp(at: boundary))
        #expect(found.contains { abs($0.nanoseconds - boundary.nanoseconds) <= 2 })
        #expect(found.count == 1 || kind == .daylightSavingAutumn)
      }
    }
  }
}
