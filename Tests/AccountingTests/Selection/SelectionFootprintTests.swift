import Alignment
import LogFormats
import Quantities
import Testing

@testable import Accounting

/// What it cost to arrive at a model.
@Suite struct SelectionFootprintTests {
  private static let everyKind: [(kind: PartKind, seconds: Double)] = [
    (.startUp, 1), (.usefulEpoch, 20), (.betweenEpochs, 3), (.redoneEpoch, 40), (.abortedEpoch, 5), (.idle, 6),
    (.finalValidation, 7),
  ]

  private func selection(
    _ models: [ModelFootprint], declared: ((ModelIdentity) -> Bool)? = nil
  ) -> SelectionFootprint {
    SelectionFootprint(dataset: "Dataset801_Cubes", models: models, declared: declared)
  }

  @Test("Every joule has exactly one purpose, and the purposes sum to the total")
  func purposes() {
    let finished = ExampleRuns.run("2d", fold: Fold(0), parts: Self.everyKind, watts: 10)
    let failed = ExampleRuns.run("2d", fold: Fold(1), parts: Self.everyKind, watts: 100, outcome: .killed)
    let result = selection([ExampleRuns.model([finished, failed])])
    let expected: [SelectionFootprint.Purpose: Double] = [
      .useful: 200, .redone: 400, .aborted: 50, .failed: 8200, .overhead: 100, .validation: 70,
    ]
    #expect(result.energyByPurpose.mapValues(\.joules) == expected)
    #expect(result.energy?.joules == expected.values.reduce(0, +))
    let runs = [finished, failed].compactMap(\.energy?.joules).reduce(0, +)
    #expect(result.energy?.joules == runs)
    #expect(result.wasteShare == 8650.0 / 9020.0)
    #expect(result.attempts == 2)
  }

  @Test("A run that stopped early by itself is no failure; interrupted and failed ones are")
  func outcomes() {
    let outcomes: [(Attempt.Outcome, SelectionFootprint.Purpose)] = [
      (.finished, .useful), (.stoppedEarly(completed: 1, planned: 5), .useful), (.killed, .failed),
      (.cutOff, .failed), (.failed(error: "ValueError"), .failed), (.interrupted(.timeLimit), .failed),
    ]
    for (outcome, purpose) in outcomes {
      let run = ExampleRuns.run("2d", fold: Fold(0), parts: [(.usefulEpoch, 10)], watts: 1, outcome: outcome)
      #expect(selection([ExampleRuns.model([run])]).energyByPurpose == [purpose: .joules(10)])
    }
  }

