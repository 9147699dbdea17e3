import Testing

@testable import StudyStore

@Suite("Counting the parts of an ingest")
struct ShardCensusTests {
  private static func part(
    _ text: String, tree: String = "1-a", isFinished: Bool = true, roots: [String] = ["/logs"]
  ) throws -> StoredShard {
    StoredShard(
      roots: roots, shard: try #require(IngestShard(text)), tree: tree, fileCount: 1, byteCount: 1,
      isFinished: isFinished)
  }

  @Test("All parts, each once, are nothing to tell; neither are stores without parts")
  func complete() throws {
    let stores = try (1...3).map { ("\($0).sqlite", [try Self.part("\($0)/3")]) }
    #expect(ShardCensus(stores).findings.isEmpty)
    #expect(ShardCensus([("a", []), ("b", [])]).findings.isEmpty)
    #expect(ShardCensus([]).findings.isEmpty)
  }

  @Test("Missing parts are named as ranges")
  func missing() throws {
    let census = ShardCensus([("a", [try Self.part("2/9")]), ("b", [try Self.part("6/9")])])
    #expect(census.findings == [.missing(indices: [1, 3, 4, 5, 7, 8, 9], count: 9, roots: ["/logs"])])
    #expect(census.isIncomplete)
    #expect(
      census.findings[0].description
        == "/logs: parts 1, 3-5, 7-9 of 9 are missing; run their tasks again (sbatch --array=1,3-5,7-9)")
  }

  @Test("A part that was killed is told unless another store has it whole")
  func unfinished() throws {
    let killed = try Self.part("1/2", isFinished: false)
    let rest = try Self.part("2/2")
    let census = ShardCensus([("a", [killed]), ("b", [rest])])
    #expect(census.findings == [.unfinished(killed.shard, store: "a")])
    #expect(census.isIncomplete)
    let again = ShardCensus([("a", [killed]), ("b", [rest]), ("c", [try Self.part("1/2")])])
    #expect(again.findings == [.repeated(killed.shard, stores: ["a", "c"])])
    #expect(!again.isIncomplete)
  }

  @Test("What was merged before counts, and is not told as repeated")
  func merged() throws {
    let one = try Self.part("1/2")
    let two = try Self.part("2/2")
    #expect(ShardCensus([("b", [two])], merged: [one]).findings.isEmpty)
    #expect(ShardCensus([("a", [one]), ("b", [two])], merged: [one, two]).findings.isEmpty)
  }

  @Test("Tasks that saw different large files are told; different ingests do not mix")
  func changed() throws {
    let census = ShardCensus([("a", [try Self.part("1/2")]), ("b", [try Self.part("2/2", tree: "2-b")])])
    #expect(census.findings == [.changedTree(count: 2, roots: ["/logs"])])
    #expect(census.isIncomplete)
    let apart = ShardCensus([
      ("a", [try Self.part("1/2"), try Self.part("1/2", tree: "2-b", roots: ["/other"])]),
      ("b", [try Self.part("2/2"), try Self.part("2/2", tree: "2-b", roots: ["/other"])]),
    ])
    #expect(apart.findings.isEmpty)
  }

  @Test("No order of stores changes the findings")
  func order() throws {
    let stores = try ["1/4", "1/4", "3/4", "4/4"].enumerated().map { place, text in
      ("\(place)", [try Self.part(text, tree: place == 3 ? "x" : "y", isFinished: place != 2)])
    }
    let expected = ShardCensus(stores).findings
    #expect(expected.count == 4)
    #expect(ShardCensus(stores.reversed()).findings == expected)
  }
}
