import Quantities
import Testing

@testable import LogFormats

@Suite("carbontracker's standard log")
struct TrackerStandardReaderTests {
  private static func header(_ version: String = "2.4.7", components: String = "GPU with device(s) A40.") -> String {
    """
    2026-11-23 10:00:00 - carbontracker version \(version)
    2026-11-23 10:00:00 - Only predicted and actual consumptions are multiplied by a PUE coefficient of 1.58 (D, 2023).
    2026-11-23 10:00:01 - The following components were found: \(components)
    2026-11-23 10:00:01 - Monitoring thread started.

    """
  }

  private static func epoch(_ number: Int, seconds: String = "0:01:00.50", power: String = "100.0") -> String {
    """
    2026-11-23 10:0\(number):02 - Epoch \(number):
    2026-11-23 10:0\(number):02 - Duration: \(seconds)
    2026-11-23 10:0\(number):02 - Average power usage (W) for gpu: \(power)

    """
  }

  private static let end = "2026-11-23 10:09:09 - Monitoring thread ended.\n"

  @Test("A complete session")
  func complete() throws {
    let (log, version, diagnostics) = TrackerText.standard(
      Self.header() + Self.epoch(1) + Self.epoch(2, power: "50.0") + Self.end)
    #expect(version == "2.4.7")
    let session = try #require(log.sessions.first)
    #expect(log.sessions.count == 1)
    #expect(session.pue == 1.58)
    #expect(session.state == .finished)
    #expect(session.line == 1)
    #expect(session.firstStamp?.iso8601 == "2026-11-23T10:00:00")
    #expect(session.lastStamp?.iso8601 == "2026-11-23T10:09:09")
    #expect(session.epochs.map(\.number) == [1, 2])
    #expect(session.epochs.map(\.seconds) == [60.5, 60.5])
    #expect(session.epochs.first?.end?.iso8601 == "2026-11-23T10:01:02")
    #expect(session.epochs.map(\.line) == [5, 8])
    #expect(session.energyIT(corrected: false)?.joules == 60.5 * 150)
    #expect(diagnostics.isEmpty)
  }

  @Test("The mean over devices is found and its factor kept")
  func deviceMean() throws {
    let components = "GPU with device(s) A40, A40. CPU with device(s) cpu:0."
    let (log, _, diagnostics) = TrackerText.standard(Self.header(components: components) + Self.epoch(1) + Self.end)
    let session = try #require(log.sessions.first)
    #expect(session.components.map(\.correctionFactor) == [2, 1])
    #expect(session.energyIT(corrected: true)?.joules == 60.5 * 200)
    #expect(diagnostics.has("carbontracker.device-mean"))
    let old = TrackerText.standard(Self.header("1.1.6", components: components) + Self.epoch(1) + Self.end)
    #expect(old.log.sessions.first?.components.map(\.correctionFactor) == [1, 1])
    #expect(!old.diagnostics.has("carbontracker.device-mean"))
  }

  @Test("How sessions end")
  func states() {
    let stop = "2026-11-23 10:05:00 - Training was interrupted before all 8 epochs were monitored.\n"
    let always = stop.replacing("all 8", with: "all -1")
    let user = "2026-11-23 10:05:00 - Session ended by user.\n"
    let failure = "2026-11-23 10:05:00 - Traceback (most recent call last):\n  File \"x\"\nValueError: no\n"
    let body = Self.header() + Self.epoch(1)
    func state(_ text: String) -> TrackerSession.State? { TrackerText.standard(text).log.sessions.first?.state }
    #expect(state(body) == .truncated)
    #expect(state(body + Self.end) == .finished)
    #expect(state(body + stop + Self.end) == .stopped)
    #expect(state(body + always + Self.end) == .finished)
    #expect(state(body + user) == .stopped)
    #expect(state(body + failure) == .failed)
    #expect(state(Self.header() + Self.end) == .empty)
    #expect(TrackerText.standard(body + failure).diagnostics.has("carbontracker.traceback"))
    #expect(TrackerText.standard(body).diagnostics.has("carbontracker.truncated"))
  }

  @Test("Several sessions in one file")
  func severalSessions() {
    let one = Self.header() + Self.epoch(1) + Self.end
    let log = TrackerText.standard(one + one.replacing("10:0", with: "11:0")).log
    #expect(log.sessions.map(\.line) == [1, 9])
    #expect(log.sessions.map(\.epochs.count) == [1, 1])
  }

