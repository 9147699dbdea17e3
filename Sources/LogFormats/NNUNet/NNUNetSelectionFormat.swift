import LogScanning

/// v2's `inference_information.json`: which models were compared on a data set, and which was chosen.
enum NNUNetSelectionFormat: JSONDocumentFormat {
  static let format = LogFormat.nnunetSelection

  static let synopsis = (
    what: "what nnU-Net v2 chose: the models and ensembles compared, their pooled Dice, the best of them",
    recognisedBy: "the keys all_results and best_model_or_ensemble; named inference_information.json"
  )

  static func score(head: RawSpan, fileName: String) -> Int {
    score(
      head: head,
      keysMatch: { keys in
        keys.count(of: ["all_results", "best_model_or_ensemble", "considered_models", "ensembling_allowed"]) >= 2
      }, nameMatches: fileName == "inference_information.json")
  }

  static func content(of document: JSONValue, fileName: String) -> ParsedContent {
    let best = document["best_model_or_ensemble"]
    let results = document["all_results"]?.members ?? []
    let folds = document["folds"]?.array?.compactMap { $0.int.map { Fold($0) } ?? $0.string.flatMap { Fold($0) } }
    let dataset = document["dataset_name_or_id"]
    let selection = ModelSelection(
      dataset: dataset?.string ?? dataset?.int.map(String.init), folds: folds ?? [],
      ensemblingAllowed: document["ensembling_allowed"]?.bool,
      candidates: results.map { member in
        .init(
          name: member.key, models: NNUNetModel.models(named: member.key),
          dice: NNUNetSummaryFormat.finite(member.value))
      },
      selected: (best?["selected_model_or_models"]?.array ?? []).map(model),
      diceBeforePostprocessing: NNUNetSummaryFormat.finite(best?["result_on_crossval_pre_pp"]),
      diceAfterPostprocessing: NNUNetSummaryFormat.finite(best?["result_on_crossval_post_pp"]))
    return ParsedContent(
      record: .nnunetDocument(.selection(selection)), version: "2.x", diagnostics: findings(selection))
  }

  private static func model(_ value: JSONValue) -> NNUNetModel {
    NNUNetModel(
      trainer: value["trainer"]?.string, plans: value["plans_identifier"]?.string ?? value["plans"]?.string,
      configuration: value["configuration"]?.string)
  }

  /// What is missing in a selection, whatever its file.
  static func findings(_ selection: ModelSelection) -> [Diagnostic] {
    if selection.winner.isEmpty {
      return [
        Diagnostic(
          .warning, "nnunet.selection-incomplete",
          "The file does not say which model was chosen; nothing was taken for the choice.")
      ]
    }
    guard selection.selected.isEmpty else { return [] }
    return [
      Diagnostic(
        .info, "nnunet.selection-by-table",
        "The file compares models and names no choice; the highest mean Dice was taken for it.")
    ]
  }
}

extension LogFormat {
  /// See ``NNUNetSelectionFormat``.
  public static let nnunetSelection = LogFormat(rawValue: "nnunet-selection")
}
