import Quantities
import Testing

@testable import LogFormats

/// Made-up logs in the grammar of the releases.
enum PitfallLog {
  static let end = "2026-11-23 10:59:59 - Monitoring thread ended.\n"

  static func header(
    _ version: String = "2.4.7", pue: Double = 1.58, _ components: String = "GPU with device(s) A40."
  ) -> String {
    """
    2026-11-23 10:00:00 - carbontracker version \(version)
    2026-11-23 10:00:00 - Only predicted and actual consumptions are multiplied by a PUE coefficient of \(pue) (X, 2023).
    2026-11-23 10:00:01 - The following components were found: \(components)
    2026-11-23 10:00:01 - Monitoring thread started.

    """
  }

  /// One epoch of an hour, which ends `number` minutes after ten.
  static func epoch(_ number: Int, _ duration: String = "1:00:00.00", gpu: String?, cpu: String? = nil) -> String {
    let stamp = "2026-11-23 10:\(number < 10 ? "0" : "")\(number):00 - "
    var text = "\(stamp)Epoch \(number):\n\(stamp)Duration: \(duration)\n"
    if let gpu { text += "\(stamp)Average power usage (W) for gpu: \(gpu)\n" }
    if let cpu { text += "\(stamp)Average power usage (W) for cpu: \(cpu)\n" }
    return text
  }

  static func output(_ blocks: String..., end: Bool = true) -> String {
    "2026-11-23 10:00:01 - CarbonTracker: The following components were found: GPU with device(s) A40.\n"
      + blocks.map { "2026-11-23 10:30:00 - CarbonTracker: \n\($0)" }.joined()
      + (end ? "2026-11-23 10:59:59 - CarbonTracker: Finished monitoring.\n" : "")
  }

  static func block(
    _ heading: String, time: String = "1:00:00", energy: String, grams: String = "1.500000", kilometres: String? = nil
  ) -> String {
    "\(heading):\n\tTime:\t\(time)\n\tEnergy:\t\(energy) kWh\n\tCO2eq:\t\(grams) g\n"
      + (kilometres.map { "\tThis is equivalent to:\n\t\($0) km travelled by car\n" } ?? "")
  }

  static func merge(
    _ standard: String?, _ output: String?
  ) -> (sessions: [TrackerSession], diagnostics: [Diagnostic]) {
    TrackerLogPairing.merge(
      standard: standard.map { TrackerText.standard($0).log }, output: output.map { TrackerText.output($0).log },
      error: nil)
  }
}

@Suite("carbontracker's pitfalls: powers, devices and blocks")
struct CarbontrackerPitfallPowerTests {
  private static func session(_ text: String) throws -> TrackerSession {
    try #require(TrackerText.standard(text).log.sessions.first)
  }

  @Test("P1: the mean over devices is corrected to their sum, with both values kept and a warning")
  func deviceMean() throws {
    let devices = "GPU with device(s) A40, A40, A40. CPU with device(s) cpu:0, dram:0."
    let text = PitfallLog.header("2.4.7", devices) + PitfallLog.epoch(1, gpu: "100.0", cpu: "30.0") + PitfallLog.end
    let (log, _, diagnostics) = TrackerText.standard(text)
    let session = try #require(log.sessions.first)
    #expect(session.components.map(\.correctionFactor) == [3, 2])
    #expect(session.energyIT(corrected: false)?.joules == 3600.0 * 130)
    #expect(session.energyIT(corrected: true)?.joules == 3600.0 * 360)
    #expect(diagnostics.first { $0.code == "carbontracker.device-mean" }?.severity == .warning)
  }

  @Test("P1: Apple's GPU and neural engine are one value and are not doubled; releases before 2.0.0 are sums already")
  func noCorrection() throws {
    let apple = "GPU with device(s) GPU, ANE. CPU with device(s) CPU."
    let new = try Self.session(PitfallLog.header("2.4.4", apple) + PitfallLog.epoch(1, gpu: "10.0", cpu: "5.0"))
    #expect(new.components.map(\.correctionFactor) == [1, 1])
    #expect(new.components.allSatisfy { !$0.isModelled })
    let two = "GPU with device(s) A40, A40."
    let old = try Self.session(PitfallLog.header("1.2.5", pue: 1.55, two) + PitfallLog.epoch(1, gpu: "[100. 50.]"))
    #expect(old.components.map(\.correctionFactor) == [1])
    #expect(old.energyIT(corrected: true)?.joules == 3600.0 * 150)
  }

