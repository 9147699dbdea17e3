import Reporting
import Testing

@Suite("Tables in all formats, against the expected files")
struct TableGoldenTests {
  private static let renderers: [(suffix: String, renderer: any TableRenderer)] = [
    ("md", MarkdownTableRenderer()), ("tex", LaTeXTableRenderer()), ("csv", CSVTableRenderer()),
    ("json", JSONTableRenderer()), ("html", HTMLTableRenderer()), ("txt", TerminalTableRenderer(width: 100)),
  ]

  /// More columns than a page has room for, and the same numbers through `siunitx`.
  @Test(arguments: ["md", "tex", "html", "txt"])
  func rendersManyColumns(suffix: String) throws {
    let framed = HTMLTableRenderer(frame: .init())
    let renderer = suffix == "html" ? framed : try #require(Self.renderers.first { $0.suffix == suffix }).renderer
    try GoldenFile.expect(
      renderer.render(FormattedTable(StressTables.manyDatasets)), matches: "many-datasets.\(suffix)")
  }

  @Test(arguments: ExampleTables.all.map(\.name))
  func rendersWithSIunitx(table name: String) throws {
    let table = try #require(ExampleTables.named(name))
    let stem = name.replacing(" ", with: "-").replacing("%", with: "")
    let renderer = LaTeXTableRenderer(style: .standard.withSIunitx(true))
    try GoldenFile.expect(renderer.render(FormattedTable(table)), matches: "\(stem)-siunitx.tex")
  }

  @Test(arguments: ExampleTables.all.map(\.name), renderers.map(\.suffix))
  func renders(table name: String, suffix: String) throws {
    let table = try #require(ExampleTables.named(name))
    let renderer = try #require(Self.renderers.first { $0.suffix == suffix }).renderer
    let stem = name.replacing(" ", with: "-").replacing("%", with: "")
    try GoldenFile.expect(renderer.render(FormattedTable(table)), matches: "\(stem).\(suffix)")
  }
}
