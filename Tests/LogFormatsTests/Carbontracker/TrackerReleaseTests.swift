import Foundation
import Quantities
import TestSupport
import Testing

@testable import LogFormats

/// `truth.json` of a generated log: the stub hardware and the seconds that each epoch took.
private struct StubTruth: Decodable {
  struct Hardware: Decodable {
    struct Zone: Decodable {
      var watts: Double

      init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        _ = try container.decode(String.self)
        watts = try container.decode(Double.self)
      }
    }

    var gpus: [String]
    var gpuW: [Double]
    /// Packages are `intel-rapl:N`, their DRAM is `intel-rapl:N:M`.
    var cpus: [String: Zone]
    var perm: Bool
    var nvmlFail: Bool
  }

  var version: String
  var scenario: String
  var cfg: Hardware
  var rec: [Double]
  var runs: [[Double]]

  var release: TrackerRelease { TrackerRelease(version) ?? TrackerRelease(0, 0, 0) }

  /// The watts that a component's sensor gives, `nil` when it cannot be read, and how many devices they are of.
  func sensor(_ component: String) -> (watts: Double?, devices: Int) {
    if component == "gpu" { return (cfg.nvmlFail ? nil : cfg.gpuW.reduce(0, +), cfg.gpuW.count) }
    let zones = cfg.cpus.filter { release >= TrackerRelease(2, 1, 0) || $0.key.split(separator: ":").count == 2 }
    return (cfg.perm ? nil : zones.values.reduce(0) { $0 + $1.watts }, zones.count)
  }
}

/// One folder of `carbontracker-releases`, read.
private struct ReleaseFolder: CustomTestStringConvertible, Sendable {
  var truth: StubTruth
  /// `2.4.7/multi8`
  var name: String
  /// One per tracker that ran.
  var sessions: [TrackerSession]
  var diagnostics: [Diagnostic]

  var testDescription: String { name }
  /// The seconds of each tracker's epochs, measured outside of carbontracker.
  var runs: [[Double]] { truth.runs.isEmpty ? [truth.rec] : truth.runs }

  static let all: [ReleaseFolder] = {
    guard let root = SharedData.url("corpus/carbontracker-releases") else { return [] }
    return SharedData.files(below: "corpus/carbontracker-releases").compactMap { path, url in
      guard path.hasSuffix("/truth.json"), let data = try? Data(contentsOf: url) else { return nil }
      let name = String(path.dropLast(11))
      guard let truth = try? SharedJSON.decoder.decode(StubTruth.self, from: data),
        let merged = try? TrackerText.merged(folder: root.appendingPathComponent(name))
      else { return nil }
      // Until 1.2.5 a tracker's log also receives the sessions of later ones.
      var seen: Set<TrackerWork> = []
      let sessions = merged.flatMap(\.sessions).filter { TrackerWork($0).map { seen.insert($0).inserted } ?? true }
      return ReleaseFolder(truth: truth, name: name, sessions: sessions, diagnostics: merged.flatMap(\.diagnostics))
    }
  }()
}

extension StubTruth: Sendable {}
extension StubTruth.Hardware: Sendable {}
extension StubTruth.Hardware.Zone: Sendable {}

/// Where a log rightly differs from the stub hardware, with the reason.
private enum Deviation {
  /// Scenarios whose epochs are not those that the driver counted.
  static func epochs(_ truth: StubTruth) -> String? {
    switch (truth.scenario, truth.version) {
    case ("monitor1", _): "monitor_epochs=1: the tracker stops after the first epoch"
    case ("cli", _): "the driver cannot see into the command; carbontracker takes it for one epoch"
    case ("nocomp", "2.0.1"): "without components 2.0.1 ends before the first epoch"
    default: nil
    }
  }

  /// Components that have no power, or one that is no sensor's.
  static func power(_ truth: StubTruth, _ component: String) -> String? {
    switch (truth.scenario, component) {
    case ("nocomp", "cpu"): "2.2.0 and later: half of a TDP in place of a sensor"
    case ("short", "cpu"): "epochs of 0.01 s are over before RAPL, which takes a second, was read"
    default: nil
    }
  }

