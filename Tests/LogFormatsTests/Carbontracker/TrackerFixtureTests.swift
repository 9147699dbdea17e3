import Foundation
import Quantities
import Testing

@testable import LogFormats

@Suite("Logs of real releases on stub hardware")
struct TrackerFixtureTests {
  private static func merged(_ folder: String) throws -> (sessions: [TrackerSession], diagnostics: [Diagnostic]) {
    let all = try TrackerText.merged(folder: TrackerText.fixtures.appendingPathComponent(folder))
    return try #require(all.first)
  }

  /// The mean power of a session over its epochs, in watts.
  private static func meanWatts(_ session: TrackerSession, corrected: Bool) -> Double {
    let seconds = session.epochs.compactMap(\.seconds).reduce(0, +)
    return (session.energyIT(corrected: corrected)?.joules ?? 0) / seconds
  }

  @Test(
    "The corrected power is that of the hardware",
    arguments: [
      ("1.0.5/complete", 253.595), ("1.1.6/multi8", 2361.246), ("2.3.1/stop_after_end", 253.595),
      ("2.4.7/complete", 253.595), ("2.4.7/killed", 253.595), ("2.4.7/multi2", 500), ("2.4.7/stop_after_end", 253.595),
    ])
  func power(folder: String, watts: Double) throws {
    let session = try #require(try Self.merged(folder).sessions.first)
    #expect(abs(Self.meanWatts(session, corrected: true) / watts - 1) < 0.005)
  }

  @Test("Two GPUs and two packages: the log has half of their power")
  func deviceMean() throws {
    let (sessions, _) = try Self.merged("2.4.7/multi2")
    let session = try #require(sessions.first)
    #expect(session.components.map(\.correctionFactor) == [2, 2])
    #expect(session.actual?.kilowattHours == 0.000164671782)
    let reported = try #require(session.energyIT(corrected: false)?.kilowattHours)
    #expect(abs(reported * 1.58 / 0.000164671782 - 1) < 0.005)
    #expect(abs(Self.meanWatts(session, corrected: false) - 250) < 0.5)
  }

  @Test("An array over two lines has all its devices")
  func wrapped() throws {
    let session = try #require(try Self.merged("1.1.6/multi8").sessions.first)
    #expect(session.epochs.map { $0.powers.map(\.watts.count) } == [[8, 2], [8, 2]])
    #expect(session.epochs.first?.powers.first?.watts.last == 297.861)
    #expect(session.actual?.kilowattHours == 0.001565)
  }

  @Test("Three trackers in one file are three sessions, not six")
  func handlers() throws {
    let (sessions, diagnostics) = try Self.merged("1.1.2/twice")
    #expect(sessions.map(\.state) == [.finished, .finished, .finished])
    #expect(sessions.map(\.epochs.count) == [2, 2, 2])
    #expect(sessions.map { $0.actual?.kilowattHours } == [0.000134, 0.000134, 0.000134])
    #expect(!diagnostics.has("carbontracker.identity"))
  }

  @Test("A stopped run is labelled one epoch short", arguments: ["2.3.1/stop_after_end", "2.4.7/stop_after_end"])
  func stopped(folder: String) throws {
    let (sessions, diagnostics) = try Self.merged(folder)
    let session = try #require(sessions.first)
    #expect(session.state == .stopped)
    #expect(session.epochs.count == 3)
    #expect(session.actual?.epochs == 2)
    #expect(diagnostics.has("carbontracker.label-mismatch"))
    #expect(!diagnostics.has("carbontracker.identity"))
  }

  @Test("A killed run has two epochs and a forecast that is not taken for its energy")
  func killed() throws {
    let session = try #require(try Self.merged("2.4.7/killed").sessions.first)
    #expect(session.state == .truncated)
    #expect(session.actual == nil)
    #expect(session.predicted?.epochs == 5)
    #expect(session.energyIT(corrected: true).map { $0.kilowattHours * 1.58 < 0.00017 } == true)
  }

  @Test("A GPU whose power cannot be read is missing, not zero")
  func noGPUPower() throws {
    let session = try #require(try Self.merged("1.1.6/nvmlfail").sessions.first)
    let gpu = try #require(session.components.first)
    #expect(gpu.name == "gpu")
    #expect(session.energyIT(of: gpu, corrected: false) == nil)
    #expect(session.energyIT(corrected: false) != nil)
  }

