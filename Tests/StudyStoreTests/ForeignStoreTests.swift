import Foundation
import GRDB
import LogFormats
import Quantities
import TestSupport
import Testing

@testable import StudyStore

/// A store that came from anyone: it gives what is in it, or an error that says what is wrong.
@Suite("Foreign stores")
struct ForeignStoreTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// A store with a trace of some blocks and a tracker's log.
  @discardableResult
  private func makeStore(_ name: String = "study.sqlite") throws -> String {
    let store = try StudyStore(path: scratch.at(name))
    let columns = [SampleTests.column(9000), SampleTests.column(3)]
    try Examples.record(
      try Examples.reading(.trace(Examples.trace), format: .nvidiaSMIQuery, samples: columns), at: "/logs/t.csv",
      in: store)
    try Examples.record(try Examples.reading(.tracker(Examples.tracker), sha256: "11"), in: store)
    try store.close()
    return scratch.at(name)
  }

  /// Changes a store as another program would, its schema included.
  private func alter(_ path: String, _ sql: String) throws {
    let database = try DatabaseQueue(path: path)
    try database.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA foreign_keys = OFF; PRAGMA writable_schema = ON;")
      try db.execute(sql: sql)
    }
    try database.close()
  }

  private func open(_ path: String, toWrite: Bool) throws(StoreError) -> StudyStore {
    toWrite ? try StudyStore(path: path) : try StudyStore(readingFrom: path)
  }

  /// Reads all that a report would.
  private func readAll(_ store: StudyStore) throws {
    _ = try store.files()
    _ = try store.shards()
    for content in try store.contents() {
      for series in try store.series(of: content.id) { try store.samples(of: series.id) { _, _ in } }
    }
    _ = try store.reading { db in try KnownFiles(db) }
    try StudyStore.temporary().merge(store)
  }

  private func bytes(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

  static let alterations = [
    "CREATE TRIGGER t AFTER INSERT ON file BEGIN DELETE FROM content; END",
    "CREATE TRIGGER t AFTER UPDATE ON content BEGIN UPDATE content SET record = ''; END",
    "ALTER TABLE file RENAME TO f; CREATE VIEW file AS SELECT * FROM f",
    "ALTER TABLE file RENAME TO f; CREATE VIEW file AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x FROM c) "
      + "SELECT x AS id, 'p' AS path, 'r' AS root, 1 AS byte_count, 1 AS modified_ns, 'present' AS state, NULL AS content_id, "
      + "NULL AS problem FROM c",
    "ALTER TABLE content ADD COLUMN g TEXT GENERATED ALWAYS AS (hex(zeroblob(9))) VIRTUAL",
    "ALTER TABLE file ADD COLUMN more TEXT", "DROP TABLE trace_block", "DROP INDEX file_by_content",
    "CREATE UNIQUE INDEX u ON file (path, state)", "DROP TABLE shard; CREATE TABLE shard (id, roots, count, number)",
  ]

  @Test("A store whose tables are not fodspor's is refused and left as it is", arguments: alterations)
  func altered(_ sql: String) throws {
    let path = try makeStore()
    try alter(path, sql)
    let before = try bytes(path)
    for toWrite in [true, false] {
      #expect {
        _ = try open(path, toWrite: toWrite)
      } throws: { error in
        guard let error = error as? StoreError, case .alteredSchema = error else { return false }
        return error.description.contains("altered by another program")
      }
    }
    #expect(try bytes(path) == before)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["study.sqlite"])
  }

  @Test("Views and tables beside fodspor's own are no hindrance, and are kept")
  func additions() throws {
    let path = try makeStore()
    try alter(path, "CREATE VIEW mine AS SELECT path FROM file; CREATE TABLE notes (x); INSERT INTO notes VALUES (1)")
    #expect(try StudyStore(readingFrom: path).files().count == 2)
    let store = try StudyStore(path: path)
    #expect(try store.contents().count == 2)
    #expect(try store.reading { db in try Int.fetchOne(db, sql: "SELECT x FROM notes") } == 1)
  }

  @Test("A schema's text that is no SQL is an error")
  func schemaOfNoise() throws {
    let path = try makeStore()
    try alter(path, "UPDATE sqlite_master SET sql = 'CREATE TABLE file (((' WHERE name = 'file'")
    #expect(throws: StoreError.self) { try StudyStore(readingFrom: path) }
    #expect(throws: StoreError.self) { try StudyStore(path: path) }
  }

  static let values = [
    "UPDATE content SET record = '{\"record\":'", "UPDATE content SET record = x'00ff00'",
    "UPDATE content SET record = '[' || hex(zeroblob(2000000)) || ']'",
    "UPDATE content SET record = replace(hex(zeroblob(100000)), '0', '[')",
    "UPDATE content SET byte_count = 'many'", "UPDATE content SET line_count = 1e300",
    "UPDATE content SET byte_count = -9223372036854775808", "UPDATE content SET reader = 9223372036854775807",
    "UPDATE content SET sha256 = x'ff' || id", "UPDATE content SET format = 12.5 || id",
    "UPDATE content SET id = -9223372036854775808 + id", "UPDATE file SET state = 'maybe'",
    "UPDATE file SET state = x'80'", "UPDATE file SET modified_ns = 9223372036854775807",
    "UPDATE file SET path = ''", "UPDATE file SET path = x'ff00' || id, root = ''", "UPDATE file SET content_id = 777",
    "UPDATE trace_series SET position = -1 - id", "UPDATE trace_series SET position = 4611686018427387904 + id",
    "UPDATE trace_series SET first_ns = last_ns + 1", "UPDATE trace_series SET first_ns = 'soon'",
    "UPDATE trace_series SET is_time_ordered = 'yes'", "UPDATE trace_block SET data = x''",
    "UPDATE trace_block SET data = 12", "UPDATE trace_block SET data = zeroblob(1000000)",
    "UPDATE trace_block SET data = data || x'00'", "UPDATE trace_block SET data = substr(data, 1, length(data) - 1)",
    "UPDATE trace_block SET first_ns = 9223372036854775807, last_ns = -9223372036854775808",
    "UPDATE trace_block SET samples = -1", "UPDATE trace_block SET samples = 9223372036854775807",
    "UPDATE trace_block SET position = 9223372036854775807 - id",
    "INSERT INTO shard VALUES (1, 'no json', 3, 9, '', -1, 9e99, 'maybe')",
    "INSERT INTO shard VALUES (1, '[]', 9223372036854775807, 1, '', 0, 0, 1)",
    "DELETE FROM content", "DELETE FROM trace_series", "DELETE FROM file",
  ]

  @Test("Values that fodspor never writes are an error, or read as what they are", arguments: values, [false, true])
  func wrongValues(_ sql: String, isStrict: Bool) throws {
    let path = try makeStore()
    if !isStrict {
      // As a SQLite before 3.37 makes it: columns take values of any type.
      try alter(path, "UPDATE sqlite_master SET sql = substr(sql, 1, length(sql) - 7) WHERE sql LIKE '% STRICT'")
    }
    // Strict tables refuse some of them already here.
    do { try alter(path, sql) } catch is DatabaseError { return }
    for toWrite in [true, false] {
      do { try readAll(try open(path, toWrite: toWrite)) } catch is StoreError {}
    }
  }

  @Test(
    "Nothing where there must be something is an error or passed over",
    arguments: ["file", "content", "trace_series", "trace_block", "shard"])
  func missingValues(table: String) throws {
    let original = try makeStore()
    let database = try DatabaseQueue(path: original)
    let (sql, columns) = try database.read { db in
      (
        try #require(try String.fetchOne(db, sql: "SELECT sql FROM sqlite_master WHERE name = ?", arguments: [table])),
        try db.columns(in: table).map(\.name).filter { $0 != "id" }
      )
    }
    try database.close()
    for column in columns {
      let path = scratch.at("\(table)-\(column).sqlite")
      try FileManager.default.copyItem(atPath: original, toPath: path)
      try alter(path, "UPDATE sqlite_master SET sql = replace(sql, ' NOT NULL', '') WHERE name = '\(table)'")
      // A damaged page has what its table forbids.
      try alter(path, "UPDATE \(table) SET \(column) = NULL")
      try alter(path, "UPDATE sqlite_master SET sql = '\(sql.replacing("'", with: "''"))' WHERE name = '\(table)'")
      if table == "file", column == "state" {
        let error = try #require(throws: StoreError.self) { try StudyStore(readingFrom: path).files() }
        #expect(error.description.hasPrefix("\(path): a value in the store is none that fodspor writes"))
        #expect(!error.description.contains("row: ["))
      }
      for toWrite in [true, false] {
        do { try readAll(try open(path, toWrite: toWrite)) } catch is StoreError {}
      }
    }
  }

  @Test("A damaged record and a damaged block are named")
  func damage() throws {
    let path = try makeStore()
    try alter(path, "UPDATE trace_block SET data = x'0102' WHERE position = 1")
    #expect(throws: StoreError.damagedBlock(seriesID: 1, position: 1)) { try readAll(StudyStore(readingFrom: path)) }
    try alter(path, "UPDATE content SET record = '{}'")
    #expect {
      try readAll(StudyStore(readingFrom: path))
    } throws: { error in
      guard case StoreError.damagedRecord = error else { return false }
      return true
    }
  }

  @Test("A store that was cut off anywhere is an error or gives what is left")
  func truncated() throws {
    let path = try makeStore()
    let whole = try bytes(path)
    let lengths = [1, 15, 16, 99, 100, 101, 512, 1024, 4095, 4096, 4097, whole.count / 2, whole.count - 1]
    var failures = 0
    for length in lengths {
      try whole.prefix(length).write(to: URL(fileURLWithPath: path))
      for toWrite in [false, true] {
        do { try readAll(try open(path, toWrite: toWrite)) } catch is StoreError { failures += 1 }
      }
      #expect(try bytes(path) == whole.prefix(length), "\(length)")
    }
    // Without its last byte a page may still be whole.
    #expect(failures >= 2 * (lengths.count - 1))
  }

  @Test("Pages with changed bytes never stop the program", arguments: 0..<8)
  func changedBytes(_ seed: Int) throws {
    let path = try makeStore()
    let whole = try bytes(path)
    var random = SeededGenerator(seed: UInt64(seed))
    for _ in 0..<25 {
      var damaged = whole
      for _ in 0..<Int.random(in: 1...20, using: &random) {
        // Half of the changes in the headers of pages, where SQLite's own bookkeeping stands.
        let page = Int.random(in: 0..<(whole.count / 4096), using: &random) * 4096
        let place = Bool.random(using: &random) ? page + Int.random(in: 0..<64, using: &random) : nil
        damaged[place ?? Int.random(in: 0..<whole.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      try damaged.write(to: URL(fileURLWithPath: path))
      do { try readAll(try StudyStore(readingFrom: path)) } catch is StoreError {}
      #expect(try bytes(path) == damaged)
    }
  }

  // MARK: - Older stores

  /// A store as version 2 made it, with a file in it.
  private func makeOlderStore(_ name: String = "study.sqlite") throws -> String {
    let database = try DatabaseQueue(path: scratch.at(name))
    try Schema.migrator.migrate(database, upTo: "2")
    try database.write { db in
      try db.execute(
        sql: "INSERT INTO file (path, root, byte_count, modified_ns, state) VALUES ('/a', '/', 1, 2, 'unreadable')")
    }
    try database.close()
    return scratch.at(name)
  }

  @Test("An older store is copied before it is brought up to date, and the message says where to")
  func backup() throws {
    let path = try makeOlderStore()
    let store = try StudyStore(path: path)
    let copy = path + ".v2-backup.sqlite"
    #expect(store.notes.first?.contains("version 2 to \(Schema.version); the older one is kept as \(copy)") == true)
    #expect(try store.files().map(\.path) == ["/a"])
    #expect(throws: StoreError.olderSchema(path: copy, found: 2, supported: Schema.version)) {
      try StudyStore(readingFrom: copy)
    }
    #expect(try StudyStore(path: path).notes.isEmpty)
    // An ingest does not take it for a log.
    #expect(FileNameRules.cannotBeLog(copy))
    // The copy is a store of its own, and an earlier copy is never written over.
    #expect(try StudyStore(path: copy).files().map(\.path) == ["/a"])
    try FileManager.default.removeItem(atPath: path)
    let second = try StudyStore(path: try makeOlderStore())
    #expect(second.notes.first?.hasSuffix(".v2-backup-2.sqlite") == true)
  }

  @Test("The epochs of a store whose epochs were tables are views of the same rows")
  func epochTables() throws {
    let path = scratch.at("study.sqlite")
    let database = try DatabaseQueue(path: path)
    try Schema.migrator.migrate(database, upTo: "3")
    let record = try RecordCoding.json(ParsedContent(record: .trainingLog(Examples.training)))
    let columns = "content_id, position, epoch_index, start_ns, end_ns, seconds, train_loss, mean_pseudo_dice, line"
    let before = try database.write { db in
      try db.execute(
        sql: """
          INSERT INTO content (id, sha256, format, byte_count, line_count, reader, record) VALUES (7, '00', 'x', 1, 1, 1, ?);
          INSERT INTO training_log (content_id, finished) VALUES (7, 1);
          """, arguments: [record])
      for (place, epoch) in Examples.training.epochs.enumerated() {
        try db.execute(
          sql: "INSERT INTO epoch (\(columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
          arguments: [
            7, place, epoch.index, epoch.start.nanoseconds, epoch.end?.nanoseconds, epoch.seconds, epoch.trainLoss,
            epoch.meanPseudoDice, epoch.line,
          ])
      }
      return try Row.fetchAll(db, sql: "SELECT \(columns) FROM epoch ORDER BY position")
    }
    try database.close()
    let store = try StudyStore(path: path)
    let after = try store.reading { db in try Row.fetchAll(db, sql: "SELECT \(columns) FROM epoch ORDER BY position") }
    #expect(after == before)
    #expect(after.count == 3)
    #expect(try store.reading { db in try StoreSchemaCheck.problem(in: db, version: Schema.version) } == nil)
  }

  @Test("An older store that cannot be copied is left as it is")
  func noBackup() throws {
    // So long that no name beside it can be longer.
    let path = try makeOlderStore(String(repeating: "s", count: 240) + ".sqlite")
    let before = try bytes(path)
    #expect {
      try StudyStore(path: path)
    } throws: { error in
      guard case StoreError.cannotBackUp(_, let reason) = error else { return false }
      return !reason.isEmpty
    }
    #expect(try bytes(path) == before)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path).count == 1)
  }

  @Test("A new store and a current one have no copy")
  func noBackupNeeded() throws {
    let path = try makeStore()
    _ = try StudyStore(path: path)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["study.sqlite"])
  }

  @Test("An older store that was altered is refused before it is copied")
  func alteredOlder() throws {
    let path = try makeOlderStore()
    try alter(path, "CREATE TRIGGER t AFTER INSERT ON file BEGIN DELETE FROM content; END")
    #expect {
      try StudyStore(path: path)
    } throws: { error in
      guard case StoreError.alteredSchema(_, let problem) = error else { return false }
      return problem.contains("trigger")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["study.sqlite"])
  }

  // MARK: - Several processes

  @Test("A write by another connection while a store is read in steps is noticed")
  func changedWhileRead() throws {
    let path = try makeStore()
    let reader = try StudyStore(readingFrom: path)
    #expect(try reader.unchanged { try reader.files().count } == 2)
    #expect(throws: StoreError.changedWhileRead) {
      try reader.unchanged {
        let other = try StudyStore(path: path)
        try other.writing { db in try db.execute(sql: "UPDATE file SET byte_count = 11") }
      }
    }
    let writer = try StudyStore(path: path)
    // Its own writes are no others'.
    try writer.unchanged { try writer.writing { db in try db.execute(sql: "UPDATE file SET byte_count = 12") } }
  }

  @Test(
    "Network file systems are known by their type, and by options that switch locks off",
    arguments: [
      ("nfs4 h:/x rw,vers=4.2,local_lock=none", "NFS", nil), ("nfs h:/x rw,nolock", "NFS", "nolock"),
      ("cifs //h/x rw,nobrl", "SMB/CIFS", "nobrl"), ("lustre h:/x rw,flock", "Lustre", nil),
      ("lustre h:/x rw,localflock", "Lustre", "localflock"), ("gpfs x rw", "GPFS", nil),
      ("beegfs x rw", "BeeGFS", nil), ("ceph x rw", "CephFS", nil), ("fuse.sshfs x rw", "FUSE", nil),
      ("9p x rw", "9P", nil), ("ext4 /dev/sda rw", nil, nil), ("fuseblk /dev/sda rw", nil, nil),
      ("nfs", nil, nil), ("", nil, nil),
    ])
  func networkFileSystems(mount: String, name: String?, option: String?) {
    let mounts = """
      22 28 0:21 / /sys rw,nosuid shared:7 - sysfs sysfs rw
      40 28 0:300 /sub /data\\040x rw,relatime shared:1 master:2 - \(mount)
      41 28 0:301 / /other rw - nfs4 h:/y rw

      """
    // Device 0:300 in glibc's packing.
    let found = NetworkFileSystem(device: 300 & 0xFF | (300 & ~0xFF) << 12, mounts: mounts)
    #expect(found?.kind.rawValue == name && found?.unsafeOption == option)
    if let found, let name { #expect(found.advice.contains(option ?? name)) }
    #expect(NetworkFileSystem(device: 12345, mounts: mounts) == nil)
  }

  @Test("A file of the system's own is on no network file system")
  func localFileSystems() {
    #expect(NetworkFileSystem.of("/proc/self") == nil)
    #expect(NetworkFileSystem.of("/nothing/there") == nil)
  }
}
