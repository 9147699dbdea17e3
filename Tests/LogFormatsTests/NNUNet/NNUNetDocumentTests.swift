import Testing

@testable import LogFormats
@testable import LogScanning

/// nnU-Net's JSON files.
@Suite("nnU-Net JSON files")
struct NNUNetDocumentTests {
  static let pointer = """
    version https://git-lfs.github.com/spec/v1
    oid sha256:c8fb26e10bfdf9b9ab40c501ac4ca6aa176ccca87aceae80a447036b36f5d227
    size 84583

    """

  // MARK: summary.json

  @Test func secondGenerationSummaryWithBareNaN() {
    let text = """
      {"foreground_mean": {"Dice": NaN, "FN": 1.0}, "mean": {"1": {"Dice": 0.5}, "10": {"Dice": NaN},
      "2": {"Dice": 0.75}, "(1, 2)": {"Dice": 0.25}}, "metric_per_case": [{"metrics": {}}, {"metrics": {}}]}
      """
    #expect(NNUNetText.recognise(text, fileName: "anything.json") == .nnunetSummary)
    let content = NNUNetText.parse(text, as: NNUNetSummaryFormat.self, fileName: "summary.json")
    #expect(
      content.record
        == .summary(
          ValidationSummary(
            foregroundMeanDice: nil,
            diceByLabel: [
              .init(label: "1", dice: 0.5), .init(label: "2", dice: 0.75), .init(label: "10", dice: nil),
              .init(label: "(1, 2)", dice: 0.25),
            ], caseCount: 2)))
    #expect(content.diagnostics.map(\.code) == ["nnunet.summary-nan"])
  }

  @Test func firstGenerationSummaryLeavesBackgroundOut() {
    let text = """
      {"author": "Fabian", "description": "", "id": "1", "name": "n", "task": "Task001", "results": {
        "all": [{"0": {"Dice": 1}}], "mean": {"0": {"Dice": 0.99}, "1": {"Dice": 0.5}, "2": {"Dice": 0.7},
        "mean": {"Dice": 0.73}}}}
      """
    #expect(NNUNetText.recognise(text, fileName: "x.json") == .nnunetSummary)
    let content = NNUNetText.parse(text, as: NNUNetSummaryFormat.self, fileName: "summary.json")
    guard case .summary(let summary) = content.record else {
      Issue.record("no summary")
      return
    }
    #expect(summary.foregroundMeanDice == 0.6)
    #expect(summary.diceByLabel.map(\.label) == ["1", "2"])
    #expect(summary.caseCount == 1)
  }

  // MARK: plans.json

  @Test func plansResolveInheritance() {
    let text = """
      {"dataset_name": "Dataset001_A", "plans_name": "nnUNetPlans", "configurations": {
        "3d_fullres": {"batch_size": 2, "patch_size": [64, 128, 128], "spacing": [1.5, 1, 1],
          "architecture": {"network_class_name": "dynamic_network_architectures.architectures.unet.PlainConvUNet"}},
        "3d_cascade_fullres": {"inherits_from": "3d_fullres", "previous_stage": "3d_lowres"},
        "3d_lowres": {"inherits_from": "3d_fullres", "batch_size": 4, "next_stage": "3d_cascade_fullres"},
        "2d": {"UNet_class_name": "ResidualEncoderUNet", "batch_size": 12, "patch_size": [256, 256]}}}
      """
    #expect(NNUNetText.recognise(text, fileName: "x.json") == .nnunetPlans)
    let content = NNUNetText.parse(text, as: NNUNetPlansFormat.self, fileName: "nnUNetPlans.json")
    let full = PlansFile.Configuration(
      name: "3d_fullres", batchSize: 2, patchSize: [64, 128, 128], spacing: [1.5, 1, 1], networkClass: "PlainConvUNet",
      family: .full)
    var cascade = full
    cascade.name = "3d_cascade_fullres"
    cascade.inheritsFrom = "3d_fullres"
    cascade.previousStage = "3d_lowres"
    cascade.family = .cascade
    var low = full
    low.name = "3d_lowres"
    low.inheritsFrom = "3d_fullres"
    low.batchSize = 4
    low.nextStages = ["3d_cascade_fullres"]
    low.family = .low
    let flat = PlansFile.Configuration(
      name: "2d", batchSize: 12, patchSize: [256, 256], networkClass: "ResidualEncoderUNet", family: .flat)
    #expect(
      content.record
        == .plans(
          PlansFile(
            datasetName: "Dataset001_A", plansName: "nnUNetPlans", configurations: [flat, cascade, full, low])))
    #expect(content.diagnostics.isEmpty)
  }

  @Test func plansThatInheritInACircleEnd() {
    let text = """
      {"dataset_name": "D", "plans_name": "P", "configurations": {
        "a": {"inherits_from": "b", "batch_size": 1}, "b": {"inherits_from": "a"}, "c": {"inherits_from": "nobody"}}}
      """
    let content = NNUNetText.parse(text, as: NNUNetPlansFormat.self, fileName: "plans.json")
    guard case .plans(let plans) = content.record else {
      Issue.record("no plans")
      return
    }
    #expect(plans.configurations.map(\.batchSize) == [1, 1, nil])
    #expect(
      content.diagnostics.map(\.code) == ["nnunet.plans-cycle", "nnunet.plans-cycle", "nnunet.plans-unknown-parent"])
  }

  // MARK: dataset.json and debug.json

  @Test func datasetsOfBothGenerations() {
    let second = NNUNetText.parse(
      """
      {"channel_names": {"1": "PET", "0": "CT"}, "labels": {"background": 0, "tumour": [1, 2], "core": 2},
       "numTraining": 41, "file_ending": ".nii.gz", "name": "Heads"}
      """, as: NNUNetDatasetFormat.self, fileName: "dataset.json")
    #expect(
      second.record
        == .dataset(
          DatasetFile(
            name: "Heads", trainingCases: 41, channels: ["CT", "PET"], labels: ["background", "core", "tumour"],
            fileEnding: ".nii.gz")))
    let first = NNUNetText.parse(
      """
      {"name": "Liver", "modality": {"0": "CT"}, "labels": {"0": "background", "1": "liver"},
       "training": [{}, {}, {}], "test": []}
      """, as: NNUNetDatasetFormat.self, fileName: "dataset.json")
    #expect(
      first.record
        == .dataset(
          DatasetFile(name: "Liver", trainingCases: 3, channels: ["CT"], labels: ["background", "liver"])))
  }

  @Test func debugValuesAreTextOfPython() {
    let text = """
      {"_best_ema": "None", "batch_size": "2", "configuration_name": "2d", "current_epoch": "3", "device": "cuda:0",
       "fold": "all", "gpu_name": "NVIDIA A100-SXM4-40GB", "hostname": "node7", "is_ddp": "False",
       "log_file": "/r/training_log_2026_1_1_00_00_00.txt", "network": "OptimizedModule(\\n  (mod): X\\n)",
       "num_epochs": "1000", "num_iterations_per_epoch": "250", "num_val_iterations_per_epoch": "50",
       "torch_version": "None"}
      """
    #expect(NNUNetText.recognise(text, fileName: "x.json") == .nnunetDebug)
    var expected = DebugFile()
    expected.fold = "all"
    expected.configuration = "2d"
    expected.plannedEpochs = 1000
    expected.iterationsPerEpoch = 250
    expected.validationIterationsPerEpoch = 50
    expected.batchSize = 2
    expected.currentEpoch = 3
    expected.gpuName = "NVIDIA A100-SXM4-40GB"
    expected.hostname = "node7"
    expected.device = "cuda:0"
    expected.isDistributed = false
    expected.logFile = "/r/training_log_2026_1_1_00_00_00.txt"
    expected.network = "OptimizedModule"
    let content = NNUNetText.parse(text, as: NNUNetDebugFormat.self, fileName: "debug.json")
    #expect(content.record == .debug(expected))
  }

  // MARK: Recognition and damage

  @Test(arguments: ["summary.json", "plans.json", "nnUNetPlans.json", "dataset.json", "debug.json"])
  func aLargeFilePointerIsSaidToBeOne(fileName: String) throws {
    let format = try #require(NNUNetText.recognise(Self.pointer, fileName: fileName))
    let definition = try #require(FormatRegistry.definitions.first { $0.format == format })
    let content = NNUNetText.parse(Self.pointer, as: definition, fileName: fileName)
    #expect(content.record == .none)
    #expect(content.diagnostics.map(\.code) == ["nnunet.lfs-pointer"])
  }

  @Test func aLargeFilePointerInPlaceOfALog() {
    let name = "training_log_2026_1_1_00_00_00.txt"
    #expect(NNUNetText.recognise(Self.pointer, fileName: name) == .nnunetTrainingLog)
    let content = NNUNetText.parse(Self.pointer, as: NNUNetTrainingLogFormat.self, fileName: name)
    #expect(content.record == .none)
    #expect(content.diagnostics.map(\.code) == ["nnunet.lfs-pointer"])
  }

  @Test(arguments: [
    (#"[{"training": ["a"], "val": ["b"]}]"#, "splits_final.json"), (#"["train", "val"]"#, "splits_final.json"),
    (#"{"folds": [0], "dataset_name_or_id": "1"}"#, "inference_information.json"),
    (#"{"input_folder": "/x", "output_folder": "/y"}"#, "postprocessing.json"),
    (#"{"step_size": 3, "gamma": 0.1}"#, "validation_args.json"),
    (#"{"num_gpus_8": {"fastest_epoch": 12}}"#, "benchmark_result.json"),
    ("model,accuracy,average\nresnet,0.9,0.9\n", "summary.csv"), ("nnUNetv2_predict -d 1 -c 2d\n", "run.sh"),
    (#"{"loss": 0.5, "_runtime": 12}"#, "wandb-summary.json"), (#"{"name": "x", "labels": {}}"#, "dataset.json"),
  ])
  func otherDocumentsAreNotMistaken(text: String, fileName: String) {
    #expect(NNUNetText.recognise(text, fileName: fileName) == nil)
  }

  @Test func contentWinsOverName() {
    let dataset = #"{"channel_names": {}, "labels": {}, "numTraining": 1, "file_ending": ".png"}"#
    #expect(NNUNetText.recognise(dataset, fileName: "plans.json") == .nnunetDataset)
    #expect(NNUNetText.recognise(TrainingLogV2Tests.complete, fileName: "renamed.log") == .nnunetTrainingLog)
    #expect(NNUNetText.recognise(TrainingLogV1Tests.complete, fileName: "summary.json") == .nnunetTrainingLog)
  }

  @Test func damagedDocumentsAreReportedWithTheirPlace() {
    let text = "{\"foreground_mean\": {\"Dice\": 0.5},\n \"mean\": {\"1\": }"
    let content = NNUNetText.parse(text, as: NNUNetSummaryFormat.self, fileName: "summary.json")
    #expect(content.record == .none)
    #expect(content.diagnostics.map(\.code) == ["file.bad-json"])
    #expect(content.diagnostics.first?.line == 2)
    #expect(content.diagnostics.first?.message.contains("column 16") == true)
  }

  @Test func tooLargeDocumentsAreNotRead() {
    var parser = WholeDocumentParser(fileName: "x", sizeLimit: 8) { _, _ in ParsedContent(record: .none) }
    for number in 1...3 { Array("[1,2]".utf8).withUnsafeBytes { parser.consume($0.bytes, number: number) } }
    let summary = LineReader.Summary(byteCount: 15, sha256: "", lineCount: 3, endsInMidLine: true, cutLines: [])
    #expect(parser.finish(summary).diagnostics.map(\.code) == ["file.too-large"])
  }

  @Test func topLevelKeysAreThoseOfTheOutermostObject() {
    let text = #" {"a\"{": [{"no": 1}, "no"], "b": {"no": {}}, "c" : "no", "d""#
    let keys = Array(text.utf8).withUnsafeBytes { JSONTopLevelKeys(head: $0.bytes).names }
    #expect(keys == [#"a\"{"#, "b", "c", "d"])
  }

  @Test func foreignLinesOfALogAreCounted() {
    let content = NNUNetText.parse(
      "Please cite the following paper when using nnU-Net:\nhello\n2026-03-01 10:00:00: val auc 0.5\n",
      as: NNUNetTrainingLogFormat.self, fileName: "training_log_2026_3_1_10_00_00.txt")
    let finding = content.diagnostics.first { $0.code == "nnunet.foreign-lines" }
    #expect(finding?.line == 2)
    #expect(finding?.message.hasPrefix("2 lines") == true)
    #expect(finding?.severity == .info)
  }
}
