import Foundation
import Quantities
import TestSupport
import Testing

@testable import LogFormats

/// What was really done in `realruns/`, recorded by the driver and not read from a log.
private struct RunTruth: Decodable {
  struct NNUNetRun: Decodable {
    struct Tracker: Decodable {
      var used: Bool
    }
    struct Files: Decodable {
      var carbontracker: [String]?
    }
    struct EpochTime: Decodable {
      var seconds: Double?
    }
    var run: String
    var outcome: String
    var epochsCompleted: Int
    var epochWallTimes: [EpochTime]
    var carbontracker: Tracker?
    var files: Files
  }

  struct CorpusRun: Decodable {
    var carbontrackerVersion: String
    var `case`: String
    var end: String?
    var epochsRun: Int?
    var epochsArgument: Int?
    var files: [String]
  }

  var nnunetRuns: [NNUNetRun]
  var carbontrackerCorpus: [CorpusRun]
}

@Suite("carbontracker in real runs", .enabled(if: SharedData.shouldRun))
struct TrackerRealRunTests {
  private static func truth() throws -> RunTruth {
    let url = try #require(SharedData.url("realruns/TRUTH.json"))
    return try SharedJSON.decoder.decode(RunTruth.self, from: Data(contentsOf: url))
  }

  private static func merged(_ files: [String]) throws -> (sessions: [TrackerSession], diagnostics: [Diagnostic]) {
    var logs: [TrackerLog.Kind: TrackerLog] = [:]
    for file in files {
      let url = try #require(SharedData.url("realruns/\(file)"))
      guard let name = TrackerFileName(fileName: url.lastPathComponent) else { continue }
      logs[name.kind] = try TrackerText.log(url, name.kind).log
    }
    return TrackerLogPairing.merge(standard: logs[.standard], output: logs[.output], error: logs[.error])
  }

  @Test("Trainings: one session each, with the epochs that were run")
  func trainings() throws {
    var checked = 0
    for run in try Self.truth().nnunetRuns {
      guard let files = run.files.carbontracker, !files.isEmpty else { continue }
      let (sessions, diagnostics) = try Self.merged(files)
      let session = try #require(sessions.first, "\(run.run)")
      #expect(sessions.count == 1, "\(run.run)")
      let monitored = run.run == "job4410219" ? 4 : run.epochsCompleted
      #expect(session.epochs.count == monitored, "\(run.run)")
      let seconds = session.epochs.compactMap(\.seconds).reduce(0, +)
      let truth = run.epochWallTimes.prefix(monitored).compactMap(\.seconds).reduce(0, +)
      #expect(abs(seconds / truth - 1) < 0.05, "\(run.run)")
      let isWhole = run.outcome.hasPrefix("finished")
      #expect((session.state == .truncated) == (!isWhole && !run.outcome.hasPrefix("interrupted")), "\(run.run)")
      #expect(!diagnostics.contains { $0.code == "carbontracker.identity" && $0.severity == .warning }, "\(run.run)")
      checked += 1
    }
    #expect(checked >= 25)
  }

  @Test("Sessions of ten releases: version, epochs and energy identity")
  func corpus() throws {
    var checked = 0
    for run in try Self.truth().carbontrackerCorpus where run.case != "sim_two_trackers" && run.case != "shared_dir" {
      let standards = run.files.filter {
        TrackerFileName(fileName: String($0.split(separator: "/").last ?? ""))?.kind == .standard
      }
      guard standards.count == 1 else { continue }
      let label: Comment = "\(run.carbontrackerVersion)/\(run.case)"
      let (sessions, diagnostics) = try Self.merged(run.files)
      let session = try #require(sessions.first, label)
      #expect(session.version == run.carbontrackerVersion, label)
      // Epochs of a few hundredths of a second have no sample when they are logged, and one when totals are made.
      if !run.case.hasSuffix("too_short") {
        #expect(!diagnostics.contains { $0.code == "carbontracker.identity" && $0.severity == .warning }, label)
      }
      if run.end == "kill" { #expect(session.state == .truncated, label) }
      if let epochs = run.epochsRun, run.end != "SystemExit" { #expect(session.epochs.count <= epochs, label) }
      checked += 1
    }
    #expect(checked > 150)
  }

  @Test("No log has a line that is not known")
  func knownLines() throws {
    for (path, url) in SharedData.files(below: "realruns/carbontracker") {
      guard let name = TrackerFileName(fileName: url.lastPathComponent) else { continue }
      let (_, diagnostics) = try TrackerText.log(url, name.kind)
      #expect(!diagnostics.has("carbontracker.unknown-line"), "\(path)")
      #expect(!diagnostics.has("carbontracker.damaged-line"), "\(path)")
    }
  }

  /// What carbontracker 2.4.7's own parser read: durations and the first device's power, for logs of one session.
  private struct OracleFolder: Decodable {
    struct Log: Decodable {
      struct Part: Decodable {
        var durations: [Double]?
        var watts: [[Double?]]?

        enum CodingKeys: String, CodingKey {
          case durations = "epoch_durations (s)"
          case watts = "avg_power_usages (W)"
        }
      }
      var components: [String: Part]?
      var standard: String?

      enum CodingKeys: String, CodingKey {
        case components
        case standard = "standard_filename"
      }
    }
    var logs: [Log]?
  }

  @Test("The tool's own parser reads the same durations and powers")
  func oracle() throws {
    let url = try #require(SharedData.url("realruns/carbontracker/PARSER_ORACLE_2.4.7.json"))
    let folders = try JSONDecoder().decode([String: OracleFolder].self, from: Data(contentsOf: url))
    var compared = 0
    for log in folders.sorted(by: { $0.key < $1.key }).flatMap({ $0.value.logs ?? [] }) {
      guard let path = log.standard, let file = SharedData.url("realruns/\(path)") else { continue }
      let sessions = try TrackerText.log(file, .standard).log.sessions
      for name in ["gpu", "cpu"] {
        guard let part = log.components?[name], let durations = part.durations, let logged = part.watts,
          let session = sessions.first, sessions.count == 1
        else { continue }
        #expect(session.epochs.map(\.seconds) == durations, "\(path)")
        let watts = session.epochs.map { epoch in epoch.powers.first { $0.component == name }?.watts.first ?? nil }
        // It takes a power that is missing for 0 W.
        #expect(watts.map { $0 ?? 0 } == logged.map { ($0.first ?? nil) ?? 0 }, "\(path)")
        compared += 1
      }
    }
    #expect(compared > 200)
  }
}
