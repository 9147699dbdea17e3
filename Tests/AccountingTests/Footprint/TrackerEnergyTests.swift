import LogFormats
import Quantities
import StudyFile
import Testing

@testable import Accounting
@testable import Alignment

/// A tracker's energies spread over the parts of an attempt.
@Suite struct TrackerEnergyTests {
  private let attempt = ExampleRuns.attempt([
    (.startUp, 5), (.usefulEpoch, 20), (.betweenEpochs, 5), (.usefulEpoch, 20), (.finalValidation, 50),
  ])

  private func session(
    _ epochs: [(end: Double, seconds: Double, watts: Double?)], devices: [String] = ["NVIDIA A40"], factor: Double = 1
  ) -> TrackerSession {
    var session = TrackerSession(line: 1)
    session.components = [TrackerComponent(name: "gpu", devices: devices, correctionFactor: factor)]
    session.epochs = epochs.enumerated().map { number, values in
      var epoch = TrackerEpoch(number: number + 1, line: 1)
      epoch.end = WallTime(nanoseconds: Int64(values.end * 1e9))
      epoch.seconds = values.seconds
      epoch.powers = [ComponentPower(component: "gpu", watts: [values.watts], line: 1)]
      return epoch
    }
    return session
  }

  private func energy(
    _ session: TrackerSession, link: EvidenceLink.Reason = .epochs(matched: 2, of: 2, from: 0),
    choice: TrackerChoice = .corrected
  ) -> ComponentEnergy? {
    let evidence = Evidence(
      id: "tracker.log", path: "tracker.log", content: .tracker(session), clock: .utc, window: nil,
      disposition: .linked)
    return TrackerEnergy.components(session, of: evidence, over: attempt, link: link, choice: choice).first
  }

  @Test("An epoch's energy is its mean power times its duration, in the epoch's part")
  func epochs() throws {
    let energy = try #require(self.energy(session([(25, 20, 100), (50, 20, 200)])))
    #expect(energy.byPart == [nil, .joules(2000), nil, .joules(4000), nil])
    #expect(energy.coveredTime == .seconds(40))
    #expect(energy.outside == .zero)
  }

  @Test("Stamps in whole seconds move an epoch by up to a second; its energy stays whole and in its part")
  func rounding() throws {
    let energy = try #require(self.energy(session([(24.1, 19.5, 100), (50.4, 20.3, 200)])))
    #expect(energy.byPart == [nil, .joules(1950), nil, .joules(4060), nil])
  }

  @Test("An epoch without a power takes the next one's, the last ones the last one's")
  func neighbours() throws {
    let energy = try #require(self.energy(session([(25, 20, nil), (50, 20, 200)])))
    #expect(energy.byPart[1] == .joules(4000))
    let last = try #require(self.energy(session([(25, 20, 100), (50, 20, nil)])))
    #expect(last.byPart[3] == .joules(2000))
  }

  @Test("Several devices: the factor counts in the total and not in what is reported")
  func correction() throws {
    let session = session([(25, 20, 100)], devices: ["A", "B"], factor: 2)
    #expect(energy(session)?.total == .joules(4000))
    #expect(energy(session)?.reported == .joules(2000))
    #expect(energy(session, choice: .reported)?.total == .joules(2000))
  }

  @Test("0 W in every epoch, or no power at all, is not measured", arguments: [0.0, nil])
  func zero(watts: Double?) { #expect(energy(session([(25, 20, watts), (50, 20, watts)])) == nil) }

  @Test("A tracker around epochs and pauses gives each part its share of the time, at the epoch's mean power")
  func pauses() throws {
    // The second lasts 6 s into the validation.
    let energy = try #require(self.energy(session([(30, 25, 100), (56, 26, 200)])))
    #expect(energy.includesPauses)
    #expect(energy.byPart == [nil, .joules(2000), .joules(500), .joules(4000), .joules(1200)])
    #expect(energy.total == .joules(7700))
  }

  @Test("What a tracker has beyond the pause, into the next epoch, stays with its epoch")
  func beyondPause() throws {
    let energy = try #require(self.energy(session([(31, 26, 100), (50, 20.5, 200)])))
    #expect(energy.byPart == [nil, .joules(2100), .joules(500), .joules(4000), .joules(100)])
  }

  @Test(
    "Epochs that are as long as the log's or shorter have no pause in them",
    arguments: [(20.0, 20.0), (19.0, 18.0), (20.3, 20.1)])
  func noPauses(first: Double, second: Double) throws {
    let energy = try #require(self.energy(session([(5 + first, first, 100), (30 + second, second, 200)])))
    #expect(!energy.includesPauses)
    #expect(energy.byPart == [nil, .joules(100 * first), nil, .joules(200 * second), nil])
  }

  @Test("One epoch, or the last alone, can show the pause; a log without epochs has none")
  func fewEpochs() throws {
    let first = try #require(self.energy(session([(30, 25, 100)]), link: .epochs(matched: 1, of: 1, from: 0)))
    #expect(first.includesPauses && first.byPart == [nil, .joules(2000), .joules(500), nil, nil])
    let last = try #require(self.energy(session([(56, 26, 100)]), link: .epochs(matched: 1, of: 1, from: 1)))
    #expect(last.includesPauses && last.byPart == [nil, nil, nil, .joules(2000), .joules(600)])
    #expect(
      !TrackerEnergy.includesPauses(session([(25, 20, 100)]), from: 0, in: ExampleRuns.attempt([(.startUp, 50)])))
  }

