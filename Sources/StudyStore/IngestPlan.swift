import GRDB
import LogFormats
import Quantities

/// What an ingest has to do, from what is on disk and what the store knows.
struct IngestPlan: Sendable {
  /// In order of path; those with a known problem among them.
  private(set) var toRead: [FileWalk.Entry] = []
  /// Files that need no reading, with the root to be recorded.
  private(set) var unchanged: [(id: Int64, root: String, needsUpdate: Bool)] = []
  /// Files that are gone, all that the store knows below the paths.
  private(set) var vanished: [(id: Int64, isNew: Bool)] = []
  /// Rows that stand for nothing any more, such as a directory that can be listed again.
  private(set) var obsolete: [Int64] = []
  /// Of the unchanged files, those in no known format.
  private(set) var unrecognised = 0
  /// Bytes on disk of all files of this part.
  private(set) var bytesSeen: Int64 = 0

  /// Bytes on disk that are to be read.
  var bytesToRead: Int64 { toRead.reduce(0) { $0 + $1.byteCount } }

  init(
    walk: FileWalk, known: [KnownFile], shard: IngestShard, assignment: ShardAssignment,
    declarations: TraceDeclarations = .none
  ) {
    var knownByPath = Dictionary(
      known.map { (AbsolutePath.key($0.file.path), $0) }, uniquingKeysWith: { first, _ in first })
    for entry in walk.entries where assignment.part(shard, contains: entry.path) {
      bytesSeen += entry.byteCount
      let known = knownByPath.removeValue(forKey: AbsolutePath.key(entry.path))
      if let known, known.isUpToDate(with: entry), declarations.hold(known.declaration, forFile: entry.path) {
        let root = known.file.root.utf8.count < entry.root.utf8.count ? known.file.root : entry.root
        let needsUpdate = root != known.file.root || known.file.state != .present
        unchanged.append((known.file.id, root, needsUpdate))
        if known.format == LogFormat.unknown.rawValue { unrecognised += 1 }
      } else {
        toRead.append(entry)
      }
    }
    for known in known where assignment.part(shard, contains: known.file.path) {
      guard knownByPath[AbsolutePath.key(known.file.path)] != nil,
        walk.roots.contains(where: { AbsolutePath.contains($0, known.file.path) })
      else { continue }
      if known.file.contentID == nil {
        obsolete.append(known.file.id)
      } else if Self.isGone(known.file.path) {
        vanished.append((known.file.id, known.file.state != .vanished))
      }
    }
  }

  /// Writes what is known without reading a file.
  func apply(to db: Database) throws {
    let writer = FileWriter(db: db)
    for file in unchanged where file.needsUpdate { try writer.keep(file.id, root: file.root) }
    for file in vanished where file.isNew { try writer.markVanished(file.id) }
    for id in obsolete { try writer.forget(id) }
  }

  /// Asks again: a walk also leaves out what is behind a link or in a directory that cannot be listed.
  private static func isGone(_ path: String) -> Bool {
    do {
      _ = try FileStatus.look(at: path, followingLinks: true)
      return false
    } catch {
      return error.isNotFound
    }
  }
}

/// What the store knows of a file before an ingest.
struct KnownFile: Sendable {
  var file: FileRow
  var format: String?
  var readerVersion: Int?
  var declaration: String?

  /// All files, with what has to be known of their contents; by columns, as there may be millions. A value that cannot be
  /// is an error, where GRDB's subscripts would trap.
  static func fetchAll(_ db: Database) throws -> [KnownFile] {
    var files: [KnownFile] = []
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT file.id, path, root, file.byte_count, modified_ns, state, content_id, problem, format, reader, declaration
        FROM file LEFT JOIN content ON content.id = content_id ORDER BY file.id
        """)
    while let row = try rows.next() {
      let state: String = try row.decode(atIndex: 5)
      let file = FileRow(
        id: try row.decode(atIndex: 0), path: try row.decode(atIndex: 1), root: try row.decode(atIndex: 2),
        byteCount: try row.decode(atIndex: 3), modified: try row.decode(atIndex: 4),
        state: StoredFile.State(rawValue: state) ?? .unreadable, contentID: try row.decode(atIndex: 6),
        problem: try row.decode(atIndex: 7))
      files.append(
        KnownFile(
          file: file, format: try row.decode(atIndex: 8), readerVersion: try row.decode(atIndex: 9),
          declaration: try row.decode(atIndex: 10)))
    }
    return files
  }

  /// Whether reading the file again would give what the store has.
  func isUpToDate(with entry: FileWalk.Entry) -> Bool {
    entry.problem == nil && file.state != .unreadable && file.byteCount == entry.byteCount
      && file.modified == entry.modified.nanoseconds && readerVersion == RecordCoding.readerVersion
  }
}
