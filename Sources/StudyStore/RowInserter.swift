import GRDB
import GRDBSQLite

/// Inserts rows into a table that has one for every epoch, each value bound where it stands.
///
/// GRDB's arguments would be an array of boxed values for every row, which takes longer than SQLite needs for it.
struct RowInserter {
  private let db: Database
  /// Keeps ``handle`` valid.
  private let statement: Statement
  private let handle: OpaquePointer
  private var place: CInt = 0

  /// Prepares an `INSERT` with one mark for each value.
  init(_ sql: String, in db: Database) throws {
    self.db = db
    statement = try db.cachedStatement(sql: sql)
    handle = statement.sqliteStatement
    sqlite3_reset(handle)
  }

  /// Binds the next value; missing is NULL.
  mutating func bind(_ value: Int64?) {
    place += 1
    if let value { sqlite3_bind_int64(handle, place, value) } else { sqlite3_bind_null(handle, place) }
  }

  /// Binds the next value; missing is NULL.
  mutating func bind(_ value: Int?) { bind(value.map(Int64.init)) }

  /// Binds the next value; missing and not a number are NULL.
  mutating func bind(_ value: Double?) {
    place += 1
    if let value { sqlite3_bind_double(handle, place, value) } else { sqlite3_bind_null(handle, place) }
  }

  /// Inserts the row of the values bound since the last one.
  mutating func insert() throws {
    place = 0
    let code = sqlite3_step(handle)
    sqlite3_reset(handle)
    guard code == SQLITE_DONE else {
      throw DatabaseError(
        resultCode: ResultCode(rawValue: code), message: db.sqliteConnection.map { String(cString: sqlite3_errmsg($0)) }
      )
    }
  }
}