  @Test("A session that goes on after the log's last epoch keeps what it has there outside the epochs")
  func moreEpochsThanLogged() throws {
    let energy = try #require(self.energy(session([(25, 20, 100), (50, 20, 200), (80, 20, 50)])))
    #expect(!energy.includesPauses)
    #expect(energy.byPart == [nil, .joules(2000), nil, .joules(4000), .joules(1000)])
  }

  @Test("An epoch of no time has no energy, and none that is no number")
  func noTime() throws {
    let energy = try #require(self.energy(session([(5, 0, 100), (50, 20, 200)])))
    #expect(energy.total == .joules(4000))
  }

  @Test("A negative duration has no energy")
  func negative() { #expect(energy(session([(25, -3, 100)])) == nil) }

  @Test("One epoch around everything is spread by time, what lies outside is not in the total")
  func wrapper() throws {
    // From -25 s to 100 s: a fifth of it before the attempt.
    let energy = try #require(self.energy(session([(100, 125, 40)]), link: .time))
    #expect(energy.byPart.map { $0?.joules.rounded() } == [200, 800, 200, 800, 2000])
    #expect(abs(energy.outside.joules - 1000) < 1e-6)
    #expect(abs(energy.coveredTime.inSeconds - 100) < 1e-6)
  }

  @Test("A session beside the attempt has nothing in it")
  func beside() throws {
    let energy = try #require(self.energy(session([(300, 100, 40)]), link: .declared))
    #expect(energy.total == nil)
    #expect(energy.outside == .joules(4000))
  }
}

/// CodeCarbon's energies spread over the parts of an attempt.
@Suite struct CodeCarbonEnergyTests {
  private let attempt = ExampleRuns.attempt([(.startUp, 20), (.usefulEpoch, 80)])

  private func energies(_ change: (inout CodeCarbonRow) -> Void, window: TimeWindow) -> [ComponentEnergy] {
    var row = CodeCarbonRow(end: WallTime(nanoseconds: 0), seconds: window.duration.inSeconds, line: 2)
    change(&row)
    let evidence = Evidence(
      id: "emissions.csv#2", path: "emissions.csv", content: .codecarbon(row), clock: .utc, window: window,
      disposition: .linked)
    return CodeCarbonEnergy.components(row, of: evidence, over: attempt)
  }

  @Test("Evenly over its time, also where one part has most of it")
  func spread() throws {
    let energy = try #require(
      energies({ $0.gpuKilowattHours = 1 }, window: ExampleRuns.window(0, 125)).first)
    #expect(energy.component == .gpu)
    #expect(energy.byPart.map { ($0?.joules ?? 0).rounded() } == [576_000, 2_304_000])
    #expect(abs(energy.outside.kilowattHours - 0.2) < 1e-12)
  }

  @Test("Zero is CodeCarbon's word for nothing found")
  func zero() {
    #expect(energies({ $0.gpuKilowattHours = 0 }, window: ExampleRuns.window(0, 100)).isEmpty)
    #expect(energies({ _ in }, window: ExampleRuns.window(0, 100)).isEmpty)
  }

  @Test("Memory is modelled, and so is a CPU of 42.5 W")
  func modelled() {
    let window = ExampleRuns.window(0, 100)
    let energies = energies(
      {
        $0.cpuKilowattHours = 1
        $0.ramKilowattHours = 1
        $0.cpuWatts = 42.5
      }, window: window)
    #expect(energies.map(\.component) == [.cpu, .dram])
    #expect(energies.allSatisfy { $0.provenance == .estimated })
    let measured = self.energies(
      {
        $0.cpuKilowattHours = 1
        $0.cpuWatts = 43
      }, window: window)
    #expect(measured.map(\.provenance) == [.logged])
  }
}
