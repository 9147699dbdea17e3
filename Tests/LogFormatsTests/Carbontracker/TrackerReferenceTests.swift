import Foundation
import Quantities
import TestSupport
import Testing

@testable import LogFormats

/// One file's entry in `truth/carbontracker-truth.json`, which an independent reader made.
private struct FileTruth: Decodable {
  struct Block: Decodable {
    var kind: String
    var epochs: Int?
    var seconds: Double?
    var energyKwh: Double?
    var co2G: Double?
    var km: Double?
  }

  var kind: String
  var sessions: Int?
  var versions: [String]?
  var pue: [Double]?
  var durationLines: Int?
  var seconds: Double?
  var powerLines: Int?
  var noneValues: Int?
  var epochs: Int?
  var energyItKwhAsLogged: Double?
  var blocks: [Block]?
  var nulBytes: Int?
}

private struct Truth: Decodable {
  var real: [String: FileTruth]
  var generated: [String: FileTruth]

  static func load() throws -> Truth {
    let url = try #require(SharedData.url("truth/carbontracker-truth.json"))
    return try SharedJSON.decoder.decode(Truth.self, from: Data(contentsOf: url))
  }
}

@Suite("Every reference log of carbontracker", .enabled(if: SharedData.shouldRun))
struct TrackerReferenceTests {
  private static func root(_ part: String) throws -> URL { try #require(SharedData.url("corpus/\(part)")) }

  @Test("Standard logs: sessions, epochs, seconds and energy as logged")
  func standardLogs() throws {
    let truth = try Truth.load()
    var counts = (files: 0, single: 0)
    for (part, files) in [("carbontracker", truth.real), ("carbontracker-releases", truth.generated)] {
      let root = try Self.root(part)
      for (path, expected) in files.sorted(by: { $0.key < $1.key }) where expected.kind == "standard" {
        let (log, diagnostics) = try TrackerText.log(root.appendingPathComponent(path), .standard)
        counts.files += 1
        let isDeduplicated = diagnostics.has("carbontracker.duplicate-session")
        // 1.0.x has samples and no durations, which the independent reader does not read.
        let isOld = expected.versions?.contains { $0.hasPrefix("1.0.") && $0 < "1.0.7" } == true
        if isOld || isDeduplicated { continue }
        // A file whose first line is lost still has what is left of its session.
        let sessions = log.sessions.count { $0.version != nil }
        #expect(sessions == expected.sessions, "\(path)")
        #expect(sessions == log.sessions.count || diagnostics.has("carbontracker.lost-header"), "\(path)")
        #expect(log.sessions.compactMap(\.version).allSatisfy { expected.versions?.contains($0) == true }, "\(path)")
        #expect(log.sessions.compactMap(\.pue).allSatisfy { expected.pue?.contains($0) == true }, "\(path)")
        let epochs = log.sessions.flatMap(\.epochs)
        #expect(epochs.count { $0.seconds != nil } == expected.durationLines, "\(path)")
        let seconds = epochs.compactMap(\.seconds).reduce(0, +)
        #expect(abs(seconds - (expected.seconds ?? -1)) < 0.001, "\(path)")
        #expect(epochs.flatMap(\.powers).count == expected.powerLines, "\(path)")
        guard let energy = expected.energyItKwhAsLogged, expected.epochs != nil, expected.nulBytes == nil else {
          continue
        }
        counts.single += 1
        // As logged: epochs whose power is missing add nothing.
        let joules = epochs.map { epoch in
          (epoch.seconds ?? 0) * epoch.powers.compactMap(\.totalWatts).reduce(0, +)
        }.reduce(0, +)
        #expect(abs(joules / 3.6e6 - energy) <= 1e-9 * max(energy, 1e-6), "\(path)")
      }
    }
    #expect(counts.files > 1700)
    #expect(counts.single > 1500)
  }

  @Test("Output logs and consoles: every block")
  func blocks() throws {
    let truth = try Truth.load()
    var compared = 0
    for (part, files) in [("carbontracker", truth.real), ("carbontracker-releases", truth.generated)] {
      let root = try Self.root(part)
      for (path, expected) in files.sorted(by: { $0.key < $1.key }) where ["output", "stdout"].contains(expected.kind) {
        let file = try LogFileReader.read(path: root.appendingPathComponent(path).path, samples: TraceColumns())
        if file.content.diagnostics.has("carbontracker.duplicate-session") { continue }
        let log: TrackerLog
        switch file.content.record {
        case .tracker(let read) where expected.kind == "output": log = read
        case .console(let capture) where expected.kind == "stdout": log = capture.tracker ?? TrackerLog(kind: .console)
        // The command of a release that gave up printed nothing, or nothing of carbontracker's.
        case .none where expected.blocks?.isEmpty != false: continue
        default:
          Issue.record("\(path): \(file.format)")
          continue
        }
        let blocks = log.sessions.flatMap { session in
          [("actual", session.actual), ("predicted", session.predicted)].compactMap { name, block in
            block.map { (name, $0) }
          }
        }.sorted { $0.1.line < $1.1.line }
        let expectedBlocks = expected.blocks ?? []
        #expect(blocks.count == expectedBlocks.count, "\(path)")
        for ((name, block), wanted) in zip(blocks, expectedBlocks) {
          compared += 1
          #expect(name == wanted.kind, "\(path)")
          #expect(block.epochs == wanted.epochs, "\(path)")
          #expect(block.kilowattHours == wanted.energyKwh, "\(path)")
          #expect(block.grams == wanted.co2G, "\(path)")
          #expect(block.kilometres == wanted.km, "\(path)")
          #expect(abs((block.seconds ?? -1) - (wanted.seconds ?? -1)) < 1e-6, "\(path)")
        }
      }
    }
    #expect(compared > 3000)
  }

  @Test("Every file is recognised as what it is")
  func recognition() throws {
    let truth = try Truth.load()
    let root = try Self.root("carbontracker")
    for (path, expected) in truth.real.sorted(by: { $0.key < $1.key }) {
      let file = try LogFileReader.read(path: root.appendingPathComponent(path).path, samples: TraceColumns())
      let format: LogFormat =
        switch expected.kind {
        case "standard": .carbontrackerStandard
        case "output": .carbontrackerOutput
        case "err": .carbontrackerError
        default: .slurmOutput
        }
      #expect(file.format == format, "\(path)")
    }
  }
}