  @Test(
    "P2: arrays keep every device, whatever blanks, exponents and names stand in them",
    arguments: [
      ("[102.9132125 100.1273375]", [102.9132125, 100.1273375]), ("[ 55.43 301.1 ]", [55.43, 301.1]),
      ("[ 83.7033257 117.800321 ]", [83.7033257, 117.800321]), ("[60.61088   40.4087525]", [60.61088, 40.4087525]),
      ("9.5e-05", [9.5e-05]), ("[1.0e+02 2.5e+01]", [100, 25]), ("-0.5", [-0.5]), ("[nan 40.]", [nil, 40]),
      ("np.float64(212.3)", [212.3]), ("[np.float64(1.5), np.float64(2.5)]", [1.5, 2.5]), ("inf", [nil]),
    ] as [(String, [Double?])])
  func arrays(text: String, watts: [Double?]) throws {
    let session = try Self.session(PitfallLog.header("1.1.6", pue: 1.59) + PitfallLog.epoch(1, gpu: text))
    #expect(session.epochs.first?.powers.first?.watts == watts)
    #expect(session.damagedLine == nil)
  }

  @Test("P3: an array wrapped over lines keeps all its devices")
  func wrapped() throws {
    let array =
      "[301.08866667 298.09566667 305.16933333 299.46966667  55.43233333\n 302.448      300.609      297.861     ]"
    let text = PitfallLog.header(
      "1.1.6", pue: 1.59, "GPU with device(s) A, B, C, D, E, F, G, H. CPU with device(s) cpu:0.")
    let body = PitfallLog.epoch(1, gpu: array, cpu: "[41.25]") + PitfallLog.epoch(2, gpu: array, cpu: "[41.25]")
    let (log, _, diagnostics) = TrackerText.standard(text + body + PitfallLog.end)
    let session = try #require(log.sessions.first)
    #expect(session.epochs.map { $0.powers.map(\.watts.count) } == [[8, 1], [8, 1]])
    #expect(session.epochs.first?.powers.first?.watts.last == 297.861)
    #expect(diagnostics.isEmpty)
    // The file ends inside the array: what is there is kept, and the line is marked.
    let cut = TrackerText.standard(text + PitfallLog.epoch(1, gpu: "[301.0 298.0\n 302."))
    #expect(cut.log.sessions.first?.epochs.first?.powers.first?.watts == [301, 298, 302])
    #expect(cut.diagnostics.has("carbontracker.damaged-line"))
  }

  @Test("P4: None belongs to its component and epoch, and the other component keeps its power")
  func missingPower() throws {
    let components = "GPU with device(s) A40. CPU with device(s) cpu:0."
    let text =
      PitfallLog.header("2.0.1", components) + PitfallLog.epoch(1, gpu: "100.0", cpu: "None")
      + PitfallLog.epoch(2, gpu: "None", cpu: "20.0") + PitfallLog.epoch(3, gpu: "50.0", cpu: "40.0")
    let (log, _, diagnostics) = TrackerText.standard(text + PitfallLog.end)
    let session = try #require(log.sessions.first)
    #expect(session.epochs.map { $0.powers.map(\.totalWatts) } == [[100, nil], [nil, 20], [50, 40]])
    // A missing power takes that of the next epoch which has one.
    #expect(session.energyIT(of: session.components[0], corrected: true)?.joules == 3600.0 * 200)
    #expect(session.energyIT(of: session.components[1], corrected: true)?.joules == 3600.0 * 80)
    #expect(diagnostics.filter { $0.code == "carbontracker.missing-power" }.count == 2)
  }

