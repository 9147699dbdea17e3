import LogFormats
import Quantities
import StudyFile
import TestSupport
import Testing

@testable import Accounting
@testable import Alignment

@Suite("Predicting trainings")
struct TrainingForecastTests {
  typealias Epoch = TrainingProgress.Epoch

  static func progress(_ seconds: [Double], watts: Double? = 100, planned: Int?) -> TrainingProgress {
    TrainingProgress(
      name: "a", planned: planned,
      epochs: seconds.enumerated().map { place, value in
        Epoch(seconds: value, energy: watts.map { .joules($0 * value) }, beginsProcess: place == 0)
      })
  }

  /// Start-up 30 s, epochs of 10 s with 2 s between, validation 50 s, one GPU at 200 W.
  static func run(epochs: Int, finished: Bool = true, watts: Double? = 200) -> RunFootprint {
    var parts: [(kind: PartKind, seconds: Double)] = [(.startUp, 30)]
    for epoch in 0..<epochs {
      if epoch > 0 { parts.append((.betweenEpochs, 2)) }
      parts.append((.usefulEpoch, epoch == 0 ? 16 : 10 + Double(epoch % 3) * 0.1))
    }
    if finished { parts.append((.finalValidation, 50)) } else { parts.append((.abortedEpoch, 4)) }
    let attempt = ExampleRuns.attempt(parts, outcome: finished ? .finished : .cutOff)
    let components = watts.map { watts in
      [ExampleRuns.energy(.gpu, parts.map { watts * $0.seconds }, of: attempt)]
    }
    let run = Run(
      identity: RunIdentity(
        dataset: "Dataset001_A", trainer: "T", plans: "P", configuration: "2d", fold: nil,
        location: finished ? "a" : "b"), attempts: [attempt],
      planned: .init(count: 12, source: .trainerName), dice: nil, architecture: .init())
    return RunFootprint(
      run: run,
      attempts: [AttemptFootprint(components: components ?? [], crossChecks: [], duration: attempt.window.duration)])
  }

