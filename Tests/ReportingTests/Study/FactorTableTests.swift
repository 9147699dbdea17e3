import Accounting
import Alignment
import Foundation
import Quantities
import StudyFile
import Testing

@testable import Reporting

@Suite("The table by attributes of runs")
struct FactorTableTests {
  private static func tables(
    _ names: [String]?, _ change: (inout StudyFile) throws -> Void = { _ in }
  ) async throws -> ReportTables {
    var (file, footprint) = try await DemoStudy.footprint.value
    try change(&file)
    return ReportTables(footprint: footprint, labels: Labels(file), factors: try RunFactors(names, file: file))
  }

  /// Folds 0 and 1 of one data set, and all of the other's 2D models.
  private static func precision(_ file: inout StudyFile) throws {
    file.attributes = [
      AttributeRule(
        paths: [try Glob("nnUNet_results/Dataset701_Blobs/**/fold_0/*"), try Glob("**/Dataset701_Blobs/**/fold_1/*")],
        values: ["precision": "bfloat16"]),
      AttributeRule(
        paths: [try Glob("**/Dataset703_Tubes/*__2d/**"), try Glob("**/Dataset701_Blobs/**")],
        values: ["precision": "float32"]),
    ]
  }

  @Test("by model and data set it has the numbers of the footprint's table")
  func sameAsFootprint() async throws {
    let tables = try await Self.tables(["data-set", "configuration", "trainer", "plans"])
    let (table, footprint) = (tables.factorTable, tables.footprintTable)
    let places = ["folds": "runs", "time": "time", "it_energy": "it_energy", "dice": "dice"]
    #expect(table.rows.count == footprint.rows.count { $0.cells.last?.value != .notApplicable })
    for row in table.rows {
      let match = try #require(
        footprint.rows.first { $0.cells[0].value == row.cells[0].value && $0.cells[1].value == row.cells[1].value })
      for (there, here) in places {
        let own = try #require(table.columns.firstIndex { $0.key == here })
        let other = try #require(footprint.columns.firstIndex { $0.key == there })
        #expect(row.cells[own] == match.cells[other], "\(here)")
      }
    }
  }

  @Test("means are over all runs of a cell, whatever their model, each with its own rates")
  func means() async throws {
    let tables = try await Self.tables(["data-set"])
    let table = tables.factorTable
    let runs = tables.footprint.models.filter { !$0.isAllData }.flatMap(\.finished)
    #expect(table.rows.count == Set(runs.map(\.run.identity.dataset)).count)
    let place = try #require(table.columns.firstIndex { $0.key == "facility_energy" })
    for row in table.rows {
      guard case .text(let name) = row.cells[0].value,
        case .mean(let mean, let deviation?, let count) = row.cells[place].value
      else {
        Issue.record("\(row)")
        continue
      }
      let own = runs.filter { tables.labels.dataset($0.run.identity.dataset) == name }
      let energies = try own.map { try #require($0.trainingEnergy).joules * 1.54 }
      let expected = energies.reduce(0, +) / Double(energies.count)
      #expect(count == own.count && abs(mean / expected - 1) < 1e-12)
      let squares = energies.reduce(0) { $0 + ($1 - expected) * ($1 - expected) }
      #expect(abs(deviation / (squares / Double(energies.count - 1)).squareRoot() - 1) < 1e-9)
    }
  }

  @Test("an attribute of the study file makes rows; what nothing tells stands last and is missing")
  func ownAttribute() async throws {
    let table = try await Self.tables(["precision", "data-set"], Self.precision).factorTable
    #expect(table.columns.prefix(2).map(\.key) == ["factor_precision", "factor_data_set"])
    let names = table.rows.map { $0.cells.prefix(2).map(\.value) }
    #expect(
      names == [
        [.text("bfloat16"), .text("Blobs")], [.text("float32"), .text("Blobs")], [.text("float32"), .text("Tubes")],
        [.missing, .text("Tubes")],
      ])
  }

  @Test("numbers stand by size; runs on all cases count by fold only; the study file's factors are taken")
  func order() async throws {
    let byFold = try await Self.tables(nil) { $0.factors = ["fold"] }.factorTable
    let folds = byFold.rows.map { $0.cells[0].value }
    #expect(folds.prefix(3) == [.text("0"), .text("1"), .text("2")] && folds.last != .missing)
    let file = try await Self.tables([]) { $0.factors = ["fold"] }
    #expect(file.factorTable.rows.isEmpty, "the command line goes before")
  }

  @Test("names that are none are errors with what may be meant")
  func errors() throws {
    var file = StudyFile()
    file.attributes = [AttributeRule(paths: [try Glob("**")], values: ["precision": "x"])]
    let near = #expect(throws: FactorError.self) { try RunFactors(["batchsize"], file: file) }
    #expect(near?.description.hasPrefix("'batchsize' is no attribute of runs; did you mean 'batch-size'") == true)
    let own = #expect(throws: FactorError.self) { try RunFactors(["fold", "precison"], file: file) }
    #expect(own?.description.contains("did you mean 'precision'?") == true)
    let far = #expect(throws: FactorError.self) { try RunFactors(["xyzzy"], file: file) }
    #expect(far?.description.contains("there are precision, data-set, ") == true)
    #expect(throws: FactorError.repeated(name: "gpu")) { try RunFactors(["gpu", "gpu"], file: file) }
  }

  @Test("in all formats as expected", arguments: ["md", "tex", "csv", "json", "html", "txt"])
  func golden(suffix: String) async throws {
    let table = FormattedTable(
      try await Self.tables(["precision", "data-set", "batch-size"], Self.precision).factorTable)
    let text =
      switch suffix {
      case "md": MarkdownTableRenderer().render(table)
      case "tex": LaTeXTableRenderer().render(table)
      case "csv": CSVTableRenderer().render(table)
      case "json": JSONTableRenderer().render(table)
      case "html": HTMLTableRenderer().render(table)
      default: TerminalTableRenderer(width: 100).render(table)
      }
    try GoldenFile.expect(text, matches: "factors.\(suffix)")
  }
}

