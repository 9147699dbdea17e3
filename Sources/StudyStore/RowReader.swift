import GRDB
import GRDBSQLite

/// Reads the rows of a query value by value; GRDB's rows would make a text of each, and a store may have millions.
///
/// A value of another type than asked for is converted as SQLite does it.
struct RowReader {
  private let db: Database
  /// Keeps ``handle`` valid, and ends the query when it goes.
  private let statement: Statement
  private let handle: OpaquePointer

  init(_ sql: String, in db: Database) throws {
    self.db = db
    statement = try db.makeStatement(sql: sql)
    handle = statement.sqliteStatement
  }

  /// Goes to the next row; `false` after the last one.
  ///
  /// - Throws: `DatabaseError`.
  func next() throws -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code:
      let message = db.sqliteConnection.map { String(cString: sqlite3_errmsg($0)) }
      throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
    }
  }

  /// A column's number; 0 for NULL.
  func integer(at column: CInt) -> Int64 { sqlite3_column_int64(handle, column) }

  /// A column's number; `nil` for NULL.
  func integerOrNull(at column: CInt) -> Int64? {
    sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : integer(at: column)
  }

  /// A column's text; `nil` for NULL.
  func text(at column: CInt) -> String? {
    sqlite3_column_type(handle, column) == SQLITE_NULL
      ? nil : withBytes(at: column) { String(decoding: $0, as: UTF8.self) }
  }

  /// Whether a column is a text, or NULL for `nil`.
  func equals(_ text: String?, at column: CInt) -> Bool {
    guard let text else { return sqlite3_column_type(handle, column) == SQLITE_NULL }
    return withBytes(at: column) { bytes in bytes.count == text.utf8.count && bytes.elementsEqual(text.utf8) }
  }

  /// Hands over the bytes of a column's text, which are there until the next row; none for NULL.
  func withBytes<Result>(at column: CInt, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    // The text first: it may be converted, which changes its length.
    let start = sqlite3_column_text(handle, column)
    return body(
      UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(sqlite3_column_bytes(handle, column))))
  }
}
