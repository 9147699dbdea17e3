import LogFormats
import Quantities
import Testing

@testable import Accounting
@testable import Alignment

/// After how many predictions inference has taken as much as the training.
@Suite struct BreakEvenTests {
  private static func log(cases: Int, complete: Bool = true, processes: Int? = nil, split: Int? = nil) -> TrainingLog {
    var log = TrainingLog()
    let time = WallTime(nanoseconds: 0)
    log.validation = LoggedValidation(start: time, end: time, cases: cases, complete: complete)
    log.processCount = processes
    log.validationCases = split
    return log
  }

  private static func run(_ log: TrainingLog, validated seconds: Double = 40) -> RunFootprint {
    ExampleRuns.run(
      "2d", fold: Fold(0),
      parts: [(.startUp, 10), (.usefulEpoch, 200), (.usefulEpoch, 190), (.finalValidation, seconds)], watts: 300,
      log: log)
  }

  /// 400 s of training and 40 s for 8 cases at the same power: 5 s a case, 80 cases.
  @Test func validationTellsWhatAPredictionTakes() throws {
    let found = try #require(Self.run(Self.log(cases: 8)).breakEven)
    #expect(found.training == .joules(120_000))
    #expect(found.validation == .joules(12_000) && found.cases == 8)
    #expect(abs(found.prediction.joules - 1500) < 1e-9)
    #expect(abs(found.predictions - 80) < 1e-9)
  }

  @Test func noCaseNoNumber() {
    #expect(Self.run(TrainingLog()).breakEven == nil)
    #expect(Self.run(Self.log(cases: 0)).breakEven == nil)
    #expect(Self.run(Self.log(cases: 8, complete: false)).breakEven == nil)
    #expect(Self.run(Self.log(cases: 8), validated: 0).breakEven == nil)
  }

  /// With several processes the log names the cases of the first only; the split has all.
  @Test func severalProcessesShareTheCases() throws {
    #expect(Self.run(Self.log(cases: 4, processes: 2)).breakEven == nil)
    #expect(try #require(Self.run(Self.log(cases: 4, processes: 2, split: 8)).breakEven).cases == 8)
  }

  /// The mean training over all cases: (100 + 300) ÷ 2 against 60 ÷ 12.
  @Test func foldsAreJoined() throws {
    let parts = [(100.0, 20.0, 4), (300, 40, 8)].compactMap {
      BreakEven(training: .joules($0.0), validation: .joules($0.1), cases: $0.2)
    }
    #expect(try #require(BreakEven(joining: parts)).predictions == 40)
    #expect(BreakEven(joining: []) == nil)
  }
}
