import Foundation
import GRDB

/// One SQLite file that holds everything of a study: files, what stands in them, and the samples of traces.
///
/// A store is safe to use from several tasks. Every write is one transaction, so that a killed process leaves a store
/// that opens and continues. The rollback journal is used and not WAL, which network file systems do not support.
public final class StudyStore: Sendable {
  /// The absolute path; `nil` for a temporary store.
  let path: String?
  let database: DatabaseQueue
  /// What the user should know about how the store was opened, a sentence each: that it was brought up to date and where
  /// the copy of the older one lies, that it lies on a network file system.
  public let notes: [String]

  /// Opens a store to read and write, after making or updating it as needed.
  ///
  /// An older store is copied before its tables are changed. Several processes may open, make or update one at a time.
  ///
  /// - Throws: ``StoreError/notAStore(path:)`` when the file is something else, which is then left alone;
  ///   ``StoreError/alteredSchema(path:problem:)``; ``StoreError/newerSchema(path:found:supported:)``;
  ///   ``StoreError/cannotBackUp(path:reason:)``; ``StoreError/cannotOpen(path:reason:)``;
  ///   ``StoreError/locked(path:)``.
  public convenience init(path: String) throws(StoreError) {
    try self.init(path: path, patience: Self.patience)
  }

  /// As ``init(path:)``.
  ///
  /// - Parameters:
  ///   - patience: how long another process's lock is waited for, in whole seconds, also by every later access.
  ///   - isAlone: whether no other process may use the store until this object is closed or gone.
  init(path: String, patience: Int, isAlone: Bool = false) throws(StoreError) {
    let path = AbsolutePath.lexical(path)
    // SQLite takes a file of one byte for an empty database and would write over it.
    if let size = FileStatus.of(path)?.byteCount, (1..<Self.smallestPage).contains(size) {
      throw .notAStore(path: path)
    }
    let database = try Self.open(path: path, readOnly: false, patience: patience)
    var notes: [String] = []
    if isAlone { try StoreLock.take(database, path: path) }
    if try Self.checkIdentity(of: database, path: path, readOnly: false) != Schema.version {
      notes += try Self.bringUpToDate(database, path: path, isAlone: isAlone)
    }
    if let kind = NetworkFileSystem.of(path) {
      notes.append(
        "\(path): the store lies \(kind.advice); while that is not sure, let one process write to it at a time, or ingest "
          + "in parts and merge them")
    }
    self.path = path
    self.database = database
    self.notes = notes
  }

  /// Opens a store that exists, to read only.
  ///
  /// When the process that wrote it last was killed in the middle, its unfinished write is taken back first, which
  /// needs permission to write.
  ///
  /// - Throws: ``StoreError/pathNotFound(path:)``, ``StoreError/olderSchema(path:found:supported:)`` and the errors of
  ///   ``init(path:)``.
  public convenience init(readingFrom path: String) throws(StoreError) {
    try self.init(readingFrom: path, patience: Self.patience)
  }

  /// As ``init(readingFrom:)``, with the seconds that another process's lock is waited for.
  init(readingFrom path: String, patience: Int) throws(StoreError) {
    let path = AbsolutePath.lexical(path)
    guard FileStatus.of(path) != nil else { throw .pathNotFound(path: path) }
    let database = try Self.open(path: path, readOnly: true, patience: patience)
    _ = try Self.checkIdentity(of: database, path: path, readOnly: true)
    self.path = path
    self.database = database
    notes = []
  }

  private init(temporary database: DatabaseQueue) {
    path = nil
    self.database = database
    notes = []
  }

  /// Makes a private store that disappears with the last reference to it.
  ///
  /// SQLite keeps a database with an empty name in memory while it is small, and in an unnamed temporary file when it
  /// grows.
  public static func temporary() throws(StoreError) -> StudyStore {
    let database = try open(path: "", readOnly: false, patience: patience)
    try migrate(database, path: nil)
    return StudyStore(temporary: database)
  }

