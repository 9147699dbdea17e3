import Quantities
import TestSupport
import Testing

@testable import StudyStore

@Suite("Parts of an ingest")
struct ShardTests {
  private static func entry(_ path: String, _ byteCount: Int64) -> FileWalk.Entry {
    FileWalk.Entry(path: path, root: "/logs", byteCount: byteCount, modified: .init(nanoseconds: 0))
  }

  /// Small logs, and traces of very different sizes.
  private static let tree: [FileWalk.Entry] = {
    var generator = SeededGenerator(seed: 7)
    var entries = (0..<4000).map { entry("/logs/run_\($0)/training_log.txt", Int64(generator.next() % 200_000)) }
    entries += (0..<97).map { entry("/logs/trace_\($0).csv", Int64(1) << Int64(20 + generator.next() % 11)) }
    return entries
  }()

  @Test(
    "Parts are read as index and count",
    arguments: [("1/1", 1, 1), ("3/16", 3, 16), ("100000/100000", 100_000, 100_000)])
  func text(text: String, index: Int, count: Int) throws {
    let shard = try #require(IngestShard(text))
    #expect(shard.index == index)
    #expect(shard.count == count)
    #expect(shard.description == text)
  }

  @Test(
    "What is no part is refused",
    arguments: ["", "3", "0/3", "4/3", "-1/3", "1/0", "1/3/5", "a/b", "1/", "/3", "1/100001", "9223372036854775808/1"])
  func refused(text: String) {
    #expect(IngestShard(text) == nil)
  }

  @Test("Every file is in one part, whatever the order in which it was found", arguments: [1, 2, 3, 16, 500])
  func partition(count: Int) throws {
    let assignment = ShardAssignment(entries: Self.tree, count: count)
    let reversed = ShardAssignment(entries: Self.tree.reversed(), count: count)
    #expect(assignment.tree == reversed.tree)
    let shards = try (1...count).map { try #require(IngestShard(index: $0, count: count)) }
    for entry in Self.tree {
      let index = assignment.index(of: entry.path)
      #expect((1...count).contains(index))
      #expect(index == reversed.index(of: entry.path))
      if count <= 16 { #expect(shards.filter { assignment.part($0, contains: entry.path) }.map(\.index) == [index]) }
    }
  }

  @Test("Parts have about the same bytes, as far as single files allow", arguments: [2, 4, 8, 16])
  func balance(count: Int) {
    let assignment = ShardAssignment(entries: Self.tree, count: count)
    var loads = Array(repeating: Int64(0), count: count)
    for entry in Self.tree { loads[assignment.index(of: entry.path) - 1] += entry.byteCount }
    let mean = loads.reduce(0, +) / Int64(count)
    let largest = Self.tree.map(\.byteCount).max() ?? 0
    // Sizes are powers of two here; Graham's bound is 4/3 of the best cut, and no cut is better than the largest file.
    for load in loads { #expect(load <= max(mean, largest) * 4 / 3, "\(loads)") }
  }

  @Test("A small log that grows or appears changes no other file's part; a large one is told")
  func growth() {
    var grown = Self.tree
    grown[5].byteCount += 10_000
    grown.append(Self.entry("/logs/new/training_log.txt", 50_000))
    let before = ShardAssignment(entries: Self.tree, count: 8)
    let after = ShardAssignment(entries: grown, count: 8)
    #expect(before.tree == after.tree)
    for entry in Self.tree { #expect(before.index(of: entry.path) == after.index(of: entry.path)) }
    grown.append(Self.entry("/logs/new.csv", 3 << 30))
    #expect(ShardAssignment(entries: grown, count: 8).tree != before.tree)
  }

  @Test("Sizes that no disk has do not trap")
  func extremes() {
    let entries = (0..<50).map { Self.entry("/logs/\($0)", .max) } + [Self.entry("/logs/none", 0)]
    let assignment = ShardAssignment(entries: entries, count: 3)
    for entry in entries { #expect((1...3).contains(assignment.index(of: entry.path))) }
  }

  @Test(
    "The cut is the same in every version",
    arguments: [("/logs/run_1/training_log.txt", 4), ("/logs/run_2/training_log.txt", 8)])
  func stable(path: String, expected: Int) {
    // A value that changes here splits arrays between two versions of the program differently.
    #expect(ShardAssignment(entries: [], count: 8).index(of: path) == expected)
  }
}
