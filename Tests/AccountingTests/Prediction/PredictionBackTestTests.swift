import Quantities
import TestSupport
import Testing

@testable import Accounting

@Suite("Back-test of predictions")
struct PredictionBackTestTests {
  private static func finished(_ seconds: [Double], name: String = "a") -> TrainingProgress {
    var training = TrainingForecastTests.progress(seconds, planned: seconds.count)
    training.state = .finished
    training.name = name
    return training
  }

  /// 2, 1, 1, 1: after one epoch 8 for 5, after two 6 for 5.
  @Test("errors are those of predictions from the first epochs alone")
  func errors() throws {
    var test = PredictionBackTest()
    test.add(Self.finished([2, 1, 1, 1]))
    let linear = { (observed: Int) in
      test.errors[.init(.epochTime, .carbontracker, after: observed)]?.relative.first
    }
    #expect(abs(try #require(linear(1)) - 0.6) < 1e-12)
    #expect(abs(try #require(linear(2)) - 0.2) < 1e-12)
    #expect(linear(4) == nil)
    #expect(abs(try #require(test.errors[.init(.epochTime, .withoutFirst, after: 2)]?.relative.first)) < 1e-12)
    #expect(test.trainings == 1 && test.leftOut == 0)
    #expect(test.errors[.init(.wholeTime, .withoutFirst, after: 2)] == nil)
  }

  @Test("what did not finish, or has one epoch, is left out and counted")
  func leftOut() {
    var test = PredictionBackTest()
    test.add(TrainingForecastTests.progress([1, 1], planned: 9))
    test.add(Self.finished([1]))
    test.add(Self.finished([]))
    test.add(Self.finished([0, 0, 0]))
    #expect(test.trainings == 0 && test.leftOut == 4 && test.errors.isEmpty)
  }

  @Test("quartiles, bias and the share that intervals held")
  func summary() throws {
    var test = PredictionBackTest(scatterAfter: 1)
    for (place, first) in [1.0, 2, 3, 4, 5].enumerated() {
      test.add(Self.finished([first, 1, 1, 1], name: "\(place)"))
    }
    let errors = try #require(test.errors[.init(.epochTime, .carbontracker, after: 1)])
    // 4f / (f + 3) − 1 for f = 1…5: 0, 3/5, 1, 9/7, 3/2.
    #expect(errors.magnitude(0) == 0 && errors.magnitude(1) == 1.5)
    #expect(abs(try #require(errors.magnitude(0.5)) - 1) < 1e-12)
    #expect(abs(try #require(errors.magnitude(0.25)) - 0.6) < 1e-12)
    #expect(errors.bias == errors.magnitude(0.5) && errors.intervals == 0 && errors.coverage == nil)
    #expect(test.pairs.count == 10)
    #expect(test.pairs.first { $0.target == .epochTime }?.actual == 4)
  }

  @Test("a thousand epochs are looked at a few times, not at each")
  func ladder() {
    var random = SeededGenerator(seed: 1)
    var test = PredictionBackTest()
    for place in 0..<20 {
      test.add(Self.finished(SimulatedEpochs.independent.training(1000, using: &random), name: "\(place)"))
    }
    let observed = Set(test.errors.keys.map(\.observed))
    #expect(observed.sorted() == [1, 2, 3, 5, 7, 10, 20, 30, 50, 70, 100, 200, 300, 500, 700])
    #expect(test.errors.values.allSatisfy { $0.relative.count == 20 })
  }

  @Test("missing energies leave the energy out, not the time")
  func missing() {
    var training = Self.finished([1, 1, 1, 1])
    training.epochs[3] = .init(seconds: 1, energy: nil)
    var test = PredictionBackTest()
    test.add(training)
    #expect(test.errors[.init(.epochTime, .preferred, after: 2)] != nil)
    #expect(test.errors[.init(.epochEnergy, .preferred, after: 2)] == nil)
  }

  /// Of 19 errors of 1 %, 2 % … 19 % of what is predicted, 95 % · (19 + 1) = 19: the largest; with 18 there is none.
  @Test("calibrated intervals take the right one of the errors")
  func calibration() throws {
    func test(_ count: Int) -> PredictionBackTest {
      var test = PredictionBackTest()
      for place in 1...count {
        // After one epoch 10 · 1 is predicted; 10 · (1 + e) is true.
        let rest = (10 * (1 + Double(place) / 100) - 1) / 9
        test.add(Self.finished([1] + Array(repeating: rest, count: 9), name: "\(place)"))
      }
      return test
    }
    let key = PredictionBackTest.Key(.epochTime, .carbontracker, after: 1)
    #expect(test(18).errors[key]?.calibratedShare == nil)
    #expect(abs(try #require(test(19).errors[key]?.calibratedShare) - 0.19) < 1e-12)
    #expect(abs(try #require(test(39).errors[key]?.calibratedShare) - 0.38) < 1e-12)
    let plain = try TrainingForecast(TrainingForecastTests.progress([1], planned: 100), by: .carbontracker)
    #expect(plain.totalTime.interval == nil)
    let calibrated = plain.calibrated(by: test(19))
    #expect(calibrated.calibratedBy == 19)
    #expect(abs(try #require(calibrated.totalTime.halfWidth) - 19) < 1e-9)
    #expect(plain.calibrated(by: test(18)).totalTime.interval == nil)
    // What is spent is spent: the interval of 100 ± 19 begins there.
    let late = try TrainingForecast(
      TrainingForecastTests.progress(Array(repeating: 1, count: 95), planned: 100), by: .carbontracker)
    #expect(late.epochTime.with(halfWidth: 19, least: 95).interval == 95...119)
  }
}
