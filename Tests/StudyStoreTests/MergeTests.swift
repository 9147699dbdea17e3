import Foundation
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
}
