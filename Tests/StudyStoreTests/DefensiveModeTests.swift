import GRDB
import Testing

@testable import StudyStore

/// Every connection to a store is in SQLite's defensive mode, and trusts nothing of its schema.
@Suite("Defensive mode")
struct DefensiveModeTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// A store that is written, one that is read, and a temporary one.
  private func stores() throws -> [StudyStore] {
    let path = scratch.at("study.sqlite")
    let written = try StudyStore(path: path)
    return [written, try StudyStore(readingFrom: path), try StudyStore.temporary()]
  }

  @Test("The schema cannot be written to, whatever a pragma says")
  func writableSchema() throws {
    for store in try stores() {
      try store.database.writeWithoutTransaction { db in
        try db.execute(sql: "PRAGMA writable_schema = ON")
        #expect(throws: DatabaseError.self) {
          try db.execute(sql: "UPDATE sqlite_schema SET sql = 'CREATE TABLE file(x)' WHERE name = 'file'")
        }
        #expect(throws: DatabaseError.self) { try db.execute(sql: "DELETE FROM sqlite_schema") }
        let sql = try String.fetchOne(db, sql: "SELECT sql FROM sqlite_schema WHERE name = 'file'")
        #expect(sql?.contains("path") == true)
      }
    }
  }

  @Test("A plain connection could write to the schema, so the test above can fail")
  func withoutDefence() throws {
    let database = try DatabaseQueue()
    try database.writeWithoutTransaction { db in
      try db.execute(sql: "CREATE TABLE t(x); PRAGMA writable_schema = ON; DELETE FROM sqlite_schema;")
      try ConnectionDefence.apply(to: db)
      #expect(throws: DatabaseError.self) { try db.execute(sql: "DELETE FROM sqlite_schema") }
    }
  }

  @Test("The journal cannot be taken away, and the schema trusts no function")
  func journal() throws {
    for store in try stores() {
      try store.database.writeWithoutTransaction { db in
        let before = try String.fetchOne(db, sql: "PRAGMA journal_mode")
        #expect(try String.fetchOne(db, sql: "PRAGMA journal_mode = OFF") == before)
        #expect(try Int.fetchOne(db, sql: "PRAGMA trusted_schema") == 0)
        #expect(try Int.fetchOne(db, sql: "PRAGMA cell_size_check") == 1)
      }
    }
  }
}
