import Foundation
import LogScanning
import Quantities
import TestSupport
import Testing

@testable import LogFormats

@Suite("carbontracker's pitfalls: sessions, files and captures")
struct CarbontrackerPitfallSessionTests {
  private static let hour = PitfallLog.epoch(1, gpu: "[100.]")

  @Test("P7: every session of a file is read, with its block")
  func severalSessions() {
    let one = PitfallLog.header("1.1.6", pue: 1.59) + Self.hour + PitfallLog.end
    let output = PitfallLog.output(PitfallLog.block("Actual consumption for 1 epoch(s)", energy: "0.159000"))
    let days = ["2026-11-23", "2026-11-24", "2026-11-25"]
    let (sessions, diagnostics) = PitfallLog.merge(
      days.map { one.replacing("2026-11-23", with: $0) }.joined(),
      days.map { output.replacing("2026-11-23", with: $0) }.joined())
    #expect(sessions.map(\.epochs.count) == [1, 1, 1])
    #expect(sessions.map { $0.actual?.kilowattHours } == [0.159, 0.159, 0.159])
    #expect(sessions.allSatisfy { TrackerIdentity($0) == .holds })
    #expect(diagnostics.isEmpty)
  }

  @Test("P8: sessions that handlers copied into several files are one work; other sessions are others")
  func copies() throws {
    let first = PitfallLog.header("1.1.6", pue: 1.59) + Self.hour + PitfallLog.end
    let second = first.replacing("2026-11-23 10:", with: "2026-11-23 12:").replacing("[100.]", with: "[90.]")
    let files = [first + second, second].map { TrackerText.standard($0).log.sessions }
    let works = files.flatMap(\.self).map { TrackerWork($0) }
    #expect(works[1] == works[2])
    #expect(Set(works).count == 2)
    #expect(works.allSatisfy { $0?.canHaveCopies == true })
    #expect(files[0].indices.contains(1) && TrackerLogPairing.isSameWork(files[0][1], files[1][0]))
    // From 2.0.0 on each tracker has a logger of its own, so that equal sessions are no copies.
    let new = TrackerText.standard(PitfallLog.header() + PitfallLog.epoch(1, gpu: "100.0")).log.sessions
    #expect(try #require(TrackerWork(new[0])).canHaveCopies == false)
    // A console has no times to tell sessions by, and an empty session nothing that could count twice.
    let console = TrackerText.output(
      "Actual consumption for 1 epoch(s):\n\tTime:\t0:00:01\n\tEnergy:\t0.1 kWh\n\tCO2eq:\t1 g\n", kind: .console)
    #expect(try #require(TrackerWork(console.log.sessions[0])).canHaveCopies == false)
    #expect(TrackerWork(TrackerSession(line: 1)) == nil)
  }

  @Test("P8: lines that k handlers wrote k times into one file count once", arguments: [2, 3])
  func repeatedLines(handlers: Int) {
    func repeated(_ text: String) -> String {
      text.split(separator: "\n").flatMap { Array(repeating: $0, count: handlers) }.joined(separator: "\n") + "\n"
    }
    let stop = "2026-11-23 10:58:00 - Training was interrupted before all 9 epochs were monitored.\n"
    let intensities =
      "2026-11-23 10:58:00 - Carbon intensities (gCO2/kWh) fetched every 900 s at detected location A, DK: [144.0]\n"
      + "2026-11-23 10:58:00 - Average carbon intensity during training was 144.00 gCO2/kWh at detected "
      + "location: A, DK.\n"
    let text = PitfallLog.header("1.1.2") + Self.hour + PitfallLog.epoch(2, gpu: "[90.]") + stop + intensities
    let (log, _, diagnostics) = TrackerText.standard(repeated(text + PitfallLog.end))
    #expect(log.sessions.count == 1)
    #expect(log.sessions.first?.state == .stopped)
    #expect(log.sessions.first?.intensities.count == 2)
    #expect(log.sessions.first?.energyIT(corrected: true)?.joules == 3600.0 * 190)
    #expect(diagnostics.has("carbontracker.duplicate-session"))
  }

