import Accounting
import Alignment
import Foundation
import LogFormats
import Reporting
import StudyFile
import TestSupport
import Testing

@Suite("The comparison of models in a report")
struct ComparisonReportTests {
  /// Values of four models on some data sets of which there are no logs, with five folds each; A is best, then C and B,
  /// then D, up to a ripple that is the same for all runs of the test.
  private static func values(datasets: Int, metric: String = "Dice") -> [MetricValue] {
    let levels = ["A & co": 0.85, "B_<x>": 0.80, "C": 0.83, "D": 0.6]
    var values: [MetricValue] = []
    for (row, name) in levels.keys.sorted().enumerated() {
      for dataset in 0..<datasets {
        for fold in 0..<5 {
          let ripple = Double((row * 31 + dataset * 17 + fold * 13) % 11) / 1000
          values.append(
            MetricValue(
              model: name, dataset: "D\(dataset)", fold: Fold(fold), metric: metric,
              value: (levels[name] ?? 0) + ripple, lowerIsBetter: metric != "Dice"))
        }
      }
    }
    return values
  }

  /// The files of the demo study's report with values of other programs.
  private static func files(_ values: [MetricValue]) async throws -> [String: String] {
    var (file, footprint) = try await DemoStudy.footprint.value
    file.metricValues = values
    let report = StudyReport(footprint: footprint, file: file, hasStudyFile: true, version: "0.0.0")
    return Dictionary(uniqueKeysWithValues: try report.render().map { ($0.path, $0.text) })
  }

  /// The demo study's report as it is.
  private static let plain = Task { try await files([]) }

