import Foundation
import GRDB
import LogFormats
import Testing

@testable import StudyStore

@Suite("Merging stores")
struct MergeTests {
  @Test("The parts of an ingest, merged in any order, are the whole", arguments: [[0, 1, 2], [2, 0, 1], [1, 2, 0]])
  func shards(order: [Int]) async throws {
    let scratch = try Scratch()
    for index in 0..<40 { try scratch.write("content \(index % 25)\n", to: "\(index % 3)/\(index).log") }
    let whole = try StudyStore.temporary()
    _ = try await Ingester(store: whole).ingest(paths: [scratch.path])
    var parts: [StudyStore] = []
    var seen = 0
    for index in 1...3 {
      let part = try StudyStore.temporary()
      let shard = try #require(IngestShard(index: index, count: 3))
      let summary = try await Ingester(store: part).ingest(paths: [scratch.path], shard: shard)
      #expect(summary.filesSeen > 0)
      seen += summary.filesSeen
      parts.append(part)
    }
    #expect(seen == 40)
    let merged = try StudyStore.temporary()
    for index in order { try merged.merge(parts[index]) }
    #expect(try StoreImage(merged) == StoreImage(whole))
    try merged.merge(parts[order[0]])
    #expect(try StoreImage(merged) == StoreImage(whole))
  }

  @Test("A shard outside its range is none", arguments: [(0, 3), (4, 3), (1, 0), (-1, -1)])
  func invalidShard(index: Int, count: Int) {
    #expect(IngestShard(index: index, count: count) == nil)
  }

  @Test("Of a path in both stores the later state stays, samples included", arguments: [true, false])
  func later(laterFirst: Bool) throws {
    let old = try StudyStore.temporary()
    let new = try StudyStore.temporary()
    let column = SampleTests.column(5000)
    try Examples.record(
      Examples.reading(.trace(Examples.trace), sha256: "01", samples: [SampleTests.column(10)]), modified: 1, in: old)
    try Examples.record(
      Examples.reading(.trace(Examples.trace), sha256: "02", samples: [column]), modified: 2, in: new)
    let merged = try StudyStore.temporary()
    for part in laterFirst ? [new, old] : [old, new] { try merged.merge(part) }
    #expect(try StoreImage(merged) == StoreImage(new))
    let content = try #require(try merged.contents().first)
    #expect(try merged.column(of: merged.series(of: content.id)[0].id) == column)
  }

  /// Writes the parts of an ingest of `logs` into stores, and returns their paths.
  private func parts(_ scratch: Scratch, count: Int) async throws -> [String] {
    for index in 0..<30 { try scratch.write("content \(index % 20)\n", to: "logs/\(index % 3)/\(index).log") }
    try FileManager.default.createDirectory(atPath: scratch.at("parts"), withIntermediateDirectories: true)
    var paths: [String] = []
    for index in 1...count {
      let path = scratch.at("parts/\(index).sqlite")
      let shard = try #require(IngestShard(index: index, count: count))
      _ = try await Ingester(store: try StudyStore(path: path)).ingest(paths: [scratch.at("logs")], shard: shard)
      paths.append(path)
    }
    return paths
  }

  @Test("Stores of an array become one that appears when it is complete", arguments: [false, true])
  func merger(isReversed: Bool) async throws {
    let scratch = try Scratch()
    let paths = try await parts(scratch, count: 4)
    let whole = try StudyStore.temporary()
    _ = try await Ingester(store: whole).ingest(paths: [scratch.at("logs")])
    let output = scratch.at("all.sqlite")
    let inputs = isReversed ? Array(paths.reversed()) + [paths[0]] : paths
    let summary = try StoreMerger(inputs: inputs, output: output).run()
    #expect(summary == StoreMerger.Summary(stores: 4, files: 30, contents: 20, findings: []))
    #expect(try StoreImage(StudyStore(readingFrom: output)) == StoreImage(whole))
    #expect(try StudyStore(readingFrom: output).shards().map(\.shard.index) == [1, 2, 3, 4])
    // The output among its own inputs, as with a glob, and once more.
    let again = try StoreMerger(inputs: paths + [output], output: output).run()
    #expect(again.stores == 4)
    #expect(again.findings.isEmpty)
    #expect(try StoreImage(StudyStore(readingFrom: output)) == StoreImage(whole))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: scratch.path).sorted() == ["all.sqlite", "logs", "parts"])
  }

