import GRDB
import Quantities

/// What became of one file that was to be read.
struct FileOutcome: Sendable {
  var entry: FileWalk.Entry
  var result: Result<ContentReading, Problem>

  /// Why a file could not be read: one sentence.
  struct Problem: Error, Hashable {
    var text: String
  }
}

/// Writes rows of table `file`, inside a transaction that the caller began.
struct FileWriter {
  let db: Database
  /// The declarations that hold, as canonical JSON; `nil` when that is not known.
  var declarations: Set<String>?

  /// Records a file that was read or could not be; what it said before stays when it cannot be read now.
  func record(_ outcome: FileOutcome) throws {
    let entry = outcome.entry
    let known = try db.cachedStatement(sql: "SELECT * FROM file WHERE path = ?")
    let old = try FileRow.fetchOne(known, arguments: [entry.path])
    var row = FileRow(
      id: 0, path: entry.path, root: shorter(entry.root, old?.root), byteCount: entry.byteCount,
      modified: entry.modified.nanoseconds, state: .present)
    switch outcome.result {
    case .success(let reading):
      row.contentID = try ContentWriter(db: db).store(reading, declarations: declarations)
    case .failure(let problem):
      row.state = .unreadable
      row.problem = problem.text
      row.contentID = old?.contentID
      if entry.problem != nil {
        row.byteCount = old?.byteCount ?? 0
        row.modified = old?.modified ?? 0
      }
    }
    try write(row)
    if let oldID = old?.contentID, oldID != row.contentID { try ContentWriter(db: db).deleteIfUnused(oldID) }
  }

  /// Inserts a row, or puts it over the one with the same path, whose key stays; the key in `row` is not used.
  func write(_ row: FileRow) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO file (path, root, byte_count, modified_ns, state, content_id, problem)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (path) DO UPDATE SET root = excluded.root, byte_count = excluded.byte_count,
          modified_ns = excluded.modified_ns, state = excluded.state, content_id = excluded.content_id,
          problem = excluded.problem
        """)
    try statement.execute(
      arguments: [
        row.path, row.root, row.byteCount, row.modified, row.state.rawValue, row.contentID, row.problem,
      ])
  }

  /// Marks a file that is as it was when it was read.
  func keep(_ id: Int64, root: String) throws {
    try db.execute(sql: "UPDATE file SET state = 'present', root = ? WHERE id = ?", arguments: [root, id])
  }

  /// Marks a file as gone; its data stays.
  func markVanished(_ id: Int64) throws {
    try db.execute(sql: "UPDATE file SET state = 'vanished', problem = NULL WHERE id = ?", arguments: [id])
  }

  /// Forgets a file or directory of which nothing was ever read.
  func forget(_ id: Int64) throws {
    try db.execute(sql: "DELETE FROM file WHERE id = ? AND content_id IS NULL", arguments: [id])
  }

  /// The shorter of two roots of one path.
  func shorter(_ root: String, _ other: String?) -> String {
    guard let other, other.utf8.count < root.utf8.count else { return root }
    return other
  }
}
