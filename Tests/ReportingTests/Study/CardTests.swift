import Accounting
import Foundation
import Quantities
import ReportTemplates
import StudyFile
import Testing
import Yams

@testable import Reporting

/// The documents around a paper: that they are what their readers expect, with the numbers of the tables.
@Suite("Cards")
struct CardTests {
  private static let files = Task {
    Dictionary(uniqueKeysWithValues: try await DemoStudy.report().render().map { ($0.path, $0.text) })
  }

  /// The selection's table as it is printed: a row's cells by key of column, with the unit.
  private static func selection() async throws -> [[String: String]] {
    let (file, footprint) = try await DemoStudy.footprint.value
    let table = FormattedTable(ReportTables(footprint: footprint, labels: Labels(file)).selectionTable)
    return table.cells.map { cells in
      Dictionary(
        uniqueKeysWithValues: zip(table.columns, cells).map { column, cell in
          (column.source.key, cell.plainText(plusMinus: "") + (column.printedSymbol.map { " " + $0 } ?? ""))
        })
    }
  }

  @Test("energies and emissions are those of the table of selections")
  func numbers() async throws {
    let files = try await Self.files.value
    // Numbers and units do not part at the end of a line.
    func text(_ path: String) throws -> String {
      try #require(files[path]).replacing("\n", with: " ").replacing("\u{A0}", with: " ").replacing("~", with: " ")
    }
    let card = try #require(files["cards/climate-model-card.md"]).replacing("\u{A0}", with: " ")
    let rows = try await Self.selection()
    #expect(rows.count == 3)
    for row in rows.dropLast() {
      let dataset = try #require(row["dataset"])
      let paragraph = try #require(card.components(separatedBy: "\n\n").first { $0.hasPrefix("\(dataset): ") })
      for key in ["it_energy", "co2e", "final_it_energy"] {
        let number = try #require(row[key])
        #expect(paragraph.contains(" \(number)"), "\(dataset) \(key) \(number)")
      }
    }
    let all = try #require(rows.last)
    #expect(card.contains(try #require(all["final_it_energy"])))
    for path in ["cards/climate-model-card.md", "cards/statement.md", "cards/neurips-checklist.tex"] {
      #expect(try text(path).contains(try #require(all["co2e"])), "\(path)")
    }
  }

  @Test("the climate model card has eleven questions in order")
  func questions() async throws {
    let card = try #require(try await Self.files.value["cards/climate-model-card.md"])
    let numbers = card.split(separator: "\n").compactMap { $0.firstMatch(of: #/^\| (\d+) \| [^|]+ \| [^|]+ \|$/#)?.1 }
    #expect(numbers.map(String.init) == (1...11).map(String.init))
  }

  @Test("the Hugging Face card is YAML with a block for each final model, in grams")
  func huggingFace() async throws {
    let text = try #require(try await Self.files.value["cards/model-card.yaml"])
    let blocks = try Array(Yams.load_all(yaml: text)).compactMap { $0 as? [String: [String: Any]] }
    let emissions = blocks.compactMap { $0["co2_eq_emissions"] }
    let rows = try await Self.selection().dropLast()
    #expect(emissions.count == rows.count)
    let (_, footprint) = try await DemoStudy.footprint.value
    for (block, dataset) in zip(emissions, footprint.datasets) {
      let grams = try #require(block["emissions"] as? Double)
      // Final IT energy × PUE × intensity, to three digits.
      let energy = try #require(dataset.finalEnergy).joules / 3.6e6
      #expect(abs(grams / (energy * 1.54 * 131.77) - 1) < 0.005)
      #expect(block["geographical_location"] as? String == "Denmark")
      #expect(Set(block.keys) == ["emissions", "source", "geographical_location", "hardware_used"])
    }
  }

  @Test("names of any kind leave the YAML whole", arguments: ReportPageTests.hostileNames)
  func hostileYAML(names: [String]) async throws {
    var (file, footprint) = try await DemoStudy.footprint.value
    file.title = names[0]
    for (dataset, name) in zip(footprint.datasets.compactMap(\.dataset), names[1...2]) {
      file.datasetLabels[dataset] = name
    }
    for (configuration, name) in zip(["2d", "3d_fullres"], names[3...4]) {
      file.configurationLabels[configuration] = name
    }
    let tables = ReportTables(footprint: footprint, labels: Labels(file))
    let facts = ReportFacts(
      footprint: footprint, tables: tables, title: names[0], hasStudyFile: true, version: names[1])
    let templates = try DocumentTemplates(folder: nil)
    let documents = ReportDocuments(
      facts: facts, tables: tables, printed: [], figures: [], choices: ReportChoices(), constants: [],
      templates: templates)
    let text = try templates.render("model-card.yaml.mustache", documents.context(in: .yaml))
    let blocks = try Array(Yams.load_all(yaml: text)).compactMap { $0 as? [String: [String: Any]] }
    #expect(blocks.count == 2)
    for block in blocks {
      let source = try #require(block["co2_eq_emissions"]?["source"] as? String)
      #expect(source.hasPrefix("fodspor \(names[1]), from"))
    }
  }

  @Test("what the appendix cites is in both lists of references")
  func citations() throws {
    let body = try #require(ReportTemplates.documents["appendix-body.tex.mustache"])
    let cited = Set(body.matches(of: #/\\cite\{([a-z0-9]+)\}/#).map { String($0.1) })
    #expect(cited.count >= 6)
    let bibliography = try #require(ReportTemplates.documents["references.bib.mustache"])
    let appendix = try #require(ReportTemplates.documents["appendix.tex.mustache"])
    for key in cited {
      #expect(bibliography.contains("{\(key),"), "\(key)")
      #expect(appendix.contains("\\bibitem{\(key)}"), "\(key)")
    }
  }
}
