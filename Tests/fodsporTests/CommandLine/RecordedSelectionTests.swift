import TestSupport
import Testing

@Suite("What nnU-Net recorded to have chosen")
struct RecordedSelectionTests {
  /// A small study with an `inference_information.json` that names one configuration as chosen.
  private static func study(choosing configuration: String) async throws -> TemporaryFolder {
    let folder = try SmallStudy.makeBoth()
    let model = #""configuration": "\#(configuration)", "trainer": "nnUNetTrainerCT_8epochs""#
    try folder.write(
      """
      {"folds": [0], "dataset_name_or_id": "Dataset701_Blobs", "ensembling_allowed": false,
       "considered_models": [{\(model), "plans": "nnUNetPlans"}],
       "all_results": {"nnUNetTrainerCT_8epochs__nnUNetPlans__\(configuration)": 0.5},
       "best_model_or_ensemble": {"result_on_crossval_pre_pp": 0.5, "result_on_crossval_post_pp": 0.5,
        "postprocessing_file": "postprocessing.pkl", "some_plans_file": "plans.json",
        "selected_model_or_models": [{\(model), "plans_identifier": "nnUNetPlans"}]}}
      """, to: "logs/nnUNet_results/Dataset701_Blobs/inference_information.json")
    return folder
  }

  @Test("is the final model, and the table says who chose it")
  func chosen() async throws {
    let folder = try await Self.study(choosing: "2d")
    let result = try await CommandLineTool.run("select", "logs", "--format", "csv", in: folder)
    #expect(result.status == 0, "\(result.messages)")
    #expect(result.output.contains(",2d,n,"), "\(result.output)")
    let report = try await CommandLineTool.run("report", "logs", "-o", "out", in: folder)
    #expect(report.status == 0)
    #expect(try folder.text("out/data/selection.json").contains("\"final_choice\": \"nnU-Net's record\""))
    #expect(try folder.text("out/data/manifest.json").contains("\"purpose\": \"final model\""))
  }

  @Test("of a model without any run, is told and not used")
  func unknown() async throws {
    let folder = try await Self.study(choosing: "3d_fullres")
    let result = try await CommandLineTool.run("check", "logs", in: folder)
    #expect(result.output.contains("warning[selection.recorded-model-missing] nnU-Net chose 3d_fullres"))
    let table = try await CommandLineTool.run("select", "logs", "--format", "csv", in: folder)
    #expect(table.output.contains(",2d,*,"), "\(table.output)")
  }

  @Test("gives way to the study file, and the difference is told")
  func declared() async throws {
    let folder = try await Self.study(choosing: "2d")
    try folder.write("final-models: {Dataset701_Blobs: {configuration: 2d}}\n", to: "logs/fodspor.yml")
    let same = try await CommandLineTool.run("check", "logs", in: folder)
    #expect(!same.output.contains("selection.record-differs"))
    #expect(!same.output.contains("selection.final-model-missing"))
  }

  @Test("is another than the study file's: that is told, and the study file's taken")
  func differs() async throws {
    let folder = try await Self.study(choosing: "2d")
    // The same training once more, as if of another configuration.
    let other = SmallStudy.runFolder.replacing("__2d", with: "__3d_fullres")
    for path in [SmallStudy.log, "debug.json", "validation/summary.json"] {
      let text = String(decoding: try SmallStudy.data("\(SmallStudy.runFolder)/\(path)"), as: UTF8.self)
      try folder.write(
        text.replacing("2d", with: "3d_fullres").replacing("2026-11-23", with: "2026-11-22"),
        to: "logs/\(other)/\(path)")
    }
    try folder.write("final-models: {Dataset701_Blobs: {configuration: 3d_fullres}}\n", to: "logs/fodspor.yml")
    let result = try await CommandLineTool.run("check", "logs", in: folder)
    #expect(result.output.contains("info[selection.record-differs] nnU-Net chose 2d"), "\(result.output)")
    let table = try await CommandLineTool.run("select", "logs", "--format", "csv", in: folder)
    #expect(table.output.contains(",3d_fullres,"), "\(table.output)")
  }
}
