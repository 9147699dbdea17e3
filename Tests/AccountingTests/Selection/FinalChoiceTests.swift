import Alignment
import LogFormats
import Quantities
import Testing

@testable import Accounting

@Suite("Which model is final")
struct FinalChoiceTests {
  private static let models = [("2d", 0.9), ("3d_fullres", 0.8), ("3d_lowres", 0.7)].map { name, dice in
    ExampleRuns.model([
      ExampleRuns.run(
        name, fold: Fold(0), parts: [(.startUp, 1), (.usefulEpoch, 10), (.finalValidation, 1)], watts: 1, dice: dice)
    ])
  }

  private static func selection(
    recorded: [NNUNetModel], declared: ((ModelIdentity) -> Bool)? = nil
  ) -> SelectionFootprint {
    SelectionFootprint(
      dataset: "Dataset801_Cubes", models: models, declared: declared,
      recorded: (recorded, "inference_information.json"))
  }

  @Test("nnU-Net's record goes before the best Dice")
  func recorded() {
    let found = Self.selection(recorded: [NNUNetModel(configuration: "3d_fullres")])
    #expect(found.final?.models == [1])
    #expect(found.final?.choice == .recorded(path: "inference_information.json"))
    #expect(found.finalEnergy == .joules(11))
  }

  @Test("An ensemble is final with all its members")
  func ensemble() {
    let found = Self.selection(recorded: [
      NNUNetModel(trainer: "nnUNetTrainer", plans: "nnUNetPlans", configuration: "2d"),
      NNUNetModel(trainer: "nnUNetTrainer", plans: "nnUNetPlans", configuration: "3d_fullres"),
    ])
    #expect(found.final?.models == [0, 1])
    #expect(found.finalEnergy == .joules(22))
    #expect(found.factor == 36.0 / 22)
    #expect(found.strategies().first?.dice == nil, "its members' Dice is not its own")
  }

  @Test("The study file goes before nnU-Net's record")
  func declared() {
    let found = Self.selection(recorded: [NNUNetModel(configuration: "3d_fullres")]) { $0.configuration == "3d_lowres" }
    #expect(found.final?.models == [2])
    #expect(found.final?.choice == .declared)
  }

  @Test("A record of a model that was not trained is passed over")
  func unknown() {
    let other = NNUNetModel(trainer: "nnUNetTrainerOther", plans: nil, configuration: "3d_fullres")
    #expect(Self.selection(recorded: [other]).final?.choice == .bestDice)
    #expect(Self.selection(recorded: [other, NNUNetModel(configuration: "2d")]).final?.choice == .bestDice)
    #expect(Self.selection(recorded: []).final?.choice == .bestDice)
  }

  @Test("Validation has a share of its own, and waste another")
  func shares() {
    let found = Self.selection(recorded: [])
    #expect(found.validationShare == 3.0 / 36)
    #expect(found.wasteShare == 0)
  }
}
