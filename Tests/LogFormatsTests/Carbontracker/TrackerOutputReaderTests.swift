import Quantities
import Testing

@testable import LogFormats

@Suite("carbontracker's output log and console text")
struct TrackerOutputReaderTests {
  private static func block(_ heading: String, energy: String = "0.004595", grams: String = "1.02") -> String {
    "\(heading)\n\tTime:\t0:00:38\n\tEnergy:\t\(energy) kWh\n\tCO2eq:\t\(grams) g\n"
  }

  private static let car = "\tThis is equivalent to:\n\t0.008472 km travelled by car\n"
  private static let components = "CarbonTracker: The following components were found: GPU with device(s) T4.\n"
  private static let tag = "CarbonTracker: \n"
  private static let end = "CarbonTracker: Finished monitoring.\n"

  private static func stamped(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix("CarbonTracker:") ? "2022-05-19 22:17:21 - \(line)" : String(line)
    }.joined(separator: "\n")
  }

  @Test("Blocks with stamps and without", arguments: [TrackerLog.Kind.output, .console])
  func blocks(kind: TrackerLog.Kind) throws {
    let plain =
      Self.components + Self.tag + Self.block("Predicted consumption for 8 epoch(s):") + Self.car + Self.tag
      + Self.block("Actual consumption for 1 epoch(s):", energy: "0.000570") + Self.car + Self.end
    let (log, diagnostics) = TrackerText.output(kind == .output ? Self.stamped(plain) : plain, kind: kind)
    let session = try #require(log.sessions.first)
    #expect(log.sessions.count == 1)
    #expect(session.state == .finished)
    #expect(session.predicted?.epochs == 8)
    #expect(session.predicted?.kilowattHours == 0.004595)
    #expect(session.actual?.epochs == 1)
    #expect(session.actual?.seconds == 38)
    #expect(session.actual?.kilowattHours == 0.00057)
    #expect(session.actual?.grams == 1.02)
    #expect(session.actual?.kilometres == 0.008472)
    #expect(session.actual?.line == 10)
    #expect((session.firstStamp == nil) == (kind == .console))
    #expect(diagnostics.isEmpty)
  }

  @Test("Headings of 1.0.3 and of runs without predictions")
  func headings() {
    let old =
      Self.tag + "First 1 epoch(s):\n\tTime: 0:00:00.753973 s\n\tEnergy: 0.0001 kWh\n\tCO2eq: 0.0076 g\n" + Self.car
      + Self.tag + Self.block("Prediction for 3 epoch(s):")
    let log = TrackerText.output(Self.stamped(old)).log
    #expect(log.sessions.first?.actual?.seconds == 0.753973)
    #expect(log.sessions.first?.actual?.epochs == 1)
    #expect(log.sessions.first?.predicted?.epochs == 3)
    let whole = TrackerText.output(Self.tag + Self.block("Actual consumption:"), kind: .console).log
    #expect(whole.sessions.first?.actual != nil)
    #expect(whole.sessions.first?.actual?.epochs == nil)
  }

  @Test("Equivalents are optional, nan is missing, a label of -1 is told")
  func oddBlocks() {
    let text = Self.components + Self.tag + Self.block("Actual consumption for -1 epoch(s):", grams: "nan") + Self.end
    let (log, diagnostics) = TrackerText.output(text, kind: .console)
    #expect(log.sessions.first?.actual?.epochs == -1)
    #expect(log.sessions.first?.actual?.grams == nil)
    #expect(log.sessions.first?.actual?.kilometres == nil)
    #expect(diagnostics.map(\.code) == ["carbontracker.nan-co2", "carbontracker.label-mismatch"])
  }

  @Test("A hand-pasted transcript: blanks for tabs, no tag, the equivalent on one line")
  func pasted() {
    let text = """
      Actual consumption for 1 epoch(s):
              Time:   8:00:33
              Energy: 2.800010 kWh
              CO2eq:  299.601022 g
              This is equivalent to: 2.786986 km travelled by car
      """
    let actual = TrackerText.output(text, kind: .console).log.sessions.first?.actual
    #expect(actual?.seconds == 28_833)
    #expect(actual?.kilometres == 2.786986)
  }

  @Test("Other programs' lines stand between, also a progress bar before the tag")
  func console() {
    let text =
      "Epoch: 1/5 loss 0.2\n" + Self.components + " 50%|█████     | 5/10 CarbonTracker: \n"
      + Self.block("Predicted consumption for 6 epoch(s):") + Self.car + "Time: 3 s\nEnergy: high\n" + Self.end
    let (log, diagnostics) = TrackerText.output(text, kind: .console)
    #expect(log.sessions.count == 1)
    #expect(log.sessions.first?.predicted?.epochs == 6)
    #expect(log.sessions.first?.predicted?.seconds == 38)
    #expect(diagnostics.isEmpty)
  }

  @Test("User code that prints the components again begins no session")
  func repeatedComponents() {
    let plain = "The following components were found: CPU with device(s) cpu:1, dram:0, cpu:0, dram:1.\n"
    let text = plain + plain + Self.tag + Self.block("Actual consumption for 1 epoch(s):") + Self.end + plain
    let log = TrackerText.output(text, kind: .console).log
    #expect(log.sessions.count == 1)
    // DRAM zones are listed since 2.1.0, which averages.
    #expect(log.sessions.first?.components.first?.correctionFactor == 4)
  }

  @Test("Several devices and no release: the reader is told that sum or mean is not known")
  func unknownRelease() {
    let text = Self.components.replacing("T4", with: "T4, T4") + Self.tag + Self.block("Actual consumption:")
    #expect(TrackerText.output(text, kind: .console).diagnostics.has("carbontracker.version-unknown"))
  }

  @Test("Two sessions, and a block repeated by a second handler")
  func sessions() {
    let one =
      Self.components + Self.tag + Self.block("Actual consumption for 1 epoch(s):", energy: "0.001") + Self.car
      + Self.end
    #expect(TrackerText.output(one + one, kind: .console).log.sessions.count == 2)
    let block = Self.tag + Self.block("Actual consumption for 1 epoch(s):") + Self.car
    let twice = Self.components + Self.components + block + block + Self.end + Self.end
    let (log, diagnostics) = TrackerText.output(twice, kind: .console)
    #expect(log.sessions.count == 1)
    #expect(diagnostics.has("carbontracker.duplicate-session"))
  }

  @Test("A failure and an ignored failure")
  func failures() {
    let trace = "CarbonTracker: Traceback (most recent call last):\n  File \"x\", line 1\nRuntimeError: GPU is lost\n\n"
    let failed = TrackerText.output(Self.stamped(Self.components + trace))
    #expect(failed.log.sessions.first?.state == .failed)
    #expect(failed.diagnostics.contains { $0.message.contains("RuntimeError: GPU is lost") })
    let ignored = trace.replacing("Traceback", with: "Ignored error: Traceback")
    #expect(TrackerText.output(Self.stamped(Self.components + ignored)).log.sessions.first?.state == .failed)
    // Where a place could not be looked up, training and monitoring go on.
    let harmless = trace.replacing("Traceback", with: "INFO - Traceback")
    #expect(TrackerText.output(Self.components + harmless, kind: .console).log.sessions.first?.state == .empty)
  }

  @Test("A torn heading is marked and its numbers are not taken")
  func torn() {
    let text = Self.stamped(Self.components) + Self.block("n for 4 epoch(s):") + Self.car
    let (log, diagnostics) = TrackerText.output(text)
    #expect(log.sessions.first?.actual == nil)
    #expect(diagnostics.has("carbontracker.damaged-line"))
  }

  @Test("Missing permissions are told, on consoles and in error logs")
  func permissions() {
    let message = "Could not read CPU/DRAM energy consumption due to lack of read-permissions."
    let console = TrackerText.output("CarbonTracker: CRITICAL - \(message)\n\tPlease run\n", kind: .console)
    #expect(console.diagnostics.map(\.code) == ["carbontracker.rapl-permission"])
    let error = TrackerText.error(
      "2026-11-23 10:48:21,101 - CarbonTrackerThread - CRITICAL - \(message)\n\tPlease run\n")
    #expect(error.diagnostics.map(\.code) == ["carbontracker.rapl-permission"])
    #expect(error.log.sessions.map(\.state) == [.empty])
  }

  @Test("Error logs: short epochs are counted, defaults are intensities, threads may have blanks")
  func errors() {
    let line = "2026-11-23 10:50:11,950 - MainThread - WARNING - Epoch duration is too short for a measurement.\n"
    let intensity =
      "2026-11-23 09:26:12,197 - Thread-1 (one) - WARNING - No carbon intensity provider specified. Using average "
      + "carbon intensity for DK: 143.30 gCO2eq/kWh.\n"
    let (log, diagnostics) = TrackerText.error(line + line + intensity)
    #expect(diagnostics.map(\.code) == ["carbontracker.short-epoch"])
    #expect(diagnostics.first?.message.hasSuffix("(2 times).") == true)
    #expect(log.sessions.first?.intensities.map(\.source) == [.countryDefault])
  }
}