  @Test("Missing permissions are told by the error log")
  func permissions() throws {
    let folder = TrackerText.fixtures.appendingPathComponent("2.4.7/perm")
    let name = try #require(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).first { $0.hasSuffix("_err.log") })
    let (_, diagnostics) = try TrackerText.log(folder.appendingPathComponent(name), .error)
    let finding = try #require(diagnostics.first { $0.code == "carbontracker.rapl-permission" })
    #expect(finding.message.hasSuffix("(2 times)."))
  }

  @Test("A console shows what the output log has, without stamps")
  func console() throws {
    let folder = TrackerText.fixtures.appendingPathComponent("2.4.7/complete")
    let console = try TrackerText.log(folder.appendingPathComponent("stdout.txt"), .console).log
    let output = try #require(try Self.merged("2.4.7/complete").sessions.first)
    #expect(console.sessions.count == 1)
    #expect(console.sessions.first?.actual?.kilowattHours == output.actual?.kilowattHours)
    #expect(console.sessions.first?.predicted?.grams == output.predicted?.grams)
    #expect(console.sessions.first?.firstStamp == nil)
  }

  @Test("Damaged copies are read without a trap, whatever reader they come to")
  func damagedCopies() throws {
    let walk = try #require(FileManager.default.enumerator(atPath: TrackerText.fixtures.path))
    var state: UInt64 = 1
    /// A number below `bound`, the same ones in every run (Knuth's linear congruential generator).
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % max(1, bound)
    }
    let odd: [UInt8] = [0, 0x0A, 0x0D, 0x1B, 0x20, 0x2C, 0x2D, 0x2E, 0x39, 0x3A, 0x5B, 0x5D, 0x28, 0x29, 0xC3]
    for case let path as String in walk where path.hasSuffix(".log") || path.hasSuffix(".txt") {
      let original = try Data(contentsOf: TrackerText.fixtures.appendingPathComponent(path))
      for _ in 0..<8 {
        var bytes = Array(original)
        for _ in 0..<20 {
          guard !bytes.isEmpty else { break }
          let place = random(bytes.count)
          switch random(4) {
          case 0: bytes[place] = odd[random(odd.count)]
          case 1: bytes.remove(at: place)
          case 2:
            bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + random(200))], at: random(bytes.count))
          default: bytes.removeSubrange(place..<min(bytes.count, place + random(60)))
          }
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let standard = TrackerText.standard(text).log
        let output = TrackerText.output(text).log
        let merged = TrackerLogPairing.merge(standard: standard, output: output, error: TrackerText.error(text).log)
        #expect(merged.sessions.allSatisfy { $0.energyIT(corrected: true)?.joules.isFinite != false })
        _ = TrackerText.output(text, kind: .console)
        var console = SlurmOutputReader(fileName: "slurm-1.out")
        TrackerText.forEachLine(text) { console.consume($0, number: $1) }
        _ = console.finish()
        _ = TrackerText.withBytes(text) { FormatRegistry.recognise(head: $0, fileName: "x.out") }
      }
    }
  }

  @Test("A log cut at any byte has no more epochs and energy than the whole")
  func cut() throws {
    let walk = try #require(FileManager.default.enumerator(atPath: TrackerText.fixtures.path))
    for case let path as String in walk where path.hasSuffix("_carbontracker.log") {
      let bytes = Array(try Data(contentsOf: TrackerText.fixtures.appendingPathComponent(path)))
      let whole = TrackerText.standard(String(decoding: bytes, as: UTF8.self)).log
      let count = whole.sessions.flatMap(\.epochs).count
      for end in bytes.indices {
        let part = TrackerText.standard(String(decoding: bytes[..<end], as: UTF8.self)).log
        // Lines that several handlers repeated count twice until the last of them is read.
        if !path.contains("twice") { #expect(part.sessions.flatMap(\.epochs).count <= count, "\(path) \(end)") }
        #expect(part.sessions.allSatisfy { $0.energyIT(corrected: true)?.joules.isFinite != false })
      }
    }
  }

  @Test("An epoch number that no training has is damage, not a crash")
  func hugeEpoch() {
    let text = "2026-11-23 10:00:00 - Epoch 9223372036854775807:\n2026-11-23 10:00:00 - Epoch 2147483647:\n"
    #expect(TrackerText.standard(text + text).diagnostics.has("carbontracker.damaged-line"))
  }
}