  @Test("The demo's numbers are those that the folds' Dice give")
  func demoNumbers() async throws {
    let files = try await Self.plain.value
    #expect(files["figures/critical-difference.svg"] == nil)
    #expect(files["report.md"]?.contains("Ranks over data sets were not tested") == true, "there are two data sets")
    #expect(files["tables/metrics.csv"] == nil)
    let rows = CSVText.records(try #require(files["tables/comparison.csv"]))
    #expect(rows.map { $0["is_reference"] } == ["yes", "no", "yes", "no"])
    let tested = try #require(rows.first { $0["dataset"] == "Blobs" && $0["is_reference"] == "no" })
    let footprint = try await DemoStudy.footprint.value.1
    let blobs = try #require(footprint.datasets.first)
    func dice(_ place: Int) -> [Fold?: Double] {
      Dictionary(
        uniqueKeysWithValues: blobs.models[place].finished.map { ($0.run.identity.fold, $0.run.dice?.value ?? .nan) })
    }
    let (plane, volume) = (dice(0), dice(1))
    let differences = (0..<3).map { (volume[Fold($0)] ?? .nan) - (plane[Fold($0)] ?? .nan) }
    let mean = differences.reduce(0, +) / 3
    #expect(abs(try #require(Double(tested["difference"] ?? "")) - mean) < 1e-12)
    #expect(tested["paired_folds"] == "3")
    // Three pairs, all against: 2 in 2³.
    #expect(tested["wilcoxon_p"] == "0.25")
    #expect(tested["p"] == tested["p_holm"], "one test in the family")
    #expect(rows.first { $0["dataset"] == "Tubes" && $0["is_reference"] == "no" }?["not_tested"] == "1 fold in common")
    // 2D takes less and is better.
    #expect(rows.map { $0["pareto"] } == ["cheapest, best", "no", "cheapest, best", "no"])
    // The dearer of two models has half of its Dice.
    let scores = rows.compactMap { row in Double(row["pepr_e"] ?? "").map { ($0, Double(row["score_mean"] ?? "") ?? 0) }
    }
    #expect(scores.count == 4)
    #expect(zip(scores, [1, 0.5, 1, 0.5]).allSatisfy { abs($0.0 - $0.1 * $1) < 1e-12 })
  }

  @Test("From five data sets on, models are ranked, in words, numbers and a figure")
  func ranks() async throws {
    let files = try await Self.files(Self.values(datasets: 6))
    let report = try #require(files["report.md"])
    #expect(report.contains("Over 6 data sets, Friedman's test of the mean Dice of 4 models gives chi-squared = 18.0"))
    #expect(report.contains("no bound for F"), "all six rank alike")
    #expect(report.contains("A & co is ahead of D") || report.contains("A &amp; co is ahead of D"))
    #expect(report.contains("Left out of the ranks, for want of one of the models: Blobs; Tubes."))
    let figure = try #require(files["figures/critical-difference.svg"])
    #expect(WellFormedXML.rootElement(of: figure) == "svg")
    let ranks = CSVText.records(try #require(files["figures/critical-difference.csv"]))
    #expect(ranks.map { $0["model"] } == ["A & co", "C", "B_<x>", "D"])
    #expect(ranks.map { $0["mean rank"] } == ["1", "2", "3", "4"])
    // CD = 2.569 √(4 · 5 / 36) = 1.915: neighbours and no others.
    #expect(ranks.map { $0["groups"] } == ["1", "1 2", "2 3", "3"])
    let data = try #require(files["data/comparison.json"])
    #expect(data.contains("\"nemenyi_critical_difference\": 1.91"))
    #expect(files["appendix-body.tex"]?.contains("\\input{tables/comparison}") == true)
    #expect(files["tables/comparison.tex"]?.contains("B\\_\\textless{}x\\textgreater{}") == true)
  }

  /// A Dice of a model whose own validation is known does not count, and the report says so.
  @Test("Metrics of other programs have a table of their own, and join models with logs by name")
  func otherMetrics() async throws {
    let own = [0.1, 0.2, 0.15].enumerated().flatMap { fold, value in
      ["2D", "3d_fullres"].map {
        MetricValue(
          model: $0, dataset: "Blobs", fold: Fold(fold), metric: "ASSD", value: $0 == "2D" ? value : 1 + value * value,
          lowerIsBetter: true)
      }
    }
    let dice = MetricValue(model: "2D", dataset: "Blobs", fold: Fold(0), metric: "Dice", value: 1)
    let files = try await Self.files(own + [dice])
    let rows = CSVText.records(try #require(files["tables/metrics.csv"]))
    #expect(rows.map { $0["model"] } == ["2D", "3D full resolution"])
    #expect(rows[1]["p_holm"] != "")
    let all = CSVText.records(try #require(files["tables/comparison.csv"])).filter { $0["metric"] == "Dice" }
    #expect(all == CSVText.records(try #require(try await Self.plain.value["tables/comparison.csv"])))
    #expect(files["report.md"]?.contains("since logs have the model's own validation: 1.") == true)
  }

  @Test("One model is no comparison: no table, no section, no file")
  func nothingToCompare() async throws {
    let path = "nnUNet_results/Dataset701_Blobs/nnUNetTrainerCT_8epochs__nnUNetPlans__2d"
    let study = try await ReportedStudy(paths: [DemoStudy.folder.appending(path: path).path])
    #expect(study.footprint.models.count == 1)
    #expect(study.files.keys.filter { $0.contains("comparison") }.isEmpty)
    #expect(study.files["report.md"]?.contains("Comparison of models") == false)
  }

  @Test("A file of metrics that is wrong stops the report with its line")
  func wrongFile() throws {
    let folder = try TemporaryFolder()
    try folder.write("metrics: m.csv\n", to: "fodspor.yml")
    func message() -> String? {
      do throws(StudyError) {
        _ = try StudyFileLocator.load(path: nil, beside: [folder.url.path])
        return nil
      } catch { return error.description }
    }
    #expect(message()?.contains("m.csv: cannot read the metrics that") == true)
    try folder.write("model,dataset,fold,metric,value\na,b,0,Dice,85\n", to: "m.csv")
    #expect(message() == "m.csv:2: a Dice is 0 to 1, not 85")
    try folder.write("model,dataset,fold,metric,value\na,b,0,Dice,0.85\n", to: "m.csv")
    #expect(message() == nil)
    #expect(try StudyFileLocator.load(path: nil, beside: [folder.url.path]).file.metricValues.count == 1)
  }
}
