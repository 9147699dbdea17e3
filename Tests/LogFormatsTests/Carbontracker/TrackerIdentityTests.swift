import Foundation
import TestSupport
import Testing

@testable import LogFormats

/// Logs that share a stem, joined.
struct TrackerStem {
  /// The folder and stem below the reference data.
  var name: String
  var sessions: [TrackerSession]
  /// Of the joining and of the files.
  var diagnostics: [Diagnostic]
  /// The files say that lines of theirs are damaged or of several processes.
  var isDamaged: Bool
  var hasOutput: Bool

  /// Every stem below a folder of the reference data, in order of path.
  static func all(below folder: String) throws -> [TrackerStem] {
    var stems: [String: [TrackerLog.Kind: URL]] = [:]
    for (path, url) in SharedData.files(below: folder) {
      guard let name = TrackerFileName(fileName: url.lastPathComponent) else { continue }
      stems["\(path.dropLast(url.lastPathComponent.count))\(name.stem)", default: [:]][name.kind] = url
    }
    return try stems.sorted { $0.key < $1.key }.map { name, urls in
      var logs: [TrackerLog.Kind: TrackerLog] = [:]
      var diagnostics: [Diagnostic] = []
      for (kind, url) in urls {
        let (log, found) = try TrackerText.log(url, kind)
        logs[kind] = log
        diagnostics += found
      }
      let isDamaged = diagnostics.has("carbontracker.damaged-line")
      let merged = TrackerLogPairing.merge(standard: logs[.standard], output: logs[.output], error: logs[.error])
      return TrackerStem(
        name: name, sessions: merged.sessions, diagnostics: diagnostics + merged.diagnostics, isDamaged: isDamaged,
        hasOutput: logs[.output]?.sessions.isEmpty == false)
    }
  }
}

@Suite("block = PUE × time × power", .enabled(if: SharedData.shouldRun))
struct TrackerIdentityTests {
  /// Why a session need not hold; `nil` when nothing explains it.
  private static func reason(_ identity: TrackerIdentity, _ session: TrackerSession, _ stem: TrackerStem) -> String? {
    let release = session.version.flatMap { TrackerRelease($0) }
    switch identity {
    case .holds, .fails: return nil
    case .lateSample, .filledIn:
      if stem.name.contains("faketime") { return "the clock ran faster than the sampling" }
      // Epochs of a few samples at most; a standard log cannot show what came after its line was written.
      return session.epochs.contains { $0.seconds ?? 0 < 60 } ? "short epochs" : nil
    case .unchecked(.noBlock):
      if session.actual != nil { return "the tool's own energy is not a number" }
      if session.state == .stopped, stem.name.contains("confirm_no") { return "the user ended it before its total" }
      if !stem.hasOutput { return "no output log" }
      if stem.isDamaged { return "the block's lines are lost" }
      if session.state != .finished, session.epochs.isEmpty { return "ended before an epoch did" }
      if session.state == .truncated || session.state == .failed { return "killed or failed before its total" }
      // Until 1.0.7 nothing prints a total at the end of a run that is stopped early.
      if release.map({ $0 < TrackerRelease(1, 1, 0) }) == true { return "1.0.x has no stop()" }
      return nil
    case .unchecked(.noRelease), .unchecked(.noEpochs): return stem.isDamaged ? "the epochs' lines are lost" : nil
    case .unchecked(.badDuration): return "the clock was set back"
    }
  }

  @Test(
    "Every session of the reference logs holds, or a reason is known",
    arguments: [
      ("corpus/carbontracker", 1550, 0), ("corpus/carbontracker-releases", 205, 0), ("realruns/carbontracker", 150, 40),
    ])
  func everySession(folder: String, atLeast: Int, short: Int) throws {
    var holding = 0
    var reasons: [String: Int] = [:]
    for stem in try TrackerStem.all(below: folder) {
      for session in stem.sessions {
        let identity = TrackerIdentity(session)
        if identity == .holds {
          holding += 1
        } else if let reason = Self.reason(identity, session, stem) {
          reasons[reason, default: 0] += 1
        } else {
          Issue.record("\(stem.name), line \(session.line): \(identity)")
        }
      }
    }
    #expect(holding >= atLeast, "\(reasons)")
    #expect(reasons["short epochs", default: 0] <= short, "\(reasons)")
  }

  @Test("A difference that nothing explains is a warning, whatever the folder holds else")
  func failing() throws {
    var session = TrackerSession(line: 1)
    session.version = "2.4.7"
    session.pue = 1.5
    session.components = [TrackerComponent(name: "gpu", devices: ["A"])]
    session.epochs = [TrackerEpoch(number: 1, line: 2)]
    session.epochs[0].seconds = 3600
    session.epochs[0].powers = [ComponentPower(component: "gpu", watts: [100], line: 3)]
    session.actual = ConsumptionBlock(epochs: 1, line: 4)
    session.actual?.energyDecimals = 12
    session.actual?.kilowattHours = 0.15
    #expect(TrackerIdentity(session) == .holds)
    let expected = 0.1 * 1.5
    session.actual?.kilowattHours = 0.151
    #expect(TrackerIdentity(session) == .lateSample(expected: expected))
    session.actual?.kilowattHours = 0.3
    #expect(TrackerIdentity(session) == .fails(expected: expected))
    session.epochs[0].seconds = -1
    #expect(TrackerIdentity(session) == .unchecked(.badDuration))
    session.epochs[0].seconds = 3600
    session.version = nil
    #expect(TrackerIdentity(session) == .unchecked(.noRelease))
  }
}