  @Test("A killed session before another one keeps its epochs apart")
  func killedThenAnother() {
    let killed = Self.header() + Self.epoch(1) + Self.epoch(2)
    let next = (Self.header() + Self.epoch(1) + Self.end).replacing("10:0", with: "11:0")
    let log = TrackerText.standard(killed + next).log
    #expect(log.sessions.map(\.state) == [.truncated, .finished])
    #expect(log.sessions.map(\.epochs.count) == [2, 1])
  }

  @Test("Two processes in one file: epochs are shared out by their numbers")
  func interleaved() {
    let head = Self.header("1.1.6").split(separator: "\n").flatMap { [$0, $0] }.joined(separator: "\n") + "\n"
    let text =
      head + Self.epoch(1, power: "[10.]") + Self.epoch(1, power: "[20.]") + Self.epoch(2, power: "[30.]") + Self.end
      + Self.end
    let (log, _, diagnostics) = TrackerText.standard(text)
    #expect(log.sessions.count == 2)
    #expect(log.sessions.map(\.epochs.count).sorted() == [1, 2])
    let total = log.sessions.compactMap { $0.energyIT(corrected: false)?.joules }.reduce(0, +)
    #expect(total == 60.5 * 60)
    #expect(log.sessions.allSatisfy { $0.state == .finished })
    #expect(diagnostics.has("carbontracker.interleaved-sessions"))
  }

  @Test("Lines that several handlers wrote count once")
  func repeated() {
    let lines = (Self.header("1.1.2") + Self.epoch(1, power: "[10.]") + Self.end).split(separator: "\n")
    let (log, _, diagnostics) = TrackerText.standard(
      lines.flatMap { [$0, $0, $0] }.joined(separator: "\n") + "\n")
    #expect(log.sessions.count == 1)
    #expect(log.sessions.first?.epochs.map(\.powers.count) == [1])
    #expect(diagnostics.has("carbontracker.duplicate-session"))
  }

  @Test("NUL runs and torn lines are marked, the session is kept")
  func damaged() throws {
    let nul = String(repeating: "\0", count: 40)
    let text =
      Self.header("1.1.6") + nul + Self.epoch(1, power: "[10. 20.]") + Self.end
      + "r the next 0:02:08 is predicted to be 86.50 gCO2/kWh at detected location: Copenhagen.\nd ended.\n"
    let (log, _, diagnostics) = TrackerText.standard(text)
    #expect(log.sessions.count == 1)
    #expect(log.sessions.first?.epochs.first?.powers.first?.watts == [10, 20])
    let damage = try #require(diagnostics.first { $0.code == "carbontracker.damaged-line" })
    #expect(damage.line == 5)
    #expect(damage.message.hasSuffix("(3 times)."))
  }

  @Test("A lost epoch line, and another process's end in the middle of an epoch")
  func tornEpochs() {
    let head = Self.header("1.1.6").split(separator: "\n").flatMap { [$0, $0] }.joined(separator: "\n") + "\n"
    let lines = Self.epoch(1, power: "[20.]").split(separator: "\n")
    let torn = "22-05-24 15:09:39 - Epoch 1:\n" + lines.dropFirst().map { $0 + "\n" }.joined()
    let lost = TrackerText.standard(head + Self.epoch(1, power: "[10.]") + Self.end + torn + Self.end)
    #expect(lost.log.sessions.map(\.epochs.count) == [1, 1])
    #expect(lost.log.sessions.map(\.state) == [.finished, .finished])
    #expect(lost.diagnostics.has("carbontracker.damaged-line"))
    let halves = lines.prefix(2).map { $0 + "\n" }.joined() + Self.end + lines.dropFirst(2).map { $0 + "\n" }.joined()
    let mixed = TrackerText.standard(head + Self.epoch(1, power: "[10.]") + halves + Self.end)
    #expect(mixed.log.sessions.compactMap { $0.energyIT(corrected: false)?.joules }.sorted() == [605, 1210])
    #expect(mixed.log.sessions.map(\.state) == [.finished, .finished])
  }

  @Test("A lost first line still gives a session")
  func headless() {
    let (log, version, diagnostics) = TrackerText.standard(Self.epoch(1) + Self.end)
    #expect(version == nil)
    #expect(log.sessions.map(\.epochs.count) == [1])
    #expect(diagnostics.has("carbontracker.damaged-line"))
  }

