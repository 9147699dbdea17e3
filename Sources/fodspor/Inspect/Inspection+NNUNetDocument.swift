import LogFormats
import Quantities
import Reporting

extension Inspection {
  /// The members of nnU-Net's smaller documents.
  static func members(of document: NNUNetDocument) -> [JSONOutput.Member] {
    switch document {
    case .selection(let selection): members(of: selection)
    case .postprocessing(let choice): members(of: choice)
    case .splits(let folds):
      [
        .init(
          "splits",
          JSONOutput(
            folds.map {
              ["training_cases": JSONOutput($0.training), "validation_cases": JSONOutput($0.validation)] as JSONOutput
            }))
      ]
    case .benchmark(let results): [.init("benchmarks", JSONOutput(results.map(benchmark)))]
    }
  }

  private static func members(of selection: ModelSelection) -> [JSONOutput.Member] {
    let candidates = selection.candidates.map { candidate -> JSONOutput in
      [
        "name": .string(candidate.name), "models": JSONOutput(candidate.models.map(model)),
        "dice": JSONOutput(candidate.dice), "class_dice": JSONOutput(candidate.classDice.map { JSONOutput($0) }),
      ]
    }
    return [
      .init("dataset", JSONOutput(selection.dataset)),
      .init("folds", JSONOutput(selection.folds.map { .string($0.description) })),
      .init("ensembling_allowed", selection.ensemblingAllowed.map { .boolean($0) } ?? .null),
      .init("candidates", .array(candidates)),
      .init("selected", JSONOutput(selection.selected.map(model))),
      .init("winner", JSONOutput(selection.winner.map(model))),
      .init("dice_before_postprocessing", JSONOutput(selection.diceBeforePostprocessing)),
      .init("dice_after_postprocessing", JSONOutput(selection.diceAfterPostprocessing)),
    ]
  }

  private static func model(_ model: NNUNetModel) -> JSONOutput {
    [
      "configuration": JSONOutput(model.configuration), "trainer": JSONOutput(model.trainer),
      "plans": JSONOutput(model.plans),
    ]
  }

  private static func members(of choice: PostprocessingChoice) -> [JSONOutput.Member] {
    [
      .init("dice_before", JSONOutput(choice.before.foregroundMeanDice)),
      .init("dice_after", JSONOutput(choice.after?.foregroundMeanDice)),
      .init("dice_after_by_label", JSONOutput(choice.afterByLabel?.foregroundMeanDice)),
      .init("postprocessed_labels", JSONOutput(choice.labels.map { .string($0) })),
      .init("cases", JSONOutput(choice.caseCount)),
      .init("scope", scope(choice.scope)),
    ]
  }

  /// Of what a result is: a fold, all folds pooled, an ensemble.
  static func scope(_ scope: ResultScope?) -> JSONOutput { JSONOutput(scope?.kind.rawValue) }

  private static func benchmark(_ result: BenchmarkResult) -> JSONOutput {
    [
      "fastest_epoch_s": JSONOutput(result.fastestEpoch), "failure": JSONOutput(result.failure),
      "gpu": JSONOutput(result.gpuName), "gpu_count": JSONOutput(result.gpuCount), "host": JSONOutput(result.hostname),
      "torch_version": JSONOutput(result.torchVersion), "cudnn_version": JSONOutput(result.cudnnVersion),
    ]
  }
}

extension InspectionText {
  static func nnunetDocument(_ document: NNUNetDocument) -> [Entry] {
    switch document {
    case .selection(let selection):
      let winner = selection.winner.compactMap(\.configuration).joined(separator: " + ")
      let candidates = selection.candidates.map { candidate -> Entry in
        ("  " + candidate.name, "Dice \(number(candidate.dice, 4))")
      }
      return [("data set", selection.dataset ?? missing), ("chosen", winner.isEmpty ? missing : winner)] + candidates
    case .postprocessing(let choice):
      let after = choice.labels.isEmpty ? "none chosen" : "labels \(choice.labels.joined(separator: ", "))"
      let dice = "Dice \(number(choice.before.foregroundMeanDice, 4))"
      return [("postprocessing", "\(after); \(dice) before it")]
    case .splits(let folds):
      return folds.enumerated().map { place, fold in
        ("fold \(place)", "\(fold.training) training cases, \(fold.validation) validation cases")
      }
    case .benchmark(let results):
      return results.map { result in
        let time = result.fastestEpoch.map { "\(number($0, 2)) s for the fastest epoch" }
        return (result.gpuName ?? missing, time ?? result.failure ?? missing)
      }
    }
  }
}
