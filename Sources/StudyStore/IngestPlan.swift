import GRDB
import LogFormats
import Quantities

/// What an ingest has to do, from what is on disk and what the store knows.
struct IngestPlan: Sendable {
  /// In order of path; those with a known problem among them.
  private(set) var toRead: [FileWalk.Entry] = []
  /// How many files need no reading.
  private(set) var unchanged = 0
  /// Those of them whose rows are to be brought up to date, with the root to be recorded.
  private(set) var toKeep: [(id: Int64, root: String)] = []
  /// Files that are gone, all that the store knows below the paths.
  private(set) var vanished: [(id: Int64, isNew: Bool)] = []
  /// Rows that stand for nothing any more, such as a directory that can be listed again.
  private(set) var obsolete: [Int64] = []
  /// Of the unchanged files, those in no known format.
  private(set) var unrecognised = 0
  /// Bytes on disk of all files of this part.
  private(set) var bytesSeen: Int64 = 0

  /// How many files of this part are there.
  var filesSeen: Int { toRead.count + unchanged }

  /// Bytes on disk that are to be read.
  var bytesToRead: Int64 { toRead.reduce(0) { $0 + $1.byteCount } }

  init(
    walk: FileWalk, known: KnownFiles, shard: IngestShard, assignment: ShardAssignment,
    declarations: TraceDeclarations = .none
  ) {
    // Both are in order of path.
    var rows = known.files[...]
    for entry in walk.entries {
      while let row = rows.first, known.difference(row, entry.path) < 0 {
        if assignment.part(shard, contains: known.path(of: row)) { miss(row, of: known, walk) }
        rows.removeFirst()
      }
      let row = rows.first.flatMap { known.difference($0, entry.path) == 0 ? $0 : nil }
      if row != nil { rows.removeFirst() }
      if assignment.part(shard, contains: entry.path) { take(entry, row, of: known, declarations) }
    }
    for row in rows where assignment.part(shard, contains: known.path(of: row)) { miss(row, of: known, walk) }
  }

  /// A file that is there, with its row.
  private mutating func take(
    _ entry: FileWalk.Entry, _ row: KnownFiles.File?, of known: KnownFiles, _ declarations: TraceDeclarations
  ) {
    bytesSeen += entry.byteCount
    guard let row, let reading = known.reading(of: row), Self.isUpToDate(row, reading, with: entry),
      declarations.hold(reading.declaration, forFile: entry.path)
    else { return toRead.append(entry) }
    unchanged += 1
    if reading.format == LogFormat.unknown.rawValue { unrecognised += 1 }
    let root = known.root(of: row)
    let isShorter = entry.root.utf8.count <= root.utf8.count && entry.root != root
    if isShorter || row.state != .present { toKeep.append((row.id, isShorter ? entry.root : root)) }
  }

  /// A row whose file the walk did not find.
  private mutating func miss(_ row: KnownFiles.File, of known: KnownFiles, _ walk: FileWalk) {
    let path = known.path(of: row)
    guard walk.roots.contains(where: { AbsolutePath.contains($0, path) }) else { return }
    if known.reading(of: row) == nil {
      obsolete.append(row.id)
    } else if Self.isGone(path) {
      vanished.append((row.id, row.state != .vanished))
    }
  }

  /// Writes what is known without reading a file.
  func apply(to db: Database) throws {
    let writer = FileWriter(db: db)
    for file in toKeep { try writer.keep(file.id, root: file.root) }
    for file in vanished where file.isNew { try writer.markVanished(file.id) }
    for id in obsolete { try writer.forget(id) }
  }

  /// Whether reading a file again would give what the store has.
  private static func isUpToDate(
    _ row: KnownFiles.File, _ reading: KnownFiles.Reading, with entry: FileWalk.Entry
  ) -> Bool {
    entry.problem == nil && row.state != .unreadable && row.byteCount == entry.byteCount
      && row.modified == entry.modified.nanoseconds && reading.readerVersion == Int64(RecordCoding.readerVersion)
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
