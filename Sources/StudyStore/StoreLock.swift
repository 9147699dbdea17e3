import GRDB

/// A store that one process has to itself, from the first access to the last.
///
/// SQLite keeps the lock of a transaction in its exclusive locking mode. The system drops it when the process ends, in
/// whatever way, so that no lock outlives its holder.
enum StoreLock {
  /// Waits until no other process uses the store, and keeps all others out from then on.
  ///
  /// - Throws: ``StoreError/locked(path:)`` and the other errors of writing.
  static func take(_ database: DatabaseQueue, path: String) throws(StoreError) {
    do {
      try database.writeWithoutTransaction { db in
        try lock(db)
      }
    } catch {
      try? database.close()
      throw StoreError(error, path: path)
    }
  }

  /// Locks the database of a connection, for as long as that is open.
  static func lock(_ db: Database) throws {
    try db.inTransaction(.exclusive) {
      // Not before: in this mode SQLite keeps the shared lock that it waits with, and two would wait for each other.
      try db.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
      return .commit
    }
  }

  /// Lets other processes use the store again.
  static func giveBack(_ database: DatabaseQueue, path: String) throws(StoreError) {
    do {
      try database.writeWithoutTransaction { db in
        try db.execute(sql: "PRAGMA locking_mode = NORMAL")
        // The next access ends the lock.
        _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master")
      }
    } catch {
      try? database.close()
      throw StoreError(error, path: path)
    }
  }
}