  @Test("Missing power is nil, never zero, and filled as the tool's totals are")
  func missingPower() throws {
    let text = Self.header() + Self.epoch(1, power: "None") + Self.epoch(2, power: "80.0") + Self.epoch(3, power: "nan")
    let (log, _, diagnostics) = TrackerText.standard(text + Self.end)
    let session = try #require(log.sessions.first)
    #expect(session.epochs.map { $0.powers.first?.totalWatts } == [nil, 80, nil])
    #expect(session.energyIT(corrected: false)?.joules == 60.5 * 80 * 3)
    #expect(diagnostics.has("carbontracker.missing-power"))
  }

  @Test("Zero watts for minutes is not a measurement, a negative duration not a time")
  func oddValues() {
    let zero = TrackerText.standard(Self.header() + Self.epoch(1, power: "0.0") + Self.end)
    #expect(zero.diagnostics.has("carbontracker.zero-power"))
    let back = TrackerText.standard(Self.header() + Self.epoch(1, seconds: "-0:00:01.20") + Self.end)
    #expect(back.log.sessions.first?.epochs.first?.seconds == -1.2)
    #expect(back.log.sessions.first?.energyIT(corrected: false) == nil)
    #expect(back.diagnostics.has("carbontracker.negative-duration"))
  }

  @Test("Raw samples and stamps of 1.0.5; 1.0.6 repeats the duration per component")
  func samples() throws {
    func text(_ durations: String) -> String {
      """
      2026-11-23 10:49:07,124 - MainThread - INFO - carbontracker version 1.0.6
      2026-11-23 10:49:07,492 - MainThread - INFO - The following components were found: GPU with device(s) A. CPU with \
      device(s) cpu:0.
      2026-11-23 10:49:07,500 - MainThread - INFO - Epoch 1 started.
      2026-11-23 10:49:08,250 - MainThread - INFO - Epoch 1 ended.
      \(durations)2026-11-23 10:49:08,243 - MainThread - INFO - Power usages (W) for gpu: [[200.0], [100.0], [None]]
      2026-11-23 10:49:08,243 - MainThread - INFO - Power usages (W) for cpu: [[40.0]].
      2026-11-23 10:49:09,850 - MainThread - INFO - Monitoring thread ended.

      """
    }
    let stamps = try #require(TrackerText.standard(text("")).log.sessions.first)
    #expect(stamps.pue == nil)
    #expect(stamps.epochs.map(\.seconds) == [0.75])
    #expect(stamps.energyIT(corrected: false)?.joules == 0.75 * 190)
    let duration = "2026-11-23 10:49:08,243 - MainThread - INFO - Duration: 0:00:00.760000\n"
    let (log, _, diagnostics) = TrackerText.standard(text(duration + duration))
    #expect(log.sessions.first?.epochs.map(\.seconds) == [0.76])
    #expect(diagnostics.isEmpty)
  }

  @Test("A list's intensity takes the source of the line that names one")
  func sources() throws {
    let lines = """
      2026-11-23 10:05:00 - Live carbon intensity could not be fetched at detected location: Copenhagen, DK. Defaulted to \
      average carbon intensity for DK in 2023 of 151.65 gCO2/kWh. at detected location: Copenhagen, DK.
      2026-11-23 10:05:00 - Carbon intensities (gCO2/kWh) fetched every 900 s at detected location Copenhagen, DK: \
      [np.float64(151.6503)]
      2026-11-23 10:05:00 - Average carbon intensity during training was 151.65 gCO2/kWh at detected location: \
      Copenhagen, DK.

      """
    let (log, _, diagnostics) = TrackerText.standard(Self.header("2.3.1") + Self.epoch(1) + lines + Self.end)
    let intensities = try #require(log.sessions.first?.intensities)
    #expect(intensities.map(\.source) == [.countryDefault, .countryDefault, .countryDefault])
    #expect(diagnostics.filter { $0.code == "carbontracker.default-intensity" }.count == 1)
  }

  @Test("An unknown line is named, an empty log is too")
  func unknown() {
    let text = Self.header() + "2026-11-23 10:00:05 - Something new.\n" + Self.epoch(1) + Self.end
    #expect(TrackerText.standard(text).diagnostics.map(\.code) == ["carbontracker.unknown-line"])
    #expect(TrackerText.standard("").diagnostics.map(\.code) == ["carbontracker.empty-log"])
  }
}
