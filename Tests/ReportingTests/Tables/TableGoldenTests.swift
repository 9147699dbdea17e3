import Reporting
import Testing

@Suite("Tables in all formats, against the expected files")
struct TableGoldenTests {
  private static let renderers: [(suffix: String, renderer: any TableRenderer)] = [
    ("md", MarkdownTableRenderer()), ("tex", LaTeXTableRenderer()), ("csv", CSVTableRenderer()),
    ("json", JSONTableRenderer()), ("html", HTMLTableRenderer()), ("txt", TerminalTableRenderer(width: 100)),
  ]

  @Test(arguments: ExampleTables.all.map(\.name), renderers.map(\.suffix))
  func renders(table name: String, suffix: String) throws {
    let table = try #require(ExampleTables.named(name))
    let renderer = try #require(Self.renderers.first { $0.suffix == suffix }).renderer
    let stem = name.replacing(" ", with: "-").replacing("%", with: "")
    try GoldenFile.expect(renderer.render(FormattedTable(table)), matches: "\(stem).\(suffix)")
  }
}