  @Test("P9: NUL runs and torn lines mark the session as damaged and take nothing else from it")
  func damage() throws {
    let text =
      PitfallLog.header("1.1.6", pue: 1.59) + String(repeating: "\0", count: 300) + Self.hour + PitfallLog.end
      + "dedN\nd ended.\nn for 4 epoch(s):\n"
    let (log, _, diagnostics) = TrackerText.standard(text)
    let session = try #require(log.sessions.first)
    #expect(log.sessions.count == 1)
    #expect(session.damagedLine == 5)
    #expect(session.state == .finished)
    #expect(session.energyIT(corrected: true)?.joules == 360_000)
    #expect(diagnostics.first { $0.code == "carbontracker.damaged-line" }?.message.hasSuffix("(4 times).") == true)
  }

  @Test("P9: two processes that write in turn get their own lines back")
  func interleaved() {
    let header = PitfallLog.header("1.1.6", pue: 1.59, "GPU with device(s) A40. CPU with device(s) cpu:0.")
    let head = header.split(separator: "\n").flatMap { [$0, $0] }
    let first = PitfallLog.epoch(1, gpu: "[10.]", cpu: "[1.]").split(separator: "\n")
    let second = PitfallLog.epoch(1, "2:00:00.00", gpu: "[20.]", cpu: "[2.]").split(separator: "\n")
    let tail = (Self.intensityAndEnd + Self.intensityAndEnd).split(separator: "\n")
    let lines = head + zip(first, second).flatMap { [$0, $1] } + tail
    let (log, _, diagnostics) = TrackerText.standard(lines.joined(separator: "\n") + "\n")
    let joules = log.sessions.compactMap { $0.energyIT(corrected: true)?.joules }
    #expect(joules.sorted() == [3600.0 * 11, 7200.0 * 22])
    #expect(log.sessions.map(\.state) == [.finished, .finished])
    #expect(log.sessions.map(\.intensities.count) == [2, 2])
    #expect(diagnostics.has("carbontracker.interleaved-sessions"))
  }

  /// The list and the mean hold the same number.
  private static let intensityAndEnd = """
    2026-11-23 10:01:00 - Carbon intensities (gCO2/kWh) fetched every 900 s at detected location A, DK: [104.0]
    2026-11-23 10:01:00 - Average carbon intensity during training was 104.00 gCO2/kWh at detected location: A, DK.
    2026-11-23 10:01:00 - Monitoring thread ended.

    """

  @Test("P9: a session whose first lines were overwritten has the release of the others of its file")
  func lostHeader() throws {
    let whole = PitfallLog.header("1.1.6", pue: 1.59) + Self.hour + PitfallLog.end
    let (log, _, diagnostics) = TrackerText.standard(whole + PitfallLog.epoch(1, gpu: "[50.]") + PitfallLog.end)
    let session = try #require(log.sessions.last)
    #expect(log.sessions.count == 2)
    #expect(session.version == nil)
    #expect(session.inferredVersion == "1.1.6")
    #expect(session.energyIT(corrected: true)?.joules == 180_000)
    #expect(session.damagedLine != nil)
    #expect(diagnostics.has("carbontracker.lost-header"))
  }

  @Test("P9: blocks of lost sessions are not given to others")
  func lostSessions() {
    let day = { (text: String) in text.replacing("2026-11-23", with: "2026-11-24") }
    let standard = PitfallLog.header("1.1.6", pue: 1.59) + Self.hour + PitfallLog.end
    let lost = PitfallLog.block("Actual consumption for 1 epoch(s)", time: "0:30:00", energy: "0.300000")
    let kept = PitfallLog.block("Actual consumption for 1 epoch(s)", energy: "0.159000")
    let (sessions, diagnostics) = PitfallLog.merge(standard, PitfallLog.output(lost) + day(PitfallLog.output(kept)))
    #expect(sessions.map { $0.actual?.kilowattHours } == [0.159, 0.3])
    #expect(sessions.map(\.epochs.count) == [1, 0])
    #expect(diagnostics.has("carbontracker.unmatched-output"))
  }