  @Test("P5: the heading's epochs are read, and a measurement is never replaced by the prediction")
  func epochsOfHeading() throws {
    let standard =
      PitfallLog.header() + PitfallLog.epoch(1, gpu: "100.0") + PitfallLog.epoch(2, gpu: "100.0") + PitfallLog.end
    let output = PitfallLog.output(
      PitfallLog.block("Predicted consumption for 8 epoch(s)", time: "8:00:00", energy: "1.264000000000"),
      PitfallLog.block("Actual consumption for 2 epoch(s)", time: "2:00:00", energy: "0.316000000000"))
    let (sessions, diagnostics) = PitfallLog.merge(standard, output)
    let session = try #require(sessions.first)
    #expect(session.actual?.epochs == 2)
    #expect(session.predicted?.epochs == 8)
    #expect(session.actual?.kilowattHours == 0.316)
    #expect(session.energyIT(corrected: true)?.kilowattHours == 0.2)
    #expect(TrackerIdentity(session) == .holds)
    #expect(diagnostics.isEmpty)
  }

  @Test("P6: labels one too small, 0 and -1 do not change how many epochs count", arguments: [1, 0, -1])
  func labels(label: Int) throws {
    let stop = "2026-11-23 10:58:00 - Training was interrupted before all -1 epochs were monitored.\n"
    let standard =
      PitfallLog.header("2.3.1") + PitfallLog.epoch(1, gpu: "100.0") + PitfallLog.epoch(2, gpu: "100.0") + stop
      + PitfallLog.end
    let output = PitfallLog.output(
      PitfallLog.block("Actual consumption for \(label) epoch(s)", time: "2:00:00", energy: "0.316000000000"))
    let (sessions, diagnostics) = PitfallLog.merge(standard, output)
    #expect(sessions.first?.epochs.count == 2)
    #expect(sessions.first?.state == .finished)
    #expect(sessions.first.map { TrackerIdentity($0) } == .holds)
    #expect(diagnostics.map(\.code) == ["carbontracker.label-mismatch"])
    #expect(diagnostics.map(\.severity) == [.info])
  }

  @Test("P12: a consumption without equivalents is a consumption")
  func noEquivalents() throws {
    let blocks = PitfallLog.output(
      PitfallLog.block("Predicted consumption for 8 epoch(s)", energy: "1.264", grams: "nan"),
      PitfallLog.block("Actual consumption for 1 epoch(s)", energy: "0.158"))
    let session = try #require(TrackerText.output(blocks).log.sessions.first)
    #expect(session.actual?.kilowattHours == 0.158)
    #expect(session.actual?.grams == 1.5)
    #expect(session.actual?.kilometres == nil)
    #expect(session.predicted?.kilowattHours == 1.264)
  }

  @Test("P16: CO2eq of nan is missing, also behind the words of a fallback, and its energy is kept")
  func nanEmissions() throws {
    let failed =
      "2026-11-23 10:20:00 - Failed to predict carbon intensity for the next 1:00:00, fallback on average measured "
      + "intensity at detected location: Copenhagen, DK.\n"
    let intensities = TrackerText.standard(PitfallLog.header("1.1.6", pue: 1.59) + failed).log.sessions.first?
      .intensities
    #expect(intensities?.map(\.gramsPerKilowattHour) == [nil])
    let (log, diagnostics) = TrackerText.output(
      PitfallLog.output(PitfallLog.block("Predicted consumption for 8 epoch(s)", energy: "1.264", grams: "nan")))
    #expect(log.sessions.first?.predicted?.grams == nil)
    #expect(log.sessions.first?.predicted?.kilowattHours == 1.264)
    #expect(diagnostics.has("carbontracker.nan-co2"))
  }

  @Test(
    "P20: every duration that a release printed is read",
    arguments: [
      ("1 day, 2:03:04", 93_784.0), ("0:00:00", 0), ("111:11:54", 400_314), ("0:00:5.03", 5.03), ("0:01:60.00", 120),
      ("0:00:37.541234", 37.541234),
    ])
  func durations(text: String, seconds: Double) throws {
    let session = try Self.session(PitfallLog.header("1.1.2") + PitfallLog.epoch(1, text, gpu: "[100.]"))
    #expect(session.epochs.first?.seconds == seconds)
  }

