import GRDB

/// Why a store could not be opened, read or written; the description says what, where and what to do.
public enum StoreError: Error, Sendable, Hashable {
  /// There is nothing at a path that was given, and nothing was written.
  case pathNotFound(path: String)
  /// The file is no study store; it was not touched.
  case notAStore(path: String)
  /// The file is an empty database, which another process is just making a store of, or was stopped while it did.
  case unmadeStore(path: String)
  /// A newer fodspor made the store.
  case newerSchema(path: String, found: Int, supported: Int)
  /// An older fodspor made the store, which must be opened for writing once before it can be read.
  case olderSchema(path: String, found: Int, supported: Int)
  /// The tables of the store are not those that fodspor makes, or have triggers; it was not used.
  case alteredSchema(path: String, problem: String)
  /// The store is of an older version, and could not be copied before it is brought up to date; it is as it was.
  case cannotBackUp(path: String, reason: String)
  /// Another process wrote to the store while it was read in several steps.
  case changedWhileRead
  /// The file system or SQLite refused to open the store.
  case cannotOpen(path: String, reason: String)
  /// Another process kept the store locked for longer than is waited for; nothing was written.
  case locked(path: String)
  /// SQLite refused to read or write.
  case database(message: String)
  /// The stored reading of a content cannot be decoded.
  case damagedRecord(sha256: String)
  /// A row has a value that fodspor never writes: none, or one of another type.
  case damagedRow(path: String?, reason: String)
  /// A block of samples cannot be decoded.
  case damagedBlock(seriesID: Int64, position: Int)
  /// Stores that were to be merged are not all parts of their ingest, and nothing was written.
  case incompleteParts([ShardCensus.Finding])
  /// The task was cancelled; what had been written stays.
  case cancelled
}

extension StoreError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .pathNotFound(let path):
      "\(path): no such file or directory"
    case .notAStore(let path):
      "\(path): not a study store; it was left as it is. Name another file, or remove this one."
    case .unmadeStore(let path):
      "\(path): nothing is in the store yet. If a fodspor is just writing it, run this again when that is done; else ingest into it."
    case .newerSchema(let path, let found, let supported):
      "\(path): made by a newer fodspor (store version \(found), this one reads up to \(supported)). Update fodspor."
    case .olderSchema(let path, let found, let supported):
      "\(path): made by an older fodspor (store version \(found), now \(supported)). "
        + "Run `fodspor ingest` on it once, which brings it up to date."
    case .alteredSchema(let path, let problem):
      "\(path): the store was altered by another program (\(problem)); it was left as it is. Ingest the logs into a new one."
    case .cannotBackUp(let path, let reason):
      "\(path): cannot be written (\(reason)); the older store is copied there before it is brought up to date, and was "
        + "left as it is. Make room, or move the store."
    case .changedWhileRead:
      "another process wrote to the store while it was read; run this again when the ingest is done"
    case .cannotOpen(let path, let reason):
      "\(path): the store cannot be opened (\(reason))"
    case .locked(let path):
      "\(path): another process has kept the store locked for more than \(StudyStore.patience) seconds. What is in it "
        + "stays; run this again when the other is done."
    case .database(let message):
      "the store cannot be read or written: \(message)"
    case .damagedRecord(let sha256):
      "the store's record of content \(sha256) is damaged. Delete the store and ingest again."
    case .damagedRow(let path, let reason):
      "\(path ?? "a temporary store"): a value in the store is none that fodspor writes (\(reason)). Delete the store and "
        + "ingest again."
    case .damagedBlock(let seriesID, let position):
      "block \(position) of series \(seriesID) in the store is damaged. Delete the store and ingest again."
    case .incompleteParts(let findings):
      "nothing was merged: " + findings.map(\.description).joined(separator: "; ")
    case .cancelled:
      "cancelled; what had been read so far is kept"
    }
  }
}

extension StoreError {
  /// The store's error for any error that came out of a database access.
  ///
  /// - Parameter path: the store's file; `nil` for a temporary store.
  init(_ error: any Error, path: String?) {
    switch error {
    case let error as StoreError: self = error
    case let error as DatabaseError:
      if error.resultCode == .SQLITE_BUSY, let path {
        self = .locked(path: path)
        return
      }
      let reason = error.message ?? "SQLite error \(error.resultCode)"
      let place = path ?? "a temporary store in the folder for temporary files (TMPDIR)"
      self = .database(message: "\(reason), in \(place)\(Self.advice(for: error.resultCode))")
    case is CancellationError: self = .cancelled
    case let error as RowDecodingError:
      // What follows is the row, which may hold a whole record.
      let reason = error.description
      self = .damagedRow(
        path: path, reason: String(reason[..<(reason.firstRange(of: ", row: [")?.lowerBound ?? reason.endIndex)]))
    default: self = .database(message: String(describing: error))
    }
  }

  /// What to do about it, where that is known.
  private static func advice(for code: ResultCode) -> String {
    switch code {
    case .SQLITE_FULL, .SQLITE_IOERR:
      ". What was there before is kept; see to free space, quota and limits of file size, and run it again"
    case .SQLITE_READONLY: ". The file and its folder must be writable"
    default: ""
    }
  }
}
