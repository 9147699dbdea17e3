import Quantities
import Testing

@testable import LogFormats

@Suite("Joining a tracker's logs")
struct TrackerLogPairingTests {
  private static func session(
    start: Int = 0, epochs: Int = 2, state: TrackerSession.State = .finished
  ) -> TrackerSession {
    var session = TrackerSession(line: 1)
    session.version = "2.4.7"
    session.pue = 1.5
    session.state = state
    session.firstStamp = WallTime(nanoseconds: Int64(start) * 1_000_000_000)
    session.lastStamp = session.firstStamp?.advanced(by: .seconds(100))
    session.components = [TrackerComponent(name: "gpu", devices: ["A", "B"], correctionFactor: 2)]
    session.epochs = (1...max(1, epochs)).prefix(epochs).map { number in
      var epoch = TrackerEpoch(number: number, line: number)
      epoch.seconds = 360
      epoch.powers = [ComponentPower(component: "gpu", watts: [100], line: number)]
      return epoch
    }
    return session
  }

  /// 2 × 360 s × 100 W × 1.5 are 0.03 kWh.
  private static func output(
    start: Int = 0, kilowattHours: Double = 0.03, epochs: Int? = 2, state: TrackerSession.State = .finished
  ) -> TrackerSession {
    var session = session(start: start, epochs: 0, state: state)
    session.version = nil
    session.pue = nil
    session.actual = ConsumptionBlock(epochs: epochs, line: 9)
    session.actual?.kilowattHours = kilowattHours
    session.actual?.seconds = 720
    return session
  }

  private static func merge(
    _ standard: [TrackerSession]?, _ output: [TrackerSession]?, _ error: [TrackerSession]? = nil
  ) -> (sessions: [TrackerSession], diagnostics: [Diagnostic]) {
    TrackerLogPairing.merge(
      standard: standard.map { TrackerLog(kind: .standard, sessions: $0) },
      output: output.map { TrackerLog(kind: .output, sessions: $0) },
      error: error.map { TrackerLog(kind: .error, sessions: $0) })
  }

  @Test("A block that agrees with the standard log joins it in silence")
  func agreeing() {
    let (sessions, diagnostics) = Self.merge([Self.session()], [Self.output()])
    #expect(sessions.count == 1)
    #expect(sessions.first?.actual?.kilowattHours == 0.03)
    #expect(sessions.first?.epochs.count == 2)
    #expect(diagnostics.isEmpty)
  }

  @Test("A block that does not agree is told; rounding is not")
  func identity() {
    func severities(_ kilowattHours: Double) -> [Diagnostic.Severity] {
      Self.merge([Self.session()], [Self.output(kilowattHours: kilowattHours)]).diagnostics
        .filter { $0.code == "carbontracker.identity" }.map(\.severity)
    }
    #expect(severities(0.0601) == [.warning])
    // A sample that came in late.
    #expect(severities(0.031_000_1) == [.info])
    #expect(Self.merge([Self.session()], [Self.output(kilowattHours: 0.030_000_4)]).diagnostics.isEmpty)
    // decimal_precision = 2
    #expect(Self.merge([Self.session()], [Self.output(kilowattHours: 0.03)]).diagnostics.isEmpty)
  }

  @Test("The heading's epochs are held against the log's")
  func label() {
    let diagnostics = Self.merge([Self.session()], [Self.output(epochs: 1)]).diagnostics
    #expect(diagnostics.map(\.code) == ["carbontracker.label-mismatch"])
    #expect(diagnostics.map(\.severity) == [.info])
    #expect(Self.merge([Self.session()], [Self.output(epochs: nil)]).diagnostics.isEmpty)
  }

  @Test("Sessions are matched by their times, not by their order")
  func byTime() {
    let standard = [Self.session(start: 0), Self.session(start: 500, epochs: 1), Self.session(start: 1000)]
    let output = [Self.output(start: 1000), Self.output(start: 0)]
    let (sessions, _) = Self.merge(standard, output)
    #expect(sessions.map { $0.actual == nil } == [false, true, false])
  }

  @Test("Lone logs give what they can, and say what is missing")
  func lone() {
    let standard = Self.merge([Self.session()], nil)
    #expect(standard.sessions.first?.energyIT(corrected: true)?.joules == 144_000)
    #expect(standard.diagnostics.map(\.code) == ["carbontracker.no-output-log"])
    let output = Self.merge(nil, [Self.output()])
    #expect(output.sessions.first?.actual?.kilowattHours == 0.03)
    #expect(output.diagnostics.map(\.code) == ["carbontracker.no-standard-log"])
    #expect(Self.merge(nil, nil).sessions.isEmpty)
  }

  @Test("Sessions that stand twice in the logs count once")
  func duplicates() {
    var copy = Self.session()
    copy.line = 50
    let (sessions, diagnostics) = Self.merge([Self.session(), copy], [Self.output(), Self.output()])
    #expect(sessions.count == 1)
    #expect(diagnostics.has("carbontracker.duplicate-session"))
    #expect(TrackerLogPairing.isSameWork(Self.session(), copy))
    #expect(!TrackerLogPairing.isSameWork(Self.session(), Self.session(start: 1)))
    #expect(!TrackerLogPairing.isSameWork(Self.session(), Self.session(epochs: 1)))
  }

  @Test("Failures and intensity sources come from the other logs")
  func states() {
    #expect(Self.merge([Self.session()], [Self.output(state: .failed)]).sessions.first?.state == .failed)
    var error = TrackerSession(line: 1)
    error.state = .empty
    error.intensities = [TrackerIntensity(gramsPerKilowattHour: 143.3, source: .countryDefault, line: 1)]
    var session = Self.session()
    session.intensities = [TrackerIntensity(gramsPerKilowattHour: 143.3, source: .unclassified, place: "DK", line: 4)]
    #expect(Self.merge([session], nil, [error]).sessions.first?.intensities.map(\.source) == [.countryDefault])
    error.state = .failed
    #expect(Self.merge([session], nil, [error]).sessions.first?.state == .failed)
  }

  @Test("2.3.x writes one line for complete and stopped runs; the planned epochs tell them apart")
  func stoppedEarly() {
    var session = Self.session()
    session.version = "2.3.1"
    var output = Self.output()
    output.predicted = ConsumptionBlock(epochs: 5, line: 3)
    #expect(Self.merge([session], [output]).sessions.first?.state == .stopped)
    output.predicted = ConsumptionBlock(epochs: 2, line: 3)
    #expect(Self.merge([session], [output]).sessions.first?.state == .finished)
  }

  @Test("More sessions than can be compared each with each are joined by order")
  func manySessions() {
    let places = 0..<1100
    let (sessions, diagnostics) = Self.merge(
      places.map { Self.session(start: $0 * 1000) }, places.map { Self.output(start: $0 * 1000) })
    #expect(sessions.count == 1100)
    #expect(sessions.allSatisfy { $0.actual?.kilowattHours == 0.03 })
    #expect(!diagnostics.contains { $0.code == "carbontracker.unmatched-output" })
  }

  @Test("A line is looked for among the newest sessions, not among all that were killed")
  func openSessions() {
    var drafts = TrackerDrafts()
    for line in 1...300 { _ = drafts.open(line: line, stamp: nil) }
    #expect(drafts.place { $0.session.line == 1 } == nil)
    #expect(drafts.place { $0.session.line == 200 } == 199)
    #expect(drafts.openCurrent == 199)
  }
}
