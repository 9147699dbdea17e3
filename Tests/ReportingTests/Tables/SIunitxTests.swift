import Quantities
import Testing

@testable import Reporting

@Suite("Numbers through siunitx")
struct SIunitxTests {
  private static func table(_ cells: [[Table.Cell]], paired: Bool = false) -> FormattedTable {
    FormattedTable(
      Table(
        name: "t", caption: "T",
        columns: [
          .init(
            key: "a", header: "Energy", unit: .energy, direction: .lowerIsBetter, ranking: .table, format: .decimals(2),
            scale: .kilowattHours),
          .init(key: "b", header: "Bytes", unit: .count, groupsThousands: true),
          .init(key: "c", header: "Clock", unit: .duration, format: .clock),
        ], rows: cells.map { Table.Row($0) }))
  }

  private static func latex(_ table: FormattedTable) -> [String] {
    LaTeXTableRenderer(style: .standard.withSIunitx(true)).render(table).split(separator: "\n").map(String.init)
  }

  @Test("columns have the format that their numbers need; units are commands; durations are no numbers")
  func columns() throws {
    let lines = Self.latex(
      Self.table([
        [.quantity(3.6e6 * 1.5), .integer(12_345_678), .quantity(3700)],
        [.quantity(-3.6e6 * 12), .integer(7), .quantity(60)],
      ]))
    let specification = try #require(lines.first { $0.contains("begin{tabular}") })
    #expect(
      specification
        == "\\begin{tabular}{@{}S[table-format=-2.2]"
        + "S[table-format=8.0,group-digits=integer,group-minimum-digits=5]r@{}}")
    #expect(lines.contains { $0.contains("(\\unit{kWh})") })
    #expect(lines.contains("{\\underline{\\num{1.50}}} & 12345678 & 1:01:40 \\\\"))
    #expect(lines.contains("{\\bfseries\\num{-12.00}} & 7 & 0:01:00 \\\\"))
  }

  @Test("means and deviations are two columns around the sign; text and what is missing stand in braces")
  func pairs() throws {
    let lines = Self.latex(
      Self.table([
        [.mean(3.6e6 * 1.5, deviation: 3.6e6 * 0.25, count: 5, mark: "a"), .missing, .notApplicable],
        [.mean(3.6e6 * 11, deviation: 3.6e6 * 10.5, count: 5), .integer(3, mark: "b"), .missing],
        [.mean(3.6e6 * 3, deviation: nil, count: 1), .text("x"), .missing],
      ]))
    #expect(
      lines.contains {
        $0.contains(
          "S[table-format=2.2]@{\\,$\\pm$\\,}"
            + "S[table-format=2.2,table-number-alignment=left,table-text-alignment=left]")
      })
    #expect(
      lines.contains(
        "{\\bfseries\\num{1.50}} & {\\phantom{0}}{\\bfseries\\num{0.25}}{\\rlap{\\textsuperscript{a}}} & {--} & n/a \\\\"
      ))
    #expect(lines.contains("11.00 & 10.50 & 3{\\rlap{\\textsuperscript{b}}} & -- \\\\"))
    #expect(
      lines.contains {
        $0.hasPrefix("\\multicolumn{1}{@{}r@{\\phantom{\\,$\\pm$\\,}}}{\\underline{\\num{3.00}}} & & {x}")
      })
  }

  @Test("the numbers are those of the other formats")
  func sameNumbers() throws {
    for table in ExampleTables.all {
      let formatted = FormattedTable(table)
      let plain = LaTeXTableRenderer().render(formatted)
      let other = Self.latex(formatted).joined(separator: "\n")
      func numbers(_ text: String) -> [Substring] {
        let rows = text.replacing("\\,", with: "").split(separator: "\\midrule").dropFirst().joined()
          .split(separator: "\n").filter { !$0.contains("begin{tabular}") }.joined(separator: "\n")
        return rows.replacing("$-$", with: "-").matches(of: /-?[0-9]+\.[0-9]+/).map(\.output)
      }
      // Formats of columns stand before the rows.
      #expect(numbers(plain) == numbers(other), "\(table.name)")
      #expect(numbers(plain).count > 5 || table.name.contains("attempts"))
    }
  }

  @Test("a quantity is a command where its parts are a number and letters, and text else")
  func quantities() {
    let escaping = LaTeXEscaping(usesSIunitx: true)
    #expect(escaping.render(RichText.quantity("1.23", "kWh")) == "\\qty{1.23}{kWh}")
    #expect(escaping.render(RichText.quantity("95", "%")) == "\\qty{95}{\\percent}")
    #expect(LaTeXEscaping().render(RichText.quantity("1.23", "kWh")) == "1.23~kWh")
    #expect(escaping.render(RichText.quantity("--", "kWh")) == "--~kWh".replacing("--", with: "-{}-"))
    #expect(escaping.render(RichText.quantity("1", "kWh}\\input{x")) != "\\qty{1}{kWh}\\input{x}")
    #expect(MarkdownEscaping().render(RichText.quantity("1.23", "kWh")) == "1.23\u{A0}kWh")
    #expect(HTMLEscaping().render(RichText.quantity("1.23", "kWh")) == "1.23\u{A0}kWh")
    #expect(JSONEscaping().render(RichText.quantity("1.23", "kWh")) == "\"1.23 kWh\"")
  }
}