  @Test("Missing parts keep a merge from being made, unless that is wanted; the rest can come later")
  func incomplete() async throws {
    let scratch = try Scratch()
    let paths = try await parts(scratch, count: 3)
    let output = scratch.at("all.sqlite")
    let missing = ShardCensus.Finding.missing(indices: [2], count: 3, roots: [scratch.at("logs")])
    #expect(throws: StoreError.incompleteParts([missing])) {
      try StoreMerger(inputs: [paths[0], paths[2]], output: output).run()
    }
    #expect(!FileManager.default.fileExists(atPath: output))
    let partial = try StoreMerger(inputs: [paths[0], paths[2]], output: output, allowsIncomplete: true).run()
    #expect(partial.findings == [missing])
    let rest = try StoreMerger(inputs: [paths[1]], output: output).run()
    #expect(rest.findings.isEmpty)
    let whole = try StudyStore.temporary()
    _ = try await Ingester(store: whole).ingest(paths: [scratch.at("logs")])
    #expect(try StoreImage(StudyStore(readingFrom: output)) == StoreImage(whole))
  }

  @Test("A part whose task was killed is told, and made whole by its task's next run")
  func killedPart() async throws {
    let scratch = try Scratch()
    let paths = try await parts(scratch, count: 2)
    let shard = try #require(IngestShard(index: 2, count: 2))
    try StudyStore(path: paths[1]).writing { db in
      try db.execute(sql: "UPDATE shard SET is_finished = 0")
      try db.execute(sql: "DELETE FROM file WHERE id % 2 = 0")
    }
    let output = scratch.at("all.sqlite")
    #expect(throws: StoreError.incompleteParts([.unfinished(shard, store: paths[1])])) {
      try StoreMerger(inputs: paths, output: output).run()
    }
    _ = try await Ingester(store: try StudyStore(path: paths[1])).ingest(paths: [scratch.at("logs")], shard: shard)
    #expect(try StoreMerger(inputs: paths, output: output).run().files == 30)
  }

  @Test("A store that is lacking or none stops a merge before anything is written")
  func badInputs() async throws {
    let scratch = try Scratch()
    let paths = try await parts(scratch, count: 1)
    let output = scratch.at("all.sqlite")
    #expect(throws: StoreError.pathNotFound(path: scratch.at("none.sqlite"))) {
      try StoreMerger(inputs: paths + [scratch.at("none.sqlite")], output: output).run()
    }
    let text = try scratch.write("no database\n", to: "text.sqlite")
    #expect(throws: StoreError.notAStore(path: text)) {
      try StoreMerger(inputs: paths + [text], output: output).run()
    }
    #expect(throws: StoreError.notAStore(path: text)) { try StoreMerger(inputs: paths, output: text).run() }
    #expect(!FileManager.default.fileExists(atPath: output))
    #expect(try String(contentsOfFile: text, encoding: .utf8) == "no database\n")
  }

  @Test("An ingest of the whole forgets that there were parts")
  func wholeAfterParts() async throws {
    let scratch = try Scratch()
    let paths = try await parts(scratch, count: 3)
    let output = scratch.at("all.sqlite")
    _ = try StoreMerger(inputs: [paths[0]], output: output, allowsIncomplete: true).run()
    let store = try StudyStore(path: output)
    #expect(try store.shards().count == 1)
    let summary = try await Ingester(store: store).ingest(paths: [scratch.at("logs")])
    #expect(summary.unchanged > 0)
    #expect(summary.read + summary.unchanged == 30)
    #expect(try store.shards().isEmpty)
  }
}
