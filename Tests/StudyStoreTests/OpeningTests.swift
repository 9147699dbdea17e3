import Foundation
import GRDB
import LogFormats
import Testing

@testable import StudyStore

@Suite("Opening stores")
struct OpeningTests {
  @Test("A store opens again, to write and to read, with what it had")
  func reopen() throws {
    let scratch = try Scratch()
    let path = scratch.at("study.sqlite")
    try Examples.record(try Examples.reading(.tracker(Examples.tracker)), in: try StudyStore(path: path))
    #expect(try StudyStore(path: path).contents().count == 1)
    let reader = try StudyStore(readingFrom: path)
    #expect(try reader.contents().map(\.record) == [.tracker(Examples.tracker)])
    #expect(throws: StoreError.self) {
      try reader.writing { db in try db.execute(sql: "DELETE FROM content") }
    }
    #expect(try reader.contents().count == 1)
  }

  @Test("Foreign keys are enforced, and tables are strict where SQLite can")
  func constraints() throws {
    let store = try StudyStore.temporary()
    #expect(throws: StoreError.self) {
      try store.writing { db in
        try db.execute(sql: "INSERT INTO diagnostic VALUES (77, 0, 'info', 'a.b', NULL, 'x')")
      }
    }
    let isStrict = try store.reading { db in
      try String.fetchOne(db, sql: "SELECT sql FROM sqlite_master WHERE name = 'file'")?.hasSuffix("STRICT") == true
    }
    let version = try #require(try store.reading { db in try String.fetchOne(db, sql: "SELECT sqlite_version()") })
    #expect(isStrict == (version.compare("3.37", options: .numeric) != .orderedAscending))
  }

  @Test("What is no store is refused and left as it is", arguments: ["text", "database"])
  func notAStore(kind: String) throws {
    let scratch = try Scratch()
    let path = scratch.at("other.db")
    if kind == "text" {
      try scratch.write(String(repeating: "not a database at all\n", count: 100), to: "other.db")
    } else {
      try DatabaseQueue(path: path).write { db in try db.execute(sql: "CREATE TABLE t (x)") }
    }
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(throws: StoreError.notAStore(path: path)) { try StudyStore(path: path) }
    #expect(throws: StoreError.notAStore(path: path)) { try StudyStore(readingFrom: path) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
  }

  @Test("A store of which only the list of migrations came to the disk is begun anew; a list with entries is foreign")
  func interruptedCreation() throws {
    let scratch = try Scratch()
    let list = "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)"
    let path = scratch.at("study.sqlite")
    try DatabaseQueue(path: path).write { db in try db.execute(sql: list) }
    #expect(throws: StoreError.unmadeStore(path: path)) { try StudyStore(readingFrom: path) }
    // A merge into it begins it anew, too.
    let merged = scratch.at("merged.sqlite")
    try DatabaseQueue(path: merged).write { db in try db.execute(sql: list) }
    let input = scratch.at("input.sqlite")
    try StudyStore(path: input).close()
    #expect(try StoreMerger(inputs: [input], output: merged).run().stores == 1)
    #expect(try StudyStore(readingFrom: merged).files().isEmpty)
    #expect(try StudyStore(path: path).contents().isEmpty)
    let foreign = scratch.at("foreign.sqlite")
    try DatabaseQueue(path: foreign).write { db in
      try db.execute(sql: list + "; INSERT INTO grdb_migrations VALUES ('theirs')")
    }
    #expect(throws: StoreError.notAStore(path: foreign)) { try StudyStore(path: foreign) }
  }

  @Test("A store of a newer version is refused, one of an older can only be opened to write")
  func versions() throws {
    let scratch = try Scratch()
    let path = scratch.at("study.sqlite")
    let store = try StudyStore(path: path)
    try store.writing { db in try db.execute(sql: "PRAGMA user_version = 99") }
    let newer = StoreError.newerSchema(path: path, found: 99, supported: Schema.version)
    #expect(throws: newer) { try StudyStore(path: path) }
    #expect(throws: newer) { try StudyStore(readingFrom: path) }
    try store.writing { db in try db.execute(sql: "PRAGMA user_version = 0") }
    #expect(throws: StoreError.olderSchema(path: path, found: 0, supported: Schema.version)) {
      try StudyStore(readingFrom: path)
    }
  }

  @Test("A store to read must exist, and be more than an empty file")
  func missing() throws {
    let scratch = try Scratch()
    let path = scratch.at("study.sqlite")
    #expect(throws: StoreError.pathNotFound(path: path)) { try StudyStore(readingFrom: path) }
    #expect(!FileManager.default.fileExists(atPath: path))
    try scratch.write("", to: "study.sqlite")
    #expect(throws: StoreError.unmadeStore(path: path)) { try StudyStore(readingFrom: path) }
    // An empty file, as `mktemp` leaves it, may become a store.
    #expect(try StudyStore(path: path).files().isEmpty)
  }

  @Test("A path that cannot hold a store is an error")
  func impossible() throws {
    let scratch = try Scratch()
    #expect(throws: StoreError.self) { try StudyStore(path: scratch.path) }
    #expect(throws: StoreError.self) { try StudyStore(path: scratch.at("missing/study.sqlite")) }
  }

  @Test("A store whose writer was killed opens with its last finished write", arguments: [true, false])
  func killed(openedToRead: Bool) throws {
    let scratch = try Scratch()
    let store = try StudyStore(path: scratch.at("study.sqlite"))
    try Examples.record(try Examples.reading(.tracker(Examples.tracker)), in: store)
    let copy = scratch.at("copy.sqlite")
    try store.writing { db in
      // With a small cache SQLite writes pages into the file before the transaction ends.
      try db.execute(sql: "PRAGMA cache_size = 2")
      for index in 0..<60 {
        try db.execute(
          sql: "UPDATE content SET record = ?", arguments: [String(repeating: "\(index)", count: 50_000)])
        try db.execute(
          sql:
            "INSERT INTO content (sha256, format, byte_count, line_count, reader, record) VALUES (?, '', 0, 0, 0, ?)",
          arguments: ["\(index)", String(repeating: "x", count: 5000)])
      }
      // The two files as a kill at this moment would leave them.
      try FileManager.default.copyItem(atPath: scratch.at("study.sqlite"), toPath: copy)
      try FileManager.default.copyItem(atPath: scratch.at("study.sqlite-journal"), toPath: copy + "-journal")
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: copy)).count > 200_000)
    let survivor = openedToRead ? try StudyStore(readingFrom: copy) : try StudyStore(path: copy)
    #expect(try survivor.contents().map(\.record) == [.tracker(Examples.tracker)])
    #expect(try survivor.reading { db in try String.fetchOne(db, sql: "PRAGMA integrity_check") } == "ok")
  }

  @Test("Messages name the path and say what to do")
  func messages() {
    let newer = StoreError.newerSchema(path: "/data/s.sqlite", found: 3, supported: 1)
    #expect(newer.description.contains("/data/s.sqlite"))
    #expect(newer.description.contains("Update fodspor"))
    #expect(StoreError.notAStore(path: "/x").description.contains("left as it is"))
  }
}
