import Foundation
import LogScanning
import Quantities
import Testing

@testable import LogFormats

/// The events' keys are known and no file is, so that all of these are made up.
@Suite("Events of carbontracker's successor")
struct TrackerEventTests {
  private static let start = 1_779_782_400.0

  private static func event(_ type: String, at seconds: Double, _ members: String) -> String {
    #"{"event_type": "\#(type)", "timestamp": \#(start + seconds), \#(members)}"# + "\n"
  }

  private static let text =
    event("EventStart", at: 0, #""span_type": "epoch", "span_id": 1"#)
    + event("MeasurementEvent", at: 1, #""component": "gpu", "power_usage_pr_device": {"GPU 0": 100.5, "GPU 1": 50.0}"#)
    + event("MeasurementEvent", at: 1, #""component": "cpu", "power_usage_pr_device": {"cpu:0": 40.25}"#)
    + event("MeasurementEvent", at: 2, #""component": "gpu", "power_usage_pr_device": {"GPU 0": 101.5, "GPU 1": null}"#)
    + event("EventStop", at: 3, #""span_type": "epoch", "span_id": 1"#)
    + event("EventStats", at: 3, #""span_type": "epoch", "power_usage_kwh": 0.0001, "emissions_g": 0.02"#)

  private static func read(_ text: String) throws -> (TraceFile, [Diagnostic]) {
    let read = try TraceFile(bytes: Array(text.utf8))
    return (read, read.file.content.diagnostics)
  }

  @Test("Samples become a trace of every device")
  func samples() throws {
    let (read, diagnostics) = try Self.read(Self.text)
    let trace = try #require(read.trace)
    #expect(trace.clock == .utc)
    #expect(trace.series.map(\.device) == ["gpu GPU 0", "gpu GPU 1", "cpu cpu:0"])
    #expect(trace.series.map(\.component) == [.gpu, .gpu, .cpu])
    #expect(trace.series.allSatisfy { $0.role == .counted && $0.quantity == .power })
    #expect(trace.series.map(\.samples) == [2, 1, 1])
    #expect(trace.series.map(\.missingSamples) == [0, 1, 0])
    #expect(read.columns[0].values == [100_500_000_000, 101_500_000_000])
    #expect(read.columns[0].times == [1, 2].map { (Int64(Self.start) + $0) * 1_000_000_000 })
    #expect(!diagnostics.contains { $0.severity == .error })
  }

  @Test(
    "Where the keys stand does not matter",
    arguments: [
      #"{"MeasurementEvent": {"time": 1779782401, "data": {"gpu": {"power_usage_pr_device": [100.5, 50]}}}}"#,
      #"{"type": "MeasurementEvent", "ts": "2026-05-26T08:00:01Z", "power_usage_pr_device": {"gpu": [100.5, 50]}}"#,
      #"{"event": {"name": "MeasurementEvent", "timestamp": 1779782401000}, "payload": {"power_usage_pr_device": [{"device": "NVIDIA A40 0", "power_w": 100.5}, {"device": "NVIDIA A40 1", "power_w": 50}]}, "component": "gpu"}"#,
    ])
  func placement(line: String) throws {
    let (read, _) = try Self.read(line + "\n")
    let trace = try #require(read.trace)
    #expect(trace.series.count == 2)
    #expect(read.columns.map(\.values) == [[100_500_000_000], [50_000_000_000]])
    #expect(read.columns.map(\.times) == [[1_779_782_401_000_000_000], [1_779_782_401_000_000_000]])
  }

  @Test("An energy that no machine can take is left out, and is an error")
  func implausible() throws {
    let bad = Self.event("SessionCurrentStatsEvent", at: 3, #""power_usage_kwh": 19686017480.0, "emissions_g": 1e12"#)
    let (_, diagnostics) = try Self.read(Self.text + bad)
    let finding = try #require(diagnostics.first { $0.code == "carbontracker.implausible-energy" })
    #expect(finding.severity == .error)
    #expect(finding.line == 7)
    let (alone, _) = try Self.read(Self.event("EventStart", at: 0, #""span_type": "epoch""#) + bad)
    #expect(alone.trace == nil)
  }

  @Test("Without samples the statistics are energy records, the last of a span for all of it")
  func statistics() throws {
    let text =
      Self.event("EventStart", at: 0, #""span_type": "epoch""#)
      + Self.event("SessionCurrentStatsEvent", at: 50, #""span_type": "epoch", "power_usage_kwh": 0.0005"#)
      + Self.event("EventStats", at: 100, #""span_type": "epoch", "power_usage_kwh": 0.001, "emissions_g": 0.4"#)
    let (read, diagnostics) = try Self.read(text)
    let log = try #require(read.energyRecords)
    #expect(log.clock == .utc)
    #expect(log.supersededRows == 1)
    #expect(log.records.map { $0.counted?.joules } == [3600])
    #expect(log.records.first?.grams == 0.4)
    #expect(diagnostics.map(\.code) == ["carbontracker.statistics-only"])
  }

  @Test(
    "Emissions and lengths that no number holds are missing",
    arguments: ["1e309", "-1e309", "Infinity", "NaN", "1e308"])
  func endless(number: String) throws {
    let text = Self.event(
      "EventStats", at: 100,
      #""span_type": "epoch", "power_usage_kwh": 0.001, "emissions_g": \#(number), "duration": \#(number)"#)
    let (read, _) = try Self.read(text)
    let record = try #require(read.energyRecords?.records.first)
    #expect(record.grams == nil)
    #expect(record.seconds == nil)
    #expect(record.counted?.joules == 3600)
  }

  @Test("Cut and spoilt files are survived")
  func damage() throws {
    let bytes = Array(Self.text.utf8)
    for end in stride(from: 1, to: bytes.count, by: 3) { _ = try TraceFile(bytes: Array(bytes[..<end])) }
    let nested = String(repeating: "[", count: 5000)
    let spoilt =
      Self.text + "{\u{0}\n{}\n[]\nnull\n{\"power_usage_pr_device\": \(nested)\n"
      + Self.event("MeasurementEvent", at: 4, #""power_usage_pr_device": {"gpu": 1e300, "cpu": -1e300}"#)
    let (read, _) = try Self.read(spoilt)
    #expect(read.trace?.series.first?.samples == 2)
  }

  @Test("Other JSON lines are not its events")
  func others() {
    func format(_ text: String) -> LogFormat? {
      TrackerText.withBytes(text) { FormatRegistry.recognise(head: $0, fileName: "a.jsonl")?.format }
    }
    #expect(format(Self.text) == .carbontrackerEvents)
    #expect(format(#"{"event": "EventStart", "time": 3}"# + "\n") != .carbontrackerEvents)
    #expect(format(#"{"power": 3, "gpu": 1}"# + "\n") != .carbontrackerEvents)
  }
}
