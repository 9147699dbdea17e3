import Alignment
import LogFormats
import Quantities
import Testing

@testable import Accounting

@Suite("Other ways to select a model, priced by what was executed")
struct SelectionStrategyTests {
  private typealias Kind = SelectionStrategy.Kind

  /// Folds of 10 s at a power, with a Dice each.
  private static func model(_ configuration: String, watts: Double, dice: [Double?]) -> ModelFootprint {
    ExampleRuns.model(
      dice.enumerated().map { fold, dice in
        ExampleRuns.run(
          configuration, fold: Fold(fold), parts: [(.usefulEpoch, 8), (.finalValidation, 2)], watts: watts, dice: dice)
      })
  }

  private static func selection(_ models: [ModelFootprint], folds: Int = 5) -> SelectionFootprint {
    SelectionFootprint(
      dataset: "Dataset801_Cubes", models: models, declared: nil,
      folds: FoldCount(count: folds, source: .splits(path: "splits_final.json")))
  }

  private static func strategy(_ kind: Kind, of selection: SelectionFootprint) -> SelectionStrategy? {
    selection.strategies().first { $0.kind == kind }
  }

  @Test("What was executed comes first and costs the selection")
  func executed() throws {
    let selection = Self.selection([Self.model("2d", watts: 1, dice: [0.8, 0.9])])
    let first = try #require(selection.strategies().first)
    #expect(first.kind == .executed)
    #expect(first.energy == selection.energy)
    #expect(first.trainings == 2)
    #expect(first.dice.map { abs($0 - 0.85) < 1e-12 } == true)
  }

  @Test("Without waste, only what was wasted is gone")
  func withoutWaste() throws {
    let good = Self.model("2d", watts: 1, dice: [0.8])
    let failed = ExampleRuns.run("2d", fold: Fold(1), parts: [(.usefulEpoch, 5)], watts: 3, outcome: .killed)
    let selection = Self.selection([ExampleRuns.model(good.runs + [failed])])
    let strategy = try #require(Self.strategy(.withoutWaste, of: selection))
    #expect(strategy.energy == .joules(10))
    #expect(strategy.trainings == 1)
    #expect(Self.strategy(.withoutWaste, of: Self.selection([good])) == nil)
  }

  /// E(selection) + (K − m) · Ēc for each model, with σ = K · s / √m.
  @Test("Missing folds cost the mean of the finished ones, and are marked as extrapolated")
  func completed() throws {
    let runs = [10.0, 20].enumerated().map { fold, seconds in
      ExampleRuns.run("2d", fold: Fold(fold), parts: [(.usefulEpoch, seconds)], watts: 1, dice: 0.8)
    }
    let selection = Self.selection([ExampleRuns.model(runs)])
    let strategy = try #require(Self.strategy(.completed(missing: 3), of: selection))
    #expect(strategy.isExtrapolated)
    #expect(strategy.energy == .joules(10 + 20 + 3 * 15))
    #expect(strategy.trainings == 5)
    // s of 10 and 20 is √50.
    let expected = 5 * 50.0.squareRoot() / 2.0.squareRoot()
    #expect(strategy.deviation.map { abs($0.joules - expected) < 1e-9 } == true)
    #expect((strategy.pick, strategy.dice) == (nil, nil), "nobody knows what the missing folds would have shown")
  }

  @Test("A whole cross-validation has nothing to extrapolate; a model without a finished fold cannot be")
  func notCompleted() {
    func isExtrapolated(_ selection: SelectionFootprint) -> Bool {
      selection.strategies().contains { $0.isExtrapolated }
    }
    #expect(!isExtrapolated(Self.selection([Self.model("2d", watts: 1, dice: [0.8, 0.9])], folds: 2)))
    let failed = ExampleRuns.model([
      ExampleRuns.run("3d_fullres", fold: Fold(0), parts: [(.usefulEpoch, 5)], watts: 3, outcome: .killed)
    ])
    #expect(!isExtrapolated(Self.selection([Self.model("2d", watts: 1, dice: [0.8]), failed])))
  }

  @Test("Fewer folds can choose another model, and its Dice over all folds is the consequence")
  func fewerFolds() throws {
    let selection = Self.selection([
      Self.model("2d", watts: 1, dice: [0.9, 0.5]), Self.model("3d_fullres", watts: 2, dice: [0.8, 0.9]),
    ])
    #expect(selection.final?.model == 1)
    let strategy = try #require(Self.strategy(.folds(1), of: selection))
    #expect(strategy.energy == .joules(10 + 20))
    #expect(strategy.pick == 0)
    let change = try #require(strategy.diceChange)
    #expect(abs(change - (0.7 - 0.85)) < 1e-12)
    #expect(Self.strategy(.folds(3), of: selection) == nil, "there are no folds to leave out")
  }

  @Test("Where a fold of the strategy was not trained there is no price; without its Dice no choice")
  func silence() throws {
    let gappy = ExampleRuns.model(
      [1, 2].map { ExampleRuns.run("2d", fold: Fold($0), parts: [(.usefulEpoch, 5)], watts: 1, dice: 0.5) })
    #expect(Self.strategy(.folds(1), of: Self.selection([gappy])) == nil)
    let unknown = Self.selection([Self.model("2d", watts: 1, dice: [nil, 0.5])])
    let strategy = try #require(Self.strategy(.folds(1), of: unknown))
    #expect(strategy.energy == .joules(10))
    #expect((strategy.pick, strategy.dice, strategy.diceChange) == (nil, nil, nil))
  }

  @Test("One configuration only costs its own trainings, failed ones included; a cascade needs its first stage")
  func singleConfiguration() throws {
    let selection = Self.selection([
      Self.model("2d", watts: 1, dice: [0.7]), Self.model("3d_cascade_fullres", watts: 4, dice: [0.9]),
      Self.model("3d_lowres", watts: 2, dice: [0.8]),
    ])
    #expect(selection.final?.firstStages == [2])
    #expect(selection.finalEnergy == .joules(40 + 20))
    #expect(Self.strategy(.only(configuration: "2d"), of: selection)?.energy == .joules(10))
    #expect(Self.strategy(.only(configuration: "3d_cascade_fullres"), of: selection)?.energy == .joules(60))
    let flat = try #require(Self.strategy(.only(configuration: "2d"), of: selection)?.diceChange)
    #expect(abs(flat + 0.2) < 1e-12)
  }

  @Test("No strategy but a completed one costs more than what was executed", arguments: 0..<30)
  func bounded(seed: Int) throws {
    var generator = SystemLikeGenerator(seed: UInt64(seed))
    let models = ["2d", "3d_fullres", "3d_lowres"].map { name in
      Self.model(
        name, watts: Double(1 + generator.next(9)),
        dice: (0..<(1 + generator.next(5))).map { _ in Double(generator.next(100)) / 100 })
    }
    let selection = Self.selection(models)
    let total = try #require(selection.energy)
    for strategy in selection.strategies() {
      let energy = try #require(strategy.energy)
      if strategy.isExtrapolated {
        #expect(energy > total)
      } else {
        #expect(energy.joules <= total.joules * (1 + 1e-12))
      }
    }
  }

  /// Small whole numbers that are the same for a seed (Knuth's multiplier for 64 bits).
  private struct SystemLikeGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed &* 2 &+ 1 }
    mutating func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
  }
}