  @Test("Everything of an attempt that a fresh start threw away is discarded, and in no final energy")
  func discarded() {
    let parts: [(kind: PartKind, seconds: Double)] = [(.startUp, 1), (.usefulEpoch, 10), (.finalValidation, 2)]
    let kept = ExampleRuns.run("2d", fold: Fold(0), parts: parts, watts: 10, dice: 0.8)
    var run = kept.run
    var thrownAway = run.attempts[0]
    thrownAway.discardedByFreshStart = true
    run.attempts = [thrownAway, run.attempts[0]]
    let both = RunFootprint(run: run, attempts: kept.attempts + kept.attempts)
    let result = selection([ExampleRuns.model([both])])
    #expect(
      result.energyByPurpose == [
        .discarded: .joules(130), .useful: .joules(100), .overhead: .joules(10), .validation: .joules(20),
      ])
    #expect(result.finalEnergy == .joules(120))
    #expect(result.models.first?.energy?.mean == 130)
  }

  @Test("What was not measured is counted as such and is in no energy")
  func unmeasured() {
    let parts: [(kind: PartKind, seconds: Double)] = [(.usefulEpoch, 10)]
    let known = ExampleRuns.run("2d", fold: Fold(0), parts: parts, watts: 5)
    let unknown = ExampleRuns.run("2d", fold: Fold(1), parts: parts, watts: nil)
    let both = selection([ExampleRuns.model([known, unknown])])
    #expect(both.unmeasuredAttempts == 1)
    #expect(both.energy == .joules(50))
    #expect(both.coverage == 0.5)
    let none = selection([ExampleRuns.model([unknown])])
    #expect(none.energy == nil)
    #expect(none.energyByPurpose.isEmpty)
    #expect((none.finalEnergy, none.factor, none.wasteShare) == (nil, nil, nil))
  }

  /// Two models: the better one twice as dear.
  private func twoModels(dice: (Double?, Double?) = (0.8, 0.9), folds: (Int, Int) = (2, 2)) -> [ModelFootprint] {
    func model(_ configuration: String, _ count: Int, watts: Double, dice: Double?) -> ModelFootprint {
      ExampleRuns.model(
        (0..<count).map {
          ExampleRuns.run(
            configuration, fold: Fold($0), parts: [(.startUp, 2), (.usefulEpoch, 10), (.finalValidation, 1)],
            watts: watts, dice: dice)
        })
    }
    return [
      model("2d", folds.0, watts: 1, dice: dice.0), model("3d_fullres", folds.1, watts: 2, dice: dice.1),
    ]
  }

  @Test("The best mean Dice is final: its useful epochs and validations; the factor is everything over that")
  func bestDice() {
    let result = selection(twoModels())
    #expect(result.final?.model == 1)
    #expect(result.final?.choice == .bestDice)
    #expect(result.finalEnergy == .joules(2 * 11 * 2))
    #expect(result.factor == 78.0 / 44.0)
  }

  @Test("Of equals the first, the simpler one, is final")
  func ties() { #expect(selection(twoModels(dice: (0.9, 0.9))).final?.model == 0) }

  @Test("A model with less than half as many finished folds as the most complete is no candidate")
  func incomplete() {
    #expect(selection(twoModels(folds: (5, 2))).final?.model == 0)
    #expect(selection(twoModels(folds: (4, 2))).final?.model == 1)
  }

  @Test("Without any Dice there is no final model, and no factor")
  func noDice() {
    let result = selection(twoModels(dice: (nil, nil)))
    #expect(result.final == nil)
    #expect((result.finalEnergy, result.factor) == (nil, nil))
    #expect(result.energy != nil)
  }

  @Test("The study file's choice wins over the Dice")
  func declared() {
    let result = selection(twoModels()) { $0.configuration == "2d" }
    #expect(result.final?.model == 0)
    #expect(result.final?.choice == .declared)
    #expect(result.finalEnergy == .joules(2 * 11))
  }

  @Test("Fold all has no Dice of its own cases: final only when declared, but part of the cost")
  func allData() {
    let all = ExampleRuns.model([
      ExampleRuns.run("2d", fold: .all, parts: [(.usefulEpoch, 50)], watts: 3, dice: 0.99)
    ])
    #expect(all.dice == nil)
    let models = twoModels() + [all]
    #expect(selection(models).final?.model == 1)
    #expect(selection(models) { $0.configuration == "2d" }.final?.model == 0)
    #expect(selection(models).energy == .joules(26 + 52 + 150))
    #expect(selection([all]).final == nil)
    #expect(selection([all]) { _ in true }.final?.choice == .declared)
  }

  @Test("Unfinished folds are in no mean and no final energy")
  func unfinishedFolds() {
    let parts: [(kind: PartKind, seconds: Double)] = [(.usefulEpoch, 10)]
    let model = ExampleRuns.model([
      ExampleRuns.run("2d", fold: Fold(0), parts: parts, watts: 1, dice: 0.8),
      ExampleRuns.run("2d", fold: Fold(1), parts: parts, watts: 100, dice: 0.2, outcome: .cutOff),
    ])
    #expect(model.finished.count == 1)
    #expect(model.energy?.mean == 10)
    #expect(model.dice?.mean == 0.8)
    #expect(selection([model]).finalEnergy == .joules(10))
  }

  @Test("The mean over folds is unknown when one of them was not measured")
  func unmeasuredFold() {
    let parts: [(kind: PartKind, seconds: Double)] = [(.usefulEpoch, 10)]
    let model = ExampleRuns.model([
      ExampleRuns.run("2d", fold: Fold(0), parts: parts, watts: 1),
      ExampleRuns.run("2d", fold: Fold(1), parts: parts, watts: nil),
    ])
    #expect(model.energy == nil)
    #expect(model.seconds?.mean == 10)
    #expect(model.coverage == 0)
    #expect(model.components.isEmpty)
  }
}
