import Foundation
import LogFormats
import Quantities
import Testing

@Suite("Results path")
struct ResultsPathTests {
  @Test func secondGeneration() throws {
    let path = try #require(
      ResultsPath(
        filePath: "/x/nnUNet_results/Dataset701_Blobs/nnUNetTrainer_8epochs__nnUNetResEncUNetLPlans__3d_fullres_bs40/"
          + "fold_3/validation/summary.json"))
    #expect(path.dataset == "Dataset701_Blobs")
    #expect(path.trainer == "nnUNetTrainer_8epochs")
    #expect(path.plans == "nnUNetResEncUNetLPlans")
    #expect(path.configuration == "3d_fullres_bs40")
    #expect(path.fold == Fold(3))
    #expect(path.variant == nil)
  }

  @Test func firstGenerationPutsTheConfigurationFirst() throws {
    let path = try #require(
      ResultsPath(
        filePath: "a b/nnUNet/3d_lowres/Task102_Bone/nnUNetTrainerV2__nnUNetPlansv2.1 (old, do not use)/fold_all/x.txt")
    )
    #expect(path.dataset == "Task102_Bone")
    #expect(path.trainer == "nnUNetTrainerV2")
    #expect(path.plans == "nnUNetPlansv2.1")
    #expect(path.configuration == "3d_lowres")
    #expect(path.fold == .all)
    #expect(path.variant == "(old, do not use)")
  }

  @Test func partsMayBeMissing() {
    #expect(ResultsPath(filePath: "results/Dataset081/fold_0/fold_1/x.txt")?.fold == Fold(1))
    #expect(ResultsPath(filePath: "results/Dataset081/fold_0/fold_1/x.txt")?.dataset == "Dataset081")
    #expect(ResultsPath(filePath: "nnUNetTrainer__nnUNetPlans__2d/x.txt")?.configuration == "2d")
    #expect(ResultsPath(filePath: "logs/fold_10/x.txt")?.fold == Fold(10))
    // A folder that someone renamed is no fold; the log's header tells it.
    let renamed = ResultsPath(filePath: "Dataset001_A/nnUNetTrainer__nnUNetPlans__2d/fold_0_sub01/x.txt")
    #expect(renamed?.fold == nil && renamed?.configuration == "2d")
    // AutoNNUnet has a folder for the configuration alone.
    let plain = ResultsPath(filePath: "output/baseline/Dataset002_Heart/3d_fullres/fold_4/progress.csv")
    #expect(plain?.configuration == "3d_fullres" && plain?.dataset == "Dataset002_Heart" && plain?.trainer == nil)
    #expect(ResultsPath(filePath: "3d_fullres/x.txt") == nil)
  }

  @Test(arguments: [
    "x.txt", "a/b/c.txt", "__pycache__/x.txt", "bck_fold_1/x.txt", "fold_x/x.txt", "fold_/x.txt", "Dataset1_A/x.txt",
    "Dataset701Blobs/x.txt", "fold_1", "ensembles/ensemble_2d__nnUNetTrainerV2__nnUNetPlans/x.json", "a__b/x.txt",
    "fold_99999999999999999999/x", "",
  ])
  func whatIsNoResultsPath(path: String) {
    #expect(ResultsPath(filePath: path) == nil)
  }

  @Test func theStampInALogsNameIsNotPadded() {
    #expect(ResultsPath.logNameStamp("training_log_2026_1_3_09_20_26.txt")?.iso8601 == "2026-01-03T09:20:26")
    #expect(ResultsPath.logNameStamp("training_log_2026_11_23_09_20_26 (1).txt")?.iso8601 == "2026-11-23T09:20:26")
    #expect(ResultsPath.logNameStamp("training_log_2026_13_23_09_20_26.txt") == nil)
    #expect(ResultsPath.logNameStamp("training_log_2026_11_23.txt") == nil)
    #expect(ResultsPath.logNameStamp("other_2026_11_23_09_20_26.txt") == nil)
    let earlier = ResultsPath.logNameStamp("training_log_2022_9_28_00_00_00.txt")
    let later = ResultsPath.logNameStamp("training_log_2022_10_1_00_00_00.txt")
    #expect(earlier != nil && later != nil)
    if let earlier, let later { #expect(earlier < later) }
  }

  @Test func foldsSortByNumberAndAllComesLast() throws {
    #expect([Fold.all, Fold(10), Fold(2)].sorted() == [Fold(2), Fold(10), .all])
    #expect(Fold("all") == .all)
    #expect(Fold("3") == Fold(3))
    #expect(Fold("-3") == nil)
    #expect(Fold("") == nil)
    let text = try JSONEncoder().encode([Fold(3), .all])
    #expect(String(decoding: text, as: UTF8.self) == #"["3","all"]"#)
    #expect(try JSONDecoder().decode([Fold].self, from: text) == [Fold(3), .all])
  }
}