  @Test("P10: logs without their partner give what they hold, and say what is missing")
  func unpaired() {
    let standard = PitfallLog.header("1.1.6", pue: 1.59) + Self.hour + PitfallLog.end
    let lone = PitfallLog.merge(standard, nil)
    #expect(lone.sessions.first?.energyIT(corrected: true)?.joules == 360_000)
    #expect(lone.diagnostics.map(\.code) == ["carbontracker.no-output-log"])
    let output = PitfallLog.output(PitfallLog.block("Actual consumption for 1 epoch(s)", energy: "0.159000"))
    let total = PitfallLog.merge(nil, output)
    #expect(total.sessions.first?.actual?.kilowattHours == 0.159)
    #expect(total.diagnostics.map(\.code) == ["carbontracker.no-standard-log"])
    #expect(TrackerFileName(fileName: "a_1_2022-05-19T221644Z_carbontracker.log")?.stem == "a_1_2022-05-19T221644Z")
  }

  @Test("P11: an empty output log leaves the energy of the standard log")
  func quiet() {
    let standard = PitfallLog.header("1.1.7", pue: 1.55) + Self.hour + PitfallLog.end
    let (sessions, diagnostics) = PitfallLog.merge(standard, "")
    #expect(sessions.first?.energyIT(corrected: true)?.kilowattHours == 0.1)
    #expect(diagnostics.map(\.code) == ["carbontracker.no-output-log"])
    #expect(TrackerText.output("").diagnostics.map(\.code) == ["carbontracker.empty-log"])
  }

  @Test("P13: a killed run has its completed epochs and no forecast for its energy")
  func killed() throws {
    let standard = PitfallLog.header() + PitfallLog.epoch(1, gpu: "100.0") + "2026-11-23 10:02:00 - Epoch 2:\n"
    let output = PitfallLog.output(
      PitfallLog.block("Predicted consumption for 5 epoch(s)", time: "5:00:00", energy: "0.790000000000"), end: false)
    let (sessions, _) = PitfallLog.merge(standard, output)
    let session = try #require(sessions.first)
    #expect(session.state == .truncated)
    #expect(session.actual == nil)
    #expect(session.energyIT(corrected: true)?.joules == 360_000)
    let diagnostics = TrackerText.standard(standard).diagnostics
    #expect(diagnostics.has("carbontracker.truncated"))
    #expect(diagnostics.has("carbontracker.partial-epoch"))
  }

  @Test("P14: 0 W throughout is not a measurement, a 0 W epoch among others is one")
  func zeroPower() throws {
    let components = "GPU with device(s) A40. CPU with device(s) cpu:0."
    let unread = TrackerText.standard(
      PitfallLog.header("1.1.7", pue: 1.55, components) + PitfallLog.epoch(1, gpu: "[100.]", cpu: "0.0")
        + PitfallLog.epoch(2, gpu: "[100.]", cpu: "0.0") + PitfallLog.end)
    let session = try #require(unread.log.sessions.first)
    #expect(session.isMeasured("gpu"))
    #expect(!session.isMeasured("cpu"))
    #expect(session.energyIT(of: session.components[1], corrected: true) == nil)
    #expect(session.energyIT(corrected: true)?.joules == 720_000)
    #expect(unread.diagnostics.has("carbontracker.zero-power"))
    let idle = TrackerText.standard(
      PitfallLog.header() + PitfallLog.epoch(1, gpu: "0.0") + PitfallLog.epoch(2, gpu: "10.0") + PitfallLog.end)
    #expect(idle.log.sessions.first?.energyIT(corrected: true)?.joules == 36_000)
    #expect(!idle.diagnostics.has("carbontracker.zero-power"))
  }