@Suite("The table of trackers")
struct TrackerComparisonTests {
  @Test("each fact has its source and a column, and stands once")
  func facts() {
    let facts = TrackerComparison.facts
    let lines = String(decoding: PackageResources.trackers_csv, as: UTF8.self).split(separator: "\n")
    #expect(facts.count == lines.count { !$0.hasPrefix("#") } - 1, "every line is whole")
    #expect(Set(facts.map { [$0.tool, $0.aspect] }).count == facts.count)
    let columns = Set(TrackerComparison.table.columns.map(\.key))
    for fact in facts {
      #expect(columns.contains(fact.aspect), "\(fact)")
      #expect(!fact.source.isEmpty && !fact.value.isEmpty)
    }
    #expect(Dictionary(grouping: facts, by: \.tool).values.allSatisfy { Set($0.map(\.version)).count == 1 })
  }

  @Test("Fodspor's own sources are pages that there are")
  func ownSources() throws {
    for fact in TrackerComparison.facts where fact.tool == "Fodspor" {
      for page in fact.source.matches(of: /docs\/[a-z-]+\.md/) {
        let file = DemoStudy.packageRoot.appending(path: String(page.output)).path
        #expect(FileManager.default.fileExists(atPath: file), "\(file)")
      }
    }
  }

  @Test("in all formats as expected", arguments: ["md", "tex", "csv", "json", "html", "txt"])
  func golden(suffix: String) throws {
    let (table, data) = (FormattedTable(TrackerComparison.table), FormattedTable(TrackerComparison.data))
    let text =
      switch suffix {
      case "md": MarkdownTableRenderer().render(table)
      case "tex": LaTeXTableRenderer().render(table)
      case "csv": CSVTableRenderer().render(data)
      case "json": JSONTableRenderer().render(data)
      case "html": HTMLTableRenderer().render(table)
      default: TerminalTableRenderer(width: 100).render(table)
      }
    try GoldenFile.expect(text, matches: "trackers.\(suffix)")
  }
}