  /// How long another process's lock is waited for, in seconds; a write takes a small part of that.
  static let patience = 30

  /// The smallest page of SQLite, in bytes; a database has at least one.
  private static let smallestPage: Int64 = 512

  /// The version of the readers of logs; what another version read may differ.
  public static var readerVersion: Int { RecordCoding.readerVersion }

  /// Every file seen, in order of the bytes of its path.
  public func files() throws(StoreError) -> [StoredFile] {
    try reading { db in try FileRow.fetchAll(db, sql: "SELECT * FROM file ORDER BY path").map(\.file) }
  }

  /// Every distinct content in order of SHA-256.
  ///
  /// - Parameter prepare: is called with each before the next is read, to give up what is not needed.
  public func contents(_ prepare: (inout StoredContent) -> Void = { _ in }) throws(StoreError) -> [StoredContent] {
    // One by one: the texts of all records together would take several times what they say.
    try reading { db in
      var contents: [StoredContent] = []
      let rows = try ContentRow.fetchCursor(db, sql: "SELECT * FROM content ORDER BY sha256")
      while let row = try rows.next() {
        var content = try row.content()
        prepare(&content)
        contents.append(content)
      }
      return contents
    }
  }

  /// One content; `nil` when the store has none with that key.
  public func content(_ id: Int64) throws(StoreError) -> StoredContent? {
    let row = try reading { db in
      try ContentRow.fetchOne(db, sql: "SELECT * FROM content WHERE id = ?", arguments: [id])
    }
    return try row?.content()
  }
}

extension StudyStore {
  /// How many files it knows, and how many distinct contents.
  func counts() throws(StoreError) -> (files: Int, contents: Int) {
    try reading { db in
      (
        try Int.fetchOne(db, sql: "SELECT count(*) FROM file") ?? 0,
        try Int.fetchOne(db, sql: "SELECT count(*) FROM content") ?? 0
      )
    }
  }

  /// Runs `body`, which reads the store in several steps, and throws when another process wrote to it meanwhile: some of
  /// what was read would be of before and some of after.
  ///
  /// - Throws: ``StoreError/changedWhileRead``, and what `body` throws.
  public func unchanged<Result>(_ body: () throws -> Result) throws -> Result {
    let before = try writesOfOthers()
    let result = try body()
    guard try writesOfOthers() == before else { throw StoreError.changedWhileRead }
    return result
  }

  /// A number that changes whenever another connection commits.
  private func writesOfOthers() throws(StoreError) -> Int {
    try reading { db in try Int.fetchOne(db, sql: "PRAGMA data_version") ?? 0 }
  }

  /// Closes the file; the store cannot be used after that.
  func close() throws(StoreError) {
    do {
      try database.close()
    } catch {
      throw StoreError(error, path: path)
    }
  }
}

// MARK: - Opening

