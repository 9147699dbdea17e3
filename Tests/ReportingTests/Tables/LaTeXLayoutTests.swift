import Foundation
import Reporting
import Testing

@Suite("LaTeX tables break where a reader would")
struct LaTeXLayoutTests {
  @Test(
    arguments: [
      ("Dataset701_Blobs", "Dataset701_|Blobs"), ("2d (CT_8epochs)", "2d (CT_|8epochs)"), ("3d_full", "3d_full"),
      ("CTold(8epochs)", "CTold|(8epochs)"), ("start-up,between", "start-|up,|between"),
      ("1,000,000,000", "1,000,000,000"), ("__leading__run__", "__leading__|run__"),
      ("averyshortTrainerName", "averyshort|Trainer|Name"),
      ("0123456789abcdef0123456789", "01234567|89abcdef|01234567|89"),
    ])
  func namesBreak(name: String, expected: String) {
    let escaping = LaTeXEscaping(allowsBreaks: true, unbrokenLength: 8)
    let broken = escaping.escape(name).replacing("\\allowbreak{}", with: "|").replacing("\\_", with: "_")
    #expect(broken == expected)
  }

  @Test func boxesStandOnlyAroundNamesThatNeedThem() {
    let lines = Self.lines(of: StressTables.longNames)
    #expect(lines.contains { $0.hasPrefix("\\parbox") && $0.contains("noSmooth\\_\\_\\allowbreak{}nnUNet") })
    #expect(lines.contains { $0.hasPrefix("2d\\textsuperscript") })
  }

  @Test func headingsShareALineWithTitles() {
    let lines = Self.lines(of: StressTables.longNames)
    #expect(lines.contains { $0.hasPrefix("\\multicolumn{") && $0.contains("{Data set} & ") })
  }

  @Test func noPageStartsWithASum() throws {
    let lines = Self.lines(of: Self.summed(rows: 60))
    let sum = try #require(lines.firstIndex { $0.hasPrefix("All") })
    // The rule stands between.
    #expect(lines[sum - 2].hasSuffix("\\\\*"))
    #expect(lines[sum - 3].hasSuffix("\\\\"))
  }

  @Test(arguments: [64, 65, 66, 120, 121])
  func floatsAreOfLikeHeightAndNoneHasOnlyASum(rows: Int) {
    let text = LaTeXTableRenderer(style: .column).render(FormattedTable(Self.summed(rows: rows)))
    let counts = text.components(separatedBy: "\\end{table}").dropLast().map { float in
      float.split(separator: "\n").count { $0.hasPrefix("run") || $0.hasPrefix("All") }
    }
    #expect(counts.reduce(0, +) == rows + 1)
    #expect(counts.count >= 2)
    #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= counts.count + 1)
    #expect(text.components(separatedBy: "\\caption{(continued)}").count == counts.count)
  }

  @Test func tablesWithoutRowsOrColumns() {
    let table = Table(name: "none", caption: "Nothing", columns: [], rows: [])
    #expect(LaTeXTableRenderer().render(FormattedTable(table)).isEmpty)
    let lines = Self.lines(of: Self.summed(rows: 0))
    #expect(lines.contains("\\toprule") && lines.contains("\\bottomrule"))
  }

  private static func lines(of table: Table) -> [String] {
    LaTeXTableRenderer().render(FormattedTable(table)).split(separator: "\n").map(String.init)
  }

  private static func summed(rows: Int) -> Table {
    Table(
      name: "summed", caption: "Runs with their sum",
      columns: [.init(key: "run", header: "Run"), .init(key: "energy", header: "Energy", unit: .energy)],
      rows: (0..<rows).map { Table.Row([.text("run \($0)"), .quantity(3.6e6 * Double($0))]) }
        + [Table.Row([.text("All"), .quantity(7.2e8)], kind: .total)])
  }
}
