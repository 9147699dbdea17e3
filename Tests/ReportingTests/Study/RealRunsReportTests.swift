import Accounting
import Alignment
import Foundation
import Reporting
import StudyFile
import TestSupport
import Testing

@Suite("The report of the reference runs: its files", .enabled(if: SharedData.shouldRun))
struct RealRunsReportTests {
  @Test("a second reading of the same store gives the same bytes")
  func rendersAreEqual() async throws {
    let study = try await RealRuns.plain.value
    let again = try ReportedStudy(store: study.store, study: nil)
    #expect(again.files.keys.sorted() == study.files.keys.sorted())
    for path in study.files.keys.sorted() {
      #expect(TextDifference.first(again.files[path], study.files[path]) == nil, "\(path)")
    }
  }

  @Test("neither where the logs lie, nor in which order they are named, changes a byte")
  func orderAndPlaceDoNotMatter() async throws {
    let folder = try TemporaryFolder()
    let copy = folder.url.appending(path: "elsewhere")
    try FileManager.default.copyItem(at: RealRuns.folder(), to: copy)
    let parts = try FileManager.default.contentsOfDirectory(atPath: copy.path).sorted().reversed()
    #expect(parts.count > 5)
    let study = try await ReportedStudy(paths: parts.map { copy.appending(path: $0).path })
    let expected = try await RealRuns.plain.value.files
    #expect(study.files.keys.sorted() == expected.keys.sorted())
    // The manifest tells which paths were named.
    for path in expected.keys.sorted() where path != ReportManifest.path {
      #expect(TextDifference.first(study.files[path], expected[path]) == nil, "\(path)")
    }
  }

  @Test("figures are well-formed XML, data well-formed JSON", arguments: RealRunsTests.Reading.allCases)
  func filesParse(_ reading: RealRunsTests.Reading) async throws {
    let files = try await reading.study.files
    let figures = files.filter { $0.key.hasSuffix(".svg") }
    #expect(figures.count >= 6)
    for (path, text) in figures {
      #expect(WellFormedXML.rootElement(of: text) == "svg", "\(path)")
    }
    let documents = files.filter { $0.key.hasSuffix(".json") }
    #expect(documents.keys.count { $0.hasPrefix("data/") } == 9)
    // A card for each data set.
    #expect(documents.keys.count { $0.hasPrefix("cards/boamps-") } == 3)
    for (path, text) in documents {
      #expect(throws: Never.self, "\(path)") { try JSONSerialization.jsonObject(with: Data(text.utf8)) }
    }
  }

  @Test("no cell of any file is not a number", arguments: RealRunsTests.Reading.allCases)
  func noCellIsNaN(_ reading: RealRunsTests.Reading) async throws {
    for (path, text) in try await reading.study.files {
      // Cells of CSV, Markdown and LaTeX, values of JSON, numbers of SVG: whatever these stand between.
      let cells = text.split { "|&,;:()[]{}<>\"'=\\ \t\n".contains($0) }
      let bad = cells.filter { ["nan", "-nan", "inf", "-inf", "+inf", "infinity"].contains($0.lowercased()) }
      // The outcome of a training may say `NaN losses in 6 epochs`.
      let remarks = text.matches(of: /NaN losses/).count
      #expect(bad.count == remarks, "\(path): \(bad)")
    }
  }

  @Test("where less than half was measured, the footprint is empty and marked, not 0")
  func missingIsMissing() async throws {
    // A wrong zone: the counters, which are in UTC, then lie an hour beside their trainings.
    let wrong = try ReportedStudy(
      store: try await RealRuns.plain.value.store, study: StudyFile.parse("time-zone: UTC", fileName: "fodspor.yml"))
    let rows = wrong.rows(ofTable: "footprint").filter { $0["row"] == "body" }
    let unmeasured = rows.filter { $0["dataset"] == RealRuns.zonedDataset }
    #expect(unmeasured.count == 3)
    for row in unmeasured {
      #expect(row["it_energy_kwh_mean"] == "" && row["it_energy_kwh_mark"] == "§", "\(row)")
      #expect(row["facility_energy_kwh"] == "" && row["co2e_g"] == "", "\(row)")
    }
    for row in rows where row["dataset"] != RealRuns.zonedDataset {
      #expect(row["it_energy_kwh_mean"].flatMap { Double($0) }.map { $0 > 0 } == true, "\(row)")
    }
  }
}
