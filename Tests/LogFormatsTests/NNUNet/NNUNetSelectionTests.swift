import Testing

@testable import LogFormats

/// What nnU-Net compared and chose, how it split its cases, and of what a result is.
@Suite("nnU-Net selection")
struct NNUNetSelectionTests {
  private func read(
    _ text: String, fileName: String, as format: LogFormat
  ) throws -> (document: NNUNetDocument?, content: ParsedContent) {
    #expect(NNUNetText.recognise(text, fileName: fileName) == format)
    let definition = try #require(FormatRegistry.definitions.first { $0.format == format })
    let content = NNUNetText.parse(text, as: definition, fileName: fileName)
    guard case .nnunetDocument(let document) = content.record else { return (nil, content) }
    return (document, content)
  }

  private let flat = NNUNetModel(trainer: "nnUNetTrainer", plans: "nnUNetPlans", configuration: "2d")
  private let full = NNUNetModel(trainer: "nnUNetTrainer", plans: "nnUNetPlans", configuration: "3d_fullres")

  @Test func secondGenerationNamesItsChoice() throws {
    let text = #"""
      {"all_results": {"nnUNetTrainer__nnUNetPlans__2d": 0.75, "nnUNetTrainer__nnUNetPlans__3d_fullres": NaN,
        "ensemble___nnUNetTrainer__nnUNetPlans__2d___nnUNetTrainer__nnUNetPlans__3d_fullres___0_1_2": 0.875},
       "best_model_or_ensemble": {"postprocessing_file": "C:\\Users\\x\\postprocessing.pkl",
         "result_on_crossval_post_pp": 0.88, "result_on_crossval_pre_pp": 0.875, "selected_model_or_models": [
           {"configuration": "2d", "plans_identifier": "nnUNetPlans", "trainer": "nnUNetTrainer"},
           {"configuration": "3d_fullres", "plans_identifier": "nnUNetPlans", "trainer": "nnUNetTrainer"}]},
       "considered_models": [], "dataset_name_or_id": 7, "ensembling_allowed": true, "folds": [0, 1, "all"]}
      """#
    let (document, content) = try read(text, fileName: "inference_information.json", as: .nnunetSelection)
    #expect(content.diagnostics.isEmpty)
    guard case .selection(let selection) = document else {
      Issue.record("no selection")
      return
    }
    #expect(selection.dataset == "7")
    #expect(selection.folds == [Fold(0), Fold(1), .all])
    #expect(selection.ensemblingAllowed == true)
    #expect(selection.candidates.map(\.dice) == [0.75, nil, 0.875])
    #expect(selection.candidates.map(\.models) == [[flat], [full], [flat, full]])
    #expect(selection.winner == [flat, full])
    #expect(selection.diceBeforePostprocessing == 0.875)
    #expect(selection.diceAfterPostprocessing == 0.88)
  }

  @Test func aSelectionWithoutAChoiceSaysSo() throws {
    let text = #"{"all_results": {}, "considered_models": [], "ensembling_allowed": false}"#
    let (_, content) = try read(text, fileName: "x.json", as: .nnunetSelection)
    #expect(content.diagnostics.map(\.code) == ["nnunet.selection-incomplete"])
  }

  @Test func firstGenerationComparesInATable() throws {
    let text = """
      model,class1,class2,average
      2d,0.5,0.7,0.6
      3d_fullres,0.6,nan,0.65
      ensemble_2d__nnUNetTrainerV2__nnUNetPlansv2.1--3d_fullres__nnUNetTrainerV2__nnUNetPlansv2.1,0.6,0.7,0.65
      3d_lowres,0.1

      """
    let (document, content) = try read(text, fileName: "summary.csv", as: .nnunetSelectionTable)
    #expect(content.diagnostics.map(\.code) == ["nnunet.selection-by-table", "nnunet.unreadable-row"])
    guard case .selection(let selection) = document else {
      Issue.record("no selection")
      return
    }
    #expect(selection.candidates.map(\.dice) == [0.6, 0.65, 0.65])
    #expect(selection.candidates[1].classDice == [0.6, nil])
    #expect(
      selection.candidates[2].models
        == ["2d", "3d_fullres"].map {
          NNUNetModel(trainer: "nnUNetTrainerV2", plans: "nnUNetPlansv2.1", configuration: $0)
        })
    // Of equals the simpler one.
    #expect(selection.winner == [NNUNetModel(configuration: "3d_fullres")])
  }

  @Test func instructionsNameTheModels() throws {
    let second = """
      ***Run inference like this:***

      nnUNetv2_predict -d Dataset007_X -i IN -o OUT -f  0 1 all -tr nnUNetTrainer -c 2d -p nnUNetPlans --save_probabilities
      nnUNetv2_predict -d Dataset007_X -i IN -o OUT -f  0 1 all -tr nnUNetTrainer -c 3d_fullres -p nnUNetPlans

      """
    let (document, content) = try read(second, fileName: "inference_instructions.txt", as: .nnunetInstructions)
    #expect(
      document
        == .selection(
          ModelSelection(dataset: "Dataset007_X", folds: [Fold(0), Fold(1), .all], selected: [flat, full])))
    #expect(content.version == "2.x")
    let first = """
      nnUNet_predict -i FOLDER_WITH_TEST_CASES -o OUTPUT_FOLDER_MODEL1 -tr nnUNetTrainerV2 -ctr nnUNetTrainerV2CascadeFullRes -m 3d_cascade_fullres -p nnUNetPlansv2.1 -t Task004_Hippocampus

      """
    let model = NNUNetModel(
      trainer: "nnUNetTrainerV2CascadeFullRes", plans: "nnUNetPlansv2.1", configuration: "3d_cascade_fullres")
    #expect(
      try read(first, fileName: "prediction_commands.txt", as: .nnunetInstructions).document
        == .selection(ModelSelection(dataset: "Task004_Hippocampus", selected: [model])))
  }

  @Test func postprocessingOfBothGenerations() throws {
    let first = """
      {"dc_per_class_raw": {"1": 0.5, "2": 0.75}, "dc_per_class_pp_all": {"1": 0.625, "2": 0.75},
       "dc_per_class_pp_per_class": {}, "for_which_classes": [[1, 2], 1], "min_valid_object_sizes": "None",
       "num_samples": 12, "validation_final": "ensembled_postprocessed", "validation_raw": "ensembled_raw"}
      """
    guard
      case .postprocessing(let choice) =
        try read(first, fileName: "postprocessing.json", as: .nnunetPostprocessing).document
    else {
      Issue.record("no postprocessing")
      return
    }
    #expect(choice.before.foregroundMeanDice == 0.625)
    #expect(choice.after?.foregroundMeanDice == 0.6875)
    #expect(choice.afterByLabel == nil)
    #expect(choice.labels == ["(1, 2)", "1"])
    #expect(choice.caseCount == 12)
    #expect(choice.scope?.kind == .ensemble)
    let second = """
      {"input_folder": {"foreground_mean": {"Dice": NaN}, "mean": {"1": {"Dice": 0.5}, "(1, 2)": {"Dice": NaN}}},
       "postprocessed": {"foreground_mean": {"Dice": 0.75}, "mean": {"1": {"Dice": 0.75}}},
       "postprocessing_fns": ["f"], "postprocessing_kwargs": [{"labels_or_regions": [1, 2]}]}
      """
    guard
      case .postprocessing(let other) =
        try read(second, fileName: "x.json", as: .nnunetPostprocessing).document
    else {
      Issue.record("no postprocessing")
      return
    }
    #expect(other.before.foregroundMeanDice == nil)
    #expect(other.before.diceByLabel == [.init(label: "1", dice: 0.5), .init(label: "(1, 2)", dice: nil)])
    #expect(other.after?.foregroundMeanDice == 0.75)
    #expect(other.labels == ["(1, 2)"])
  }

  @Test func benchmarksAndSplits() throws {
    let benchmark = """
      {"node7__90100__2.4.1__NVIDIA A100__num_gpus_2": {"cudnn_version": 90100, "fastest_epoch": 21.5,
        "gpu_name": "NVIDIA A100", "hostname": "node7", "num_gpus": 2, "torch_version": "2.4.1"},
       "node8__90100__2.4.1__GTX__num_gpus_1": {"fastest_epoch": "Not enough VRAM!", "num_gpus": 1}}
      """
    guard
      case .benchmark(let results) =
        try read(benchmark, fileName: "benchmark_result.json", as: .nnunetBenchmark).document
    else {
      Issue.record("no benchmark")
      return
    }
    #expect(results.map(\.fastestEpoch) == [21.5, nil])
    #expect(results.map(\.failure) == [nil, "Not enough VRAM!"])
    #expect(results.map(\.gpuCount) == [2, 1])
    #expect(results[0].cudnnVersion == "90100")
    let splits = #"[ {"train": ["a", "b"], "val": ["c"]}, {"train": ["a", "c"], "val": ["b"]} ]"#
    #expect(
      try read(splits, fileName: "splits_final.json", as: .nnunetSplits).document
        == .splits([.init(training: 2, validation: 1), .init(training: 2, validation: 1)]))
    let damaged = try read(#"[{"train": ["a"], "val": 3}]"#, fileName: "splits_final.json", as: .nnunetSplits)
    #expect(damaged.content.diagnostics.map(\.code) == ["nnunet.splits-incomplete"])
  }

  @Test(arguments: [
    (
      #"{"foreground_intensity_properties_per_channel": {}, "spacings": []}"#, "dataset_fingerprint.json",
      LogFormat.nnunetFingerprint
    ),
    (
      #"{"do_mirroring": true, "use_sliding_window": true, "step_size": 0.5, "save_softmax": true}"#,
      "validation_args.json", LogFormat.nnunetValidationArguments
    ),
  ])
  func knownFilesWithoutUseSaySo(text: String, fileName: String, format: LogFormat) throws {
    let content = try read(text, fileName: fileName, as: format).content
    #expect(content.record == .none)
    #expect(content.diagnostics.map(\.code) == ["nnunet.not-needed"])
    #expect(content.diagnostics.map(\.severity) == [.info])
  }

  @Test(arguments: [
    ("r/D/T__P__C/fold_0/validation/summary.json", ResultScope.Kind.fold, false),
    ("r/fold_0/validation_raw/summary.json", .fold, false),
    ("r/fold_0/validation_raw_postprocessed (10%)/summary.json", .fold, true),
    ("r/T__P__C/crossval_results_folds_0_1/summary.json", .crossValidation, false),
    ("r/T__P__C/crossval_results_folds_0_1/postprocessed/summary.json", .crossValidation, true),
    ("r/T__P/cv_niftis_raw/summary.json", .crossValidation, false),
    ("r/T__P/cv_niftis_postprocessed/summary.json", .crossValidation, true),
    ("r/ensembles/ensemble___T__P__2d___T__P__3d_fullres___0_1/summary.json", .ensemble, false),
    ("r/ensembles/ensemble___T__P__2d___T__P__3d_fullres___0_1/postprocessed/summary.json", .ensemble, true),
    ("r/ensembles/Task1/ensemble_2d__T__P--3d_fullres__T__P/ensembled_raw/summary.json", .ensemble, false),
    (#"C:\r\fold_3\validation\case.nii.gz"#, .fold, false),
  ])
  func foldersTellWhatAResultIsOf(path: String, kind: ResultScope.Kind, isPostprocessed: Bool) throws {
    let scope = try #require(ResultScope(filePath: path))
    #expect(scope.kind == kind)
    #expect(scope.isPostprocessed == isPostprocessed)
    if kind == .ensemble { #expect(scope.models.map(\.configuration) == ["2d", "3d_fullres"]) }
    if path.contains("folds_0_1") || path.contains("___0_1") { #expect(scope.folds == [Fold(0), Fold(1)]) }
    #expect(scope.variant == (path.contains("(10%)") ? "(10%)" : nil))
  }

  @Test func otherFoldersTellNothing() {
    for path in ["summary.json", "r/fold_0/summary.json", "validation/a/b/c/summary.json", "ensembles/x/summary.json"] {
      #expect(ResultScope(filePath: path) == nil, "\(path)")
    }
  }

  @Test func aSummaryTellsItsScopeItself() {
    let text = """
      {"foreground_mean": {"Dice": 0.5}, "mean": {"1": {"Dice": 0.5}}, "metric_per_case": [
        {"metrics": {}, "prediction_file": "/r/crossval_results_folds_0_1_2_3_4/postprocessed/a.nii.gz"}]}
      """
    let content = NNUNetText.parse(text, as: NNUNetSummaryFormat.self, fileName: "summary.json")
    guard case .summary(let summary) = content.record else {
      Issue.record("no summary")
      return
    }
    #expect(
      summary.scope == ResultScope(kind: .crossValidation, isPostprocessed: true, folds: (0..<5).map { Fold($0) }))
  }
}
