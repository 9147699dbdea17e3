import Foundation
import Reporting
import Testing

@Suite("What single formats promise")
struct TableRendererTests {
  @Test(arguments: [40, 60, 80, 100, 132], ["footprint", "selection", "attempts", "edge_cases 100%"])
  func terminalTablesKeepToTheWidth(width: Int, name: String) throws {
    let table = try #require(ExampleTables.named(name))
    let output = TerminalTableRenderer(width: width).render(FormattedTable(table))
    let lines = output.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= width })
    #expect(!output.contains("\u{1B}"))
    #expect(lines.allSatisfy { $0.last != " " })
  }

  @Test func wideTablesBecomePanelsThatRepeatTheNames() {
    let output = TerminalTableRenderer(width: 80).render(FormattedTable(ExampleTables.wide))
    #expect(output.split(separator: "\n").filter { $0.hasPrefix("Dataset700_Blobs") }.count >= 3)
    let latex = LaTeXTableRenderer().render(FormattedTable(ExampleTables.wide))
    #expect(latex.split(separator: "\n").filter { $0.hasPrefix("\\begin{tabular}") }.count >= 3)
    #expect(latex.split(separator: "\n").filter { $0.hasPrefix("\\caption") }.count == 1)
  }

  @Test func longTablesBreakOverPages() {
    let table = FormattedTable(ExampleTables.manyAttempts)
    #expect(LaTeXTableRenderer().render(table).contains("\\begin{longtable}"))
    #expect(!LaTeXTableRenderer(style: .column).render(table).contains("longtable"))
    #expect(!LaTeXTableRenderer().render(FormattedTable(ExampleTables.attempts)).contains("longtable"))
  }

  @Test func csvHoldsUnroundedNumbersInStatedUnits() throws {
    let lines = CSVTableRenderer().render(FormattedTable(ExampleTables.footprint)).split(separator: "\n")
    let header = try #require(lines.first).split(separator: ",").map(String.init)
    let first = try #require(lines.dropFirst().first).split(separator: ",", omittingEmptySubsequences: false)
    let mean = try #require(header.firstIndex(of: "it_energy_kwh_mean"))
    #expect(
      header[mean...].prefix(4) == ["it_energy_kwh_mean", "it_energy_kwh_sd", "it_energy_kwh_n", "it_energy_kwh_mark"])
    #expect(first[mean...].prefix(4) == ["0.9431", "0.0312", "5", ""])
    #expect(Double(first[try #require(header.firstIndex(of: "time_s_mean"))]) == 3.215 * 3600)
    #expect(header.prefix(2) == ["row", "group"])
    #expect(lines.allSatisfy { $0.split(separator: ",", omittingEmptySubsequences: false).count == header.count })
  }

  @Test(arguments: ExampleTables.all.map(\.name))
  func jsonIsValidAndComplete(name: String) throws {
    let table = FormattedTable(try #require(ExampleTables.named(name)))
    let decoded = try JSONDecoder().decode(TableObject.self, from: Data(JSONTableRenderer().render(table).utf8))
    #expect(decoded.name == name)
    #expect(decoded.columns.map(\.key) == table.columns.map(\.source.key))
    #expect(decoded.rows.count == table.cells.count)
    for (row, cells) in zip(decoded.rows, table.cells) { #expect(row.cells.count == cells.count) }
  }

  @Test func jsonNamesUnitAndProvenance() throws {
    let output = JSONTableRenderer().render(FormattedTable(ExampleTables.footprint))
    let decoded = try JSONDecoder().decode(TableObject.self, from: Data(output.utf8))
    let column = try #require(decoded.columns.first { $0.key == "facility_energy" })
    #expect(column.header == "Energy with PUE 1.58")
    #expect(column.unit == "kWh")
    #expect(column.provenance == "measured")
    #expect(decoded.rows.first?.cells["it_energy"]?.mean == 0.9431)
    #expect(decoded.rows.last?.kind == "total")
  }

  @Test func markdownRowsHaveOneCellForEachColumn() throws {
    for table in ExampleTables.all {
      let output = MarkdownTableRenderer(includesCaption: false).render(FormattedTable(table))
      let lines = output.split(separator: "\n").filter { $0.hasPrefix("|") }
      #expect(lines.count == table.rows.count + 2)
      for line in lines { #expect(line.replacing("\\|", with: "").count { $0 == "|" } == table.columns.count + 1) }
    }
  }

  private struct TableObject: Decodable {
    struct Column: Decodable {
      let key: String
      let header: String
      let unit: String?
      let provenance: String?
    }
    struct Cell: Decodable {
      let value: Double?
      let mean: Double?
      let printed: String
    }
    struct Row: Decodable {
      let kind: String
      let cells: [String: Cell]
    }
    let name: String
    let columns: [Column]
    let rows: [Row]
  }
}