  @Test("P15: which zones a CPU's power covers stands in the session")
  func coverage() throws {
    func devices(_ version: String, _ list: String) throws -> [String] {
      let text = PitfallLog.header(version, "CPU with device(s) \(list).")
      return try #require(TrackerText.standard(text).log.sessions.first?.components.first).devices
    }
    #expect(try devices("2.0.1", "cpu:0, cpu:1") == ["cpu:0", "cpu:1"])
    #expect(try devices("2.1.2", "cpu:1, dram:0, cpu:0, dram:1").filter { $0.hasPrefix("dram:") }.count == 2)
    #expect(try devices("1.0.3", "intel-rapl:0") == ["intel-rapl:0"])
    let modelled = TrackerText.standard(PitfallLog.header("2.2.0", "CPU with device(s) AMD EPYC 7742."))
    #expect(modelled.log.sessions.first?.components.first?.isModelled == true)
    #expect(modelled.diagnostics.has("carbontracker.modelled-power"))
  }

  @Test(
    "P17: a default in disguise is told from a live intensity",
    arguments: [
      (
        "1.1.6",
        "Live carbon intensity could not be fetched at detected location: Brest, FR. Defaulted to average "
          + "carbon intensity for EU-28 in 2017 of 294.21 gCO2/kWh.",
        TrackerIntensity.Source.eu28Default
      ),
      (
        "1.1.6", "Carbon intensities (gCO2/kWh) fetched every 900 s at detected location Brest, FR: [294.2060978]",
        .eu28Default
      ),
      (
        "1.1.6", "Carbon intensities (gCO2/kWh) fetched every 900 s at detected location Brest, FR: [91.0, 92.0]", .live
      ),
      (
        "1.2.0",
        "Live carbon intensity could not be fetched at detected location: A, DK. Defaulted to average carbon "
          + "intensity for DK in 2021 of 149.75 gCO2/kWh. at detected location: A, DK.",
        .countryDefault
      ),
      (
        "2.3.1",
        "Live carbon intensity could not be fetched at detected location: UNDETECTED. Defaulted to average "
          + "carbon intensity for world in 2019 of 481.00 gCO2/kWh. at detected location: UNDETECTED.",
        .worldDefault
      ),
      ("2.3.1", "Carbon intensity: 121.00 gCO2/kWh at Copenhagen, DK", .live),
      ("2.4.7", "Carbon intensity fetched: 121.00 gCO2/kWh at Copenhagen, DK", .live),
      (
        "2.4.7", "Carbon intensities (gCO2eq/kWh) fetched every 900 s at detected location: Unknown: [445.0]",
        .worldDefault
      ),
      (
        "2.4.7", "Carbon intensities (gCO2eq/kWh) fetched every 900 s at detected location: A, DK: [143.3]",
        .unclassified
      ),
    ])
  func defaults(version: String, line: String, source: TrackerIntensity.Source) throws {
    let text = PitfallLog.header(version) + "2026-11-23 10:20:00 - \(line)\n" + PitfallLog.end
    let intensities = try #require(TrackerText.standard(text).log.sessions.first?.intensities)
    #expect(!intensities.isEmpty)
    #expect(intensities.allSatisfy { $0.source == source })
  }

  @Test("P18: epochs are without the log's own PUE, blocks are with it, and a console's is inferred or missing")
  func ownPUE() throws {
    for (version, pue) in [("1.1.0", 1.58), ("1.1.4", 1.67), ("1.1.6", 1.59), ("1.2.5", 1.55), ("2.4.7", 1.58)] {
      let session = TrackerText.standard(PitfallLog.header(version, pue: pue) + Self.hour + PitfallLog.end).log
        .sessions[0]
      #expect(session.pue == pue)
      #expect(session.energyIT(corrected: false)?.kilowattHours == 0.1)
      #expect(TrackerRelease(version)?.pue == pue)
    }
    let block = PitfallLog.block("Actual consumption for 1 epoch(s)", energy: "0.100000000000")
    let known = TrackerText.output(
      "CarbonTracker: WARNING - ElectricityMaps API key not set.\nCarbonTracker: \n" + block, kind: .console)
    #expect(known.log.sessions.first?.pue == 1.58)
    #expect(known.log.sessions.first?.inferredVersion == "2.0.0 to 2.3.1")
    #expect(known.diagnostics.has("carbontracker.release-inferred"))
    let unknown = TrackerText.output("CarbonTracker: \n" + block, kind: .console)
    #expect(unknown.log.sessions.first?.pue == nil)
    #expect(unknown.log.sessions.first?.version == nil)
  }

