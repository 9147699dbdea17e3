import Foundation
import GRDB

/// A part of a shared-out ingest that a store holds.
public struct StoredShard: Sendable, Hashable {
  /// The absolute paths that were ingested, in order.
  public var roots: [String]
  /// Which part of how many.
  public var shard: IngestShard
  /// What the cut depended on; equal for tasks that saw the same large files.
  public var tree: String
  /// The files of this part.
  public var fileCount: Int
  /// Their bytes on disk.
  public var byteCount: Int64
  /// Whether all of them were read; a task that was killed leaves `false`.
  public var isFinished: Bool
}

extension StudyStore {
  /// The parts of shared-out ingests in this store, in order of their paths, count and index; none in a store that was
  /// filled as a whole.
  public func shards() throws(StoreError) -> [StoredShard] {
    try reading { db in try ShardRows(db: db).all() }
  }
}

/// Reads and writes rows of table `shard`, inside a transaction that the caller began.
struct ShardRows {
  let db: Database

  func all() throws -> [StoredShard] {
    try ShardRow.fetchAll(db, sql: "SELECT * FROM shard ORDER BY roots, count, number").compactMap(\.shard)
  }

  /// Writes a part over the same part of the same ingest.
  func put(_ shard: StoredShard) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO shard (roots, count, number, tree, file_count, byte_count, is_finished) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (roots, count, number) DO UPDATE SET tree = excluded.tree, file_count = excluded.file_count,
          byte_count = excluded.byte_count, is_finished = excluded.is_finished
        """)
    try statement.execute(
      arguments: [
        try Self.text(shard.roots), shard.shard.count, shard.shard.index, shard.tree, shard.fileCount,
        shard.byteCount, shard.isFinished,
      ])
  }

  /// Forgets the parts of ingests of paths that lie under others, which were now ingested as a whole.
  func forget(under roots: [String]) throws {
    for shard in try all()
    where shard.roots.allSatisfy({ path in roots.contains { AbsolutePath.contains($0, path) } }) {
      try db.execute(
        sql: "DELETE FROM shard WHERE roots = ? AND count = ?",
        arguments: [try Self.text(shard.roots), shard.shard.count])
    }
  }

  /// Of the same part in two stores, the one that says more: finished, then by its numbers, so that the order in which
  /// stores are merged does not matter.
  static func later(_ left: StoredShard, _ right: StoredShard) -> StoredShard {
    let leftRank = (left.isFinished ? 1 : 0, left.fileCount, left.byteCount, left.tree)
    let rightRank = (right.isFinished ? 1 : 0, right.fileCount, right.byteCount, right.tree)
    return leftRank < rightRank ? right : left
  }

  private static func text(_ roots: [String]) throws -> String { try RecordCoding.json(roots) }
}

private struct ShardRow: Decodable, FetchableRecord {
  var roots: String
  var count: Int
  var number: Int
  var tree: String
  var fileCount: Int
  var byteCount: Int64
  var isFinished: Bool

  enum CodingKeys: String, CodingKey {
    case roots, count, number, tree
    case fileCount = "file_count"
    case byteCount = "byte_count"
    case isFinished = "is_finished"
  }

  /// `nil` when the row cannot have been written by this program.
  var shard: StoredShard? {
    guard let roots = try? JSONDecoder().decode([String].self, from: Data(roots.utf8)),
      let shard = IngestShard(index: number, count: count)
    else { return nil }
    return StoredShard(
      roots: roots, shard: shard, tree: tree, fileCount: fileCount, byteCount: byteCount, isFinished: isFinished)
  }
}