  /// RAPL's two readings lie more than the second apart that their difference is divided by (the stub's counter follows
  /// the real clock), so that the logged power is too large by the overshoot of a sleep: some per cent, seldom ten.
  static let raplRange = 0.995...1.06
  /// The whole of a log moves less, as GPU power is given exactly: ± 0.4 W.
  static let totalRange = 0.995...1.009
}

@Suite("Every generated log of carbontracker", .enabled(if: SharedData.shouldRun))
struct TrackerReleaseTests {
  @Test("All folders are there")
  func all() {
    #expect(ReleaseFolder.all.count >= 205)
    #expect(Set(ReleaseFolder.all.map(\.truth.version)).count == 20)
    #expect(Set(ReleaseFolder.all.map { $0.truth.cfg.gpus.count }).isSuperset(of: [1, 2, 8]))
  }

  @Test("A folder without a truth is one whose release gave up: it has no total, and is told to have failed")
  func aborted() throws {
    let root = try #require(SharedData.url("corpus/carbontracker-releases"))
    let files = SharedData.files(below: "corpus/carbontracker-releases").map(\.path).filter { $0.contains("/") }
    let folders = Set(files.map { $0.split(separator: "/").dropLast().joined(separator: "/") })
    let aborted = folders.subtracting(ReleaseFolder.all.map(\.name)).sorted()
    for folder in aborted {
      let sessions = try TrackerText.merged(folder: root.appendingPathComponent(folder)).flatMap(\.sessions)
      #expect(sessions.allSatisfy { $0.actual == nil }, "\(folder)")
      #expect(sessions.allSatisfy { $0.state == .failed || $0.state == .empty }, "\(folder)")
    }
    #expect(folders.count == ReleaseFolder.all.count + aborted.count)
    #expect(aborted.count <= 8)
  }

