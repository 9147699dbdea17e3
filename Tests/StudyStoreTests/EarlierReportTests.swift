import Testing

@testable import StudyStore

@Suite("Files of an earlier report among the logs")
struct EarlierReportTests {
  private static let manifest =
    #"{"kind": "fodspor report", "schema": 1, "outputs": [{"path": "report.md"}, {"path": "tables/runs.csv"}]}"#

  @Test(
    "What a manifest lists is passed over, and nothing else in its folder, also when the report was interrupted",
    arguments: ["manifest.json", "manifest.pending.json"])
  func passedOver(name: String) throws {
    let scratch = try Scratch()
    for name in ["out/report.md", "out/tables/.runs.csv.part", "out/tables/mine.csv", "a.log"] {
      try scratch.write("x", to: name)
    }
    try scratch.write(Self.manifest, to: "out/data/\(name)")
    let walk = try FileWalk(paths: [scratch.path], excluding: [])
    #expect(walk.entries.map(\.path) == ["a.log", "out/tables/mine.csv"].map { scratch.at($0) })
    #expect(walk.skippedReportFiles == 3)
  }

  @Test(
    "Another manifest hides nothing",
    arguments: ["{}", "no JSON", #"{"kind": "other", "outputs": [{"path": "report.md"}]}"#])
  func foreign(text: String) throws {
    let scratch = try Scratch()
    try scratch.write("x", to: "out/report.md")
    try scratch.write(text, to: "out/data/manifest.json")
    let walk = try FileWalk(paths: [scratch.path], excluding: [])
    #expect(walk.entries.count == 2)
    #expect(walk.skippedReportFiles == 0)
  }
}
