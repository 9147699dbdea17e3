import CSQLiteDefensive
import GRDB

/// What SQLite advises for files from anyone (sqlite.org/security.html, "Untrusted SQLite Database Files").
enum ConnectionDefence {
  /// Makes a connection wary: its schema may call no function with side effects, no SQL may write to the schema or take
  /// the journal away, and damaged pages are noticed before they are used.
  ///
  /// - Throws: `DatabaseError` when SQLite refuses; it is older than 3.26 then.
  static func apply(to db: Database) throws {
    guard let connection = db.sqliteConnection else { throw DatabaseError(resultCode: .SQLITE_MISUSE) }
    let code = ResultCode(rawValue: fodspor_sqlite_defend(connection))
    guard code == .SQLITE_OK else {
      throw DatabaseError(resultCode: code, message: "SQLite has no defensive mode; it must be 3.26 or later")
    }
    // Off by the call above where SQLite is 3.31 or later.
    try db.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;")
  }
}