  @Test("P20: a negative duration is in no sum, and is told")
  func negativeDuration() throws {
    let text =
      PitfallLog.header("1.2.0", pue: 1.55) + PitfallLog.epoch(1, "-0:00:01.20", gpu: "[100.]")
      + PitfallLog.epoch(2, gpu: "[100.]") + PitfallLog.end
    let (log, _, diagnostics) = TrackerText.standard(text)
    #expect(log.sessions.first?.energyIT(corrected: true)?.joules == 360_000)
    #expect(log.sessions.first?.epochs.first?.start == nil)
    #expect(diagnostics.has("carbontracker.negative-duration"))
  }

  @Test(
    "P21: device names keep their full stops and commas, and lose the blank that a list puts before them",
    arguments: [
      (
        "CPU with device(s) 11th Gen Intel(R) Core(TM) i7-11800H @ 2.30GHz.",
        ["11th Gen Intel(R) Core(TM) i7-11800H @ 2.30GHz"]
      ),
      ("GPU with device(s) Tesla V100-PCIE-32GB, TITAN Xp.", ["Tesla V100-PCIE-32GB", "TITAN Xp"]),
      ("CPU with device(s) cpu:0, cpu:1.", ["cpu:0", "cpu:1"]), ("CPU with device(s) .", []),
      ("CPU with device(s) AMD EPYC 7742, 64 cores. rev. 2.", ["AMD EPYC 7742, 64 cores. rev. 2"]),
      ("GPU with device(s) b'Tesla T4', b'Tesla T4'.", ["Tesla T4", "Tesla T4"]),
    ])
  func deviceNames(text: String, devices: [String]) throws {
    let session = try Self.session(PitfallLog.header("2.2.0", text))
    #expect(session.components.map(\.devices) == [devices])
  }

  @Test("P22: logs of one component, of None and of the newest wording are read as all others")
  func oneComponent() throws {
    let text =
      PitfallLog.header("2.4.3", "CPU with device(s) cpu:0.") + PitfallLog.epoch(1, gpu: nil, cpu: "None")
      + PitfallLog.epoch(2, gpu: nil, cpu: "40.0")
      + "2026-11-23 10:58:00 - Carbon intensities (gCO2eq/kWh) fetched every 900 s at detected location: "
      + "Roskilde, Region Zealand, DK: [143.3]\n"
      + "2026-11-23 10:58:00 - Average carbon intensity during training was 143.30 gCO2eq/kWh. \n"
    let (log, _, diagnostics) = TrackerText.standard(text + PitfallLog.end)
    let session = try #require(log.sessions.first)
    #expect(session.components.map(\.name) == ["cpu"])
    #expect(session.energyIT(corrected: true)?.joules == 3600.0 * 80)
    #expect(session.intensities.map(\.gramsPerKilowattHour) == [143.3, 143.3])
    #expect(session.intensities.first?.place == "Roskilde, Region Zealand, DK")
    #expect(!diagnostics.has("carbontracker.unknown-line"))
  }

  @Test("P23: a power that is logged again for the next epoch is taken as it stands")
  func repeatedPower() throws {
    let text = PitfallLog.header() + PitfallLog.epoch(1, gpu: "123.456") + PitfallLog.epoch(2, gpu: "123.456")
    let session = try Self.session(text + PitfallLog.end)
    #expect(session.epochs.map { $0.powers.first?.totalWatts } == [123.456, 123.456])
  }

  @Test("P24: energies that print as 0.000000 are computed from the epochs")
  func tinyEnergies() throws {
    let standard =
      PitfallLog.header("1.1.6", pue: 1.59) + PitfallLog.epoch(1, "0:00:00.01", gpu: "[100.]") + PitfallLog.end
    let output = PitfallLog.output(
      PitfallLog.block("Actual consumption for 1 epoch(s)", time: "0:00:00", energy: "0.000000", grams: "0.000042"))
    let (sessions, diagnostics) = PitfallLog.merge(standard, output)
    let session = try #require(sessions.first)
    #expect(session.actual?.kilowattHours == 0)
    #expect(session.actual?.energyDecimals == 6)
    #expect(session.energyIT(corrected: true)?.joules == 1)
    #expect(TrackerIdentity(session) == .holds)
    #expect(diagnostics.isEmpty)
  }
}