  @Test("Sessions, releases and epochs", arguments: ReleaseFolder.all)
  fileprivate func epochs(of folder: ReleaseFolder) {
    #expect(folder.sessions.count == folder.runs.count)
    for (session, run) in zip(folder.sessions, folder.runs) {
      #expect(session.version == folder.truth.version)
      #expect(session.pue == folder.truth.release.pue)
      #expect(session.damagedLine == nil)
      if Deviation.epochs(folder.truth) == nil { #expect(session.epochs.count == run.count) }
      for (epoch, seconds) in zip(session.epochs, run) {
        // What the tracker does between two epochs is in the driver's seconds and not in its own.
        let printed = epoch.seconds ?? -1
        let isCut = (TrackerRelease(1, 0, 7)..<TrackerRelease(1, 1, 1)).contains(folder.truth.release)
        #expect(isCut ? printed == seconds.rounded(.down) : (-0.006...0.25).contains(seconds - printed))
      }
    }
  }

  @Test("Correction factors are the number of devices from 2.0.0 on, and 1 before", arguments: ReleaseFolder.all)
  fileprivate func factors(of folder: ReleaseFolder) {
    for component in folder.sessions.flatMap(\.components) where !component.isModelled {
      let devices = folder.truth.sensor(component.name).devices
      #expect(component.devices.count == devices)
      let factor = folder.truth.release >= TrackerRelease(2, 0, 0) ? Double(devices) : 1
      #expect(component.correctionFactor == factor, "\(component.name)")
    }
    let severalDevices = folder.sessions.contains { $0.components.contains { $0.correctionFactor > 1 } }
    let isMulti = folder.truth.scenario.hasPrefix("multi") && folder.truth.release >= TrackerRelease(2, 0, 0)
    #expect(severalDevices == isMulti)
  }

  @Test("Corrected power of each component is that of its sensor", arguments: ReleaseFolder.all)
  fileprivate func power(of folder: ReleaseFolder) {
    for session in folder.sessions {
      for component in session.components where Deviation.power(folder.truth, component.name) == nil {
        let watts = Self.meanWatts(session, component)
        guard let sensor = folder.truth.sensor(component.name).watts, !session.epochs.isEmpty else {
          #expect(watts == nil, "\(component.name) was not measured")
          continue
        }
        let ratio = (watts ?? 0) / sensor
        if component.name == "gpu" {
          #expect(abs(ratio - 1) <= 0.005)
        } else {
          #expect(Deviation.raplRange.contains(ratio))
        }
      }
    }
  }

  /// Mean of a component's corrected power over the epochs, by their lengths where they have any.
  private static func meanWatts(_ session: TrackerSession, _ component: TrackerComponent) -> Double? {
    let seconds = session.epochs.compactMap(\.seconds).reduce(0, +)
    if seconds > 0 { return session.energyIT(of: component, corrected: true).map { $0.joules / seconds } }
    guard session.isMeasured(component.name) else { return nil }
    let powers = session.epochs.compactMap { $0.powers.first { $0.component == component.name }?.totalWatts }
    return powers.isEmpty ? nil : component.correctionFactor * powers.reduce(0, +) / Double(powers.count)
  }

  @Test("Corrected and reported energy are watts × seconds, with and without the devices", arguments: ReleaseFolder.all)
  fileprivate func energy(of folder: ReleaseFolder) {
    for session in folder.sessions {
      let seconds = session.epochs.compactMap(\.seconds).reduce(0, +)
      let measured = session.components.filter { session.isMeasured($0.name) }
      guard seconds > 0, !measured.isEmpty, measured.allSatisfy({ Deviation.power(folder.truth, $0.name) == nil })
      else {
        continue
      }
      let watts = measured.reduce(0) { $0 + (folder.truth.sensor($1.name).watts ?? 0) }
      let corrected = session.energyIT(corrected: true)?.joules ?? 0
      let hasGPU = measured.contains { $0.name == "gpu" }
      #expect((hasGPU ? Deviation.totalRange : Deviation.raplRange).contains(corrected / (watts * seconds)))
      let mean = measured.reduce(0) { sum, component in
        sum + (folder.truth.sensor(component.name).watts ?? 0) / component.correctionFactor
      }
      let reported = session.energyIT(corrected: false)?.joules ?? 0
      #expect((0.995...1.02).contains(reported / (mean * seconds)))
    }
  }

  @Test("Printed consumption is PUE × time × power to the last digit", arguments: ReleaseFolder.all)
  fileprivate func identity(of folder: ReleaseFolder) {
    #expect(!folder.diagnostics.has("carbontracker.identity"))
    for session in folder.sessions {
      switch TrackerIdentity(session) {
      case .holds: break
      case .unchecked(.noBlock):
        // Killed, quiet (verbose=0), without components, or stopped before releases that have stop().
        let scenarios = ["killed", "prefix_v0", "nocomp", "short", "stop_after_end", "stop_mid_epoch"]
        #expect(scenarios.contains(folder.truth.scenario))
      case let other: Issue.record("\(other)")
      }
    }
  }

  @Test("What consoles tell of their release is right", arguments: ReleaseFolder.all)
  fileprivate func inference(of folder: ReleaseFolder) throws {
    let url = try #require(SharedData.url("corpus/carbontracker-releases/\(folder.name)/stdout.txt"))
    let (log, diagnostics) = try TrackerText.log(url, .console)
    for session in log.sessions {
      if let pue = session.pue { #expect(pue == folder.truth.release.pue) }
      if let range = session.inferredVersion { #expect(Self.covers(range, folder.truth.release), "\(range)") }
      for component in session.components where component.correctionFactor > 1 {
        #expect(folder.truth.release.averagesDevices)
      }
      let hasSeveral = session.components.contains { $0.devices.count > 1 }
      let isKnown =
        session.components.contains { $0.correctionFactor > 1 } || diagnostics.has("carbontracker.release-inferred")
      if hasSeveral { #expect(isKnown || diagnostics.has("carbontracker.version-unknown")) }
    }
  }

  private static func covers(_ range: String, _ release: TrackerRelease) -> Bool {
    let words = range.split(separator: " ")
    guard let first = words.first.flatMap({ TrackerRelease(String($0)) }) else { return false }
    if range.hasSuffix("or later") { return release >= first }
    if range.hasSuffix("or earlier") { return release <= first }
    return release >= first && words.last.flatMap { TrackerRelease(String($0)) }.map { release <= $0 } == true
  }
}