  @Test("a running log: what is spent, what remains, and what past runs add")
  func running() throws {
    let training = TrainingProgress(Self.run(epochs: 5, finished: false))
    #expect(training.epochs.count == 5 && training.state == .open && training.planned == 12)
    // 30 + 16 + 10.1 + 10.2 + 10 + 10.1 + 4 · 2; the epoch in progress is still to come.
    #expect(abs(training.spentSeconds - 94.4) < 1e-7)
    #expect(abs(try #require(training.spentEnergy).joules - 94.4 * 200) < 1e-5)
    let alone = try TrainingForecast(training, by: .withoutFirst)
    #expect(abs(alone.remainingTime.value - 7 * (10.1 + 2)) < 1e-7)
    #expect(!alone.includesValidation)
    var record = TrainingProgress(Self.run(epochs: 12))
    record.name = "another"
    let past = PastParts([try #require(PastParts.Record(record))], for: training)
    #expect(past.runs == 1)
    let informed = try TrainingForecast(training, by: .withoutFirst, past: past)
    #expect(abs(informed.remainingTime.value - (7 * 12.1 + 50)) < 1e-7)
    #expect(informed.includesValidation && !informed.energyIsOfEpochs)
    #expect(abs(try #require(informed.totalEnergy).value - 200 * (94.4 + 7 * 12.1 + 50)) < 1e-5)
    // carbontracker's rule knows epochs only: 12 times their mean.
    let linear = try TrainingForecast(training, by: .carbontracker, past: past)
    #expect(abs(linear.totalTime.value - 12 * 56.4 / 5) < 1e-7)
  }

  @Test("a finished run predicts what it took")
  func finished() throws {
    let training = TrainingProgress(Self.run(epochs: 12))
    #expect(training.state == .finished)
    let whole = try #require(training.whole)
    for rule in EpochPredictor.allCases {
      let forecast = try TrainingForecast(training, by: rule)
      #expect(forecast.totalTime.value == whole.seconds)
      #expect(forecast.totalEnergy?.value == whole.energy?.joules)
    }
    // Start-up, epochs, what lies between and validation are all of it.
    #expect(abs(training.spentSeconds + 50 - whole.seconds) < 1e-7)
  }

  @Test("cut off after every epoch: what is predicted is what is spent and what remains")
  func everyCut() throws {
    let training = TrainingProgress(Self.run(epochs: 12))
    var spent = 0.0
    for count in 1...11 {
      let early = training.first(count)
      #expect(early.state == .open && early.whole == nil && early.validation == nil)
      #expect(early.spentSeconds > spent)
      spent = early.spentSeconds
      for rule in EpochPredictor.allCases where rule != .carbontracker {
        let forecast = try TrainingForecast(early, by: rule)
        #expect(abs(forecast.totalTime.value - spent - forecast.remainingTime.value) < 1e-7)
        // From the second epoch on the level is known to a percent: 10.0 to 10.2 s, and 2 s between.
        if count > 2 { #expect(abs(forecast.remainingTime.value / Double(12 - count) - 12.1) < 0.11) }
      }
    }
  }

  @Test("without energies only the time is told")
  func timeOnly() throws {
    let training = TrainingProgress(Self.run(epochs: 5, finished: false, watts: nil))
    #expect(training.measuredEpochs == 0 && training.energyRemark != nil)
    let forecast = try TrainingForecast(training, by: .withoutFirst)
    #expect(forecast.totalEnergy == nil && forecast.epochEnergy == nil)
    #expect(forecast.remainingTime.value > 0)
  }

  @Test("an epoch whose energy is missing counts as the others")
  func missingEnergy() throws {
    var training = Self.progress([10, 10, 10, 10], planned: 8)
    training.epochs[2] = Epoch(seconds: 10, energy: nil)
    #expect(training.measuredEpochs == 3 && training.spentEnergy == nil)
    let forecast = try TrainingForecast(training, by: .withoutFirst)
    #expect(forecast.epochEnergy?.value == 8000)
    #expect(forecast.energyIsOfEpochs)
  }

  @Test("why nothing can be predicted")
  func failures() {
    #expect(throws: TrainingForecast.Failure.noEpoch) {
      try TrainingForecast(Self.progress([], planned: 8), by: .preferred)
    }
    #expect(throws: TrainingForecast.Failure.plannedUnknown) {
      try TrainingForecast(Self.progress([1], planned: nil), by: .preferred)
    }
    #expect(throws: TrainingForecast.Failure.moreThanPlanned(done: 3, planned: 2)) {
      try TrainingForecast(Self.progress([1, 2, 3], planned: 2), by: .preferred)
    }
    #expect(throws: TrainingForecast.Failure.noTime) {
      try TrainingForecast(Self.progress([.nan, -1], planned: 9), by: .preferred)
    }
  }

  @Test("zero-length epochs predict zero, and no interval")
  func zeroLength() throws {
    let forecast = try TrainingForecast(Self.progress([0, 0, 0], planned: 100), by: .preferred)
    #expect(forecast.totalTime.value == 0 && forecast.totalTime.interval == nil)
  }

  @Test("a tracker's log: planned by its own prediction, energies corrected for averaging")
  func tracker() throws {
    var session = CarbontrackerRuleTests.session([(2, [100, 50]), (2, [100, nil])])
    session.components[0].correctionFactor = 2
    var progress = TrainingProgress(session, log: "x.log", choice: .corrected)
    #expect(progress.planned == nil && progress.state == .open)
    #expect(progress.epochs.map { $0.energy?.joules } == [500, nil])
    #expect(TrainingProgress(session, log: "x.log", choice: .reported).epochs[0].energy == .joules(300))
    var block = ConsumptionBlock(line: 1)
    block.epochs = 5
    session.predicted = block
    progress = TrainingProgress(session, log: "x.log", choice: .corrected)
    #expect(progress.planned == 5)
    session.state = .finished
    #expect(TrainingProgress(session, log: "x.log", choice: .corrected).state == .ended("the tracker's end"))
  }
}