extension StudyStore {
  private static func open(path: String, readOnly: Bool, patience: Int) throws(StoreError) -> DatabaseQueue {
    do {
      do {
        return try connect(path: path, readOnly: readOnly, patience: patience)
      } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_READONLY_ROLLBACK {
        // A writer was killed: the first access with permission to write takes its unfinished transaction back.
        try connect(path: path, readOnly: false, patience: patience).close()
        return try connect(path: path, readOnly: readOnly, patience: patience)
      }
    } catch let error as DatabaseError where error.resultCode == .SQLITE_NOTADB {
      throw .notAStore(path: path)
    } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
      throw .locked(path: path)
    } catch {
      throw .cannotOpen(path: path, reason: (error as? DatabaseError)?.message ?? String(describing: error))
    }
  }

  private static func connect(path: String, readOnly: Bool, patience: Int) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.readonly = readOnly
    configuration.label = "StudyStore"
    // Another process may be writing: the tasks of an array job, or an ingest while a report is made.
    configuration.busyMode = .timeout(TimeInterval(patience))
    configuration.prepareDatabase { db in
      try ConnectionDefence.apply(to: db)
    }
    return try DatabaseQueue(path: path, configuration: configuration)
  }

  /// Throws unless the database is a store of a version that can be used, or is empty and may become one; returns the
  /// version, `nil` for an empty one.
  private static func checkIdentity(
    of database: DatabaseQueue, path: String, readOnly: Bool
  ) throws(StoreError) -> Int? {
    do {
      // In one transaction, as another process may be making the store or bringing it up to date.
      return try database.read { db in
        let application = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        let tables = try Int.fetchOne(db, sql: tableCount(in: db)) ?? 0
        if (application, version, tables) == (0, 0, 0) {
          if readOnly { throw StoreError.unmadeStore(path: path) }
          return nil
        }
        guard application == Schema.applicationID else { throw StoreError.notAStore(path: path) }
        if version > Schema.version {
          throw StoreError.newerSchema(path: path, found: version, supported: Schema.version)
        }
        if version < Schema.version, readOnly {
          throw StoreError.olderSchema(path: path, found: version, supported: Schema.version)
        }
        if let problem = try StoreSchemaCheck.problem(in: db, version: version) {
          throw StoreError.alteredSchema(path: path, problem: problem)
        }
        return version
      }
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Makes the tables of a new store, or changes those of an older one after copying it, with no other process at it;
  /// returns what the user should know.
  private static func bringUpToDate(
    _ database: DatabaseQueue, path: String, isAlone: Bool
  ) throws(StoreError) -> [String] {
    if !isAlone { try StoreLock.take(database, path: path) }
    var notes: [String] = []
    do throws(StoreError) {
      // Asked again: another process may have done it before the lock was had.
      let found = try checkIdentity(of: database, path: path, readOnly: false)
      if let found, found < Schema.version {
        let backup = try StoreBackup.make(of: database, path: path, version: found)
        notes.append(
          "\(path): brought up to date from store version \(found) to \(Schema.version); the older one is kept as "
            + backup)
      }
      if found != Schema.version { try migrate(database, path: path) }
    } catch {
      // The lock ends with the connection, which is given up now.
      try? database.close()
      throw error
    }
    if !isAlone { try StoreLock.giveBack(database, path: path) }
    return notes
  }

  /// Counts what would be lost. The list of migrations, which comes in a transaction of its own before the first table, is
  /// not counted while it is empty: a process was killed, or its disk was full, between the two.
  static func tableCount(in db: Database) throws -> String {
    let count = "SELECT count(*) FROM sqlite_master"
    guard try db.tableExists("grdb_migrations"), try Int.fetchOne(db, sql: "SELECT count(*) FROM grdb_migrations") == 0
    else { return count }
    return count + " WHERE tbl_name <> 'grdb_migrations'"
  }

  private static func migrate(_ database: DatabaseQueue, path: String?) throws(StoreError) {
    do {
      try Schema.migrator.migrate(database)
    } catch {
      throw StoreError(error, path: path)
    }
  }
}

// MARK: - Access

extension StudyStore {
  /// Runs `body` with a consistent view of the store; it must not call the store again.
  func reading<Result>(_ body: (Database) throws -> Result) throws(StoreError) -> Result {
    do {
      return try database.read(body)
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Runs `body` in one transaction, which is undone when it throws; it must not call the store again.
  func writing<Result>(_ body: (Database) throws -> Result) throws(StoreError) -> Result {
    do {
      return try database.write(body)
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Which files on disk are the store itself; they must not be opened as inputs.
  ///
  /// Closing any descriptor of a database file drops the process's POSIX locks on it, SQLite's among them
  /// (sqlite.org/howtocorrupt.html, section 2.2).
  var ownFiles: Set<FileIdentity> {
    guard let path else { return [] }
    return Set(["", "-journal", "-wal", "-shm"].compactMap { FileStatus.of(path + $0)?.identity })
  }
}