  @Test("P19: stamps are the wall's, an hour that comes twice is no error, and time comes from the durations")
  func localTime() throws {
    let text =
      "2026-10-25 02:30:00 - carbontracker version 1.1.6\n"
      + "2026-10-25 02:30:00 - The following components were found: GPU with device(s) A40.\n"
      + "2026-10-25 02:50:00 - Epoch 1:\n2026-10-25 02:50:00 - Duration: 0:20:00.00\n"
      + "2026-10-25 02:50:00 - Average power usage (W) for gpu: [100.]\n"
      + "2026-10-25 02:10:00 - Epoch 2:\n2026-10-25 02:10:00 - Duration: 0:20:00.00\n"
      + "2026-10-25 02:10:00 - Average power usage (W) for gpu: [100.]\n"
      + "2026-10-25 02:10:00 - Monitoring thread ended.\n"
    let (log, _, diagnostics) = TrackerText.standard(text)
    let session = try #require(log.sessions.first)
    #expect(log.sessions.count == 1)
    #expect(session.firstStamp?.iso8601 == "2026-10-25T02:30:00")
    #expect(session.energyIT(corrected: true)?.joules == 240_000)
    #expect(diagnostics.isEmpty)
    #expect(TrackerFileName(fileName: "2026-10-25T023000Z_carbontracker.log")?.start == session.firstStamp)
  }

  @Test("P25: Latin-1 names, colours, progress bars and binary bytes do not hide the tool's lines")
  func captures() throws {
    var bytes = Array("\u{1B}[32mCarbonTracker: The following components were found: GPU with device(s) Jos".utf8)
    bytes += [0xE9] + Array("'s A40.\u{1B}[0m\n".utf8)
    bytes += [0x00, 0xFF, 0xFE, 0x80, 0x0A]
    bytes += Array(" 10%|#   | 1/10\r 20%|##  | 2/10\rCarbonTracker: \n".utf8)
    bytes += Array(PitfallLog.block("Actual consumption for 1 epoch(s)", energy: "0.100000").utf8)
    bytes += Array("\u{1B}[1mCarbonTracker: Finished monitoring.\u{1B}[0m\r\n".utf8)
    let folder = try TemporaryFolder()
    try folder.write(Data(bytes), to: "slurm-77.out")
    let file = try LogFileReader.read(path: folder.path("slurm-77.out"), samples: TraceColumns())
    guard case .console(let capture) = file.content.record else {
      Issue.record("\(file.format)")
      return
    }
    let session = try #require(capture.tracker?.sessions.first)
    #expect(capture.slurmJob == 77)
    #expect(session.components.first?.devices == ["José's A40"])
    #expect(session.actual?.kilowattHours == 0.1)
    #expect(session.state == .finished)
  }

  @Test("P26: one bad log takes nothing from the others of its folder")
  func oneBadLog() throws {
    let folder = try TemporaryFolder()
    let good = PitfallLog.header("1.1.6", pue: 1.59) + Self.hour + PitfallLog.end
    try folder.write(good, to: "2022-05-19T221644Z_carbontracker.log")
    try folder.write(
      Data((0..<4000).map { UInt8(truncatingIfNeeded: $0 &* 37) }), to: "2022-05-19T221645Z_carbontracker.log")
    try folder.write(good.replacing("[100.]", with: "[ [oops"), to: "2022-05-19T221646Z_carbontracker.log")
    try folder.write("", to: "2022-05-19T221647Z_carbontracker.log")
    var energies: [Double] = []
    for second in 44...47 {
      let path = folder.path("2022-05-19T2216\(second)Z_carbontracker.log")
      let file = try LogFileReader.read(path: path, samples: TraceColumns())
      guard case .tracker(let log) = file.content.record else { continue }
      energies += log.sessions.compactMap { $0.energyIT(corrected: true)?.joules }
    }
    #expect(energies == [360_000])
  }
}
