import Foundation
import GRDB
import LogFormats

/// Writes readings into the tables of a store, inside a transaction that the caller began.
struct ContentWriter {
  let db: Database

  /// Makes sure that a content is in the store and returns its key.
  ///
  /// Of two readings of the same bytes the one with the higher rank stays, under the key of the first. A reading by a
  /// declaration that no longer holds gives way to any other.
  ///
  /// - Parameter declarations: those that hold; `nil` when that is not known, as when stores are merged.
  func store(_ reading: ContentReading, declarations: Set<String>? = nil) throws -> Int64 {
    guard let existing = try StoredReading.find(sha256: reading.sha256, in: db) else {
      return try insert(reading, id: nil)
    }
    let isOutdated = existing.declaration.flatMap { held in declarations.map { !$0.contains(held) } } ?? false
    guard isOutdated || existing.rank < reading.rank else { return existing.id }
    try db.execute(sql: "DELETE FROM diagnostic WHERE content_id = ?", arguments: [existing.id])
    for table in [
      "training_log", "tracker_session", "codecarbon_row", "energy_record", "document", "trace_series",
    ] {
      try db.execute(sql: "DELETE FROM \(table) WHERE content_id = ?", arguments: [existing.id])
    }
    return try insert(reading, id: existing.id)
  }

  /// Deletes a content, with all that belongs to it, if no file has it any more.
  func deleteIfUnused(_ contentID: Int64) throws {
    try db.execute(
      sql: "DELETE FROM content WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM file WHERE content_id = ?1)",
      arguments: [contentID])
  }

  /// Writes a content, over the row with key `id` if there is one.
  private func insert(_ reading: ContentReading, id: Int64?) throws -> Int64 {
    let columns: KeyValuePairs<String, (any DatabaseValueConvertible)?> = [
      "sha256": reading.sha256, "format": reading.format.rawValue, "byte_count": reading.byteCount,
      "line_count": reading.lineCount, "version": reading.parsed.version, "reader": reading.readerVersion,
      "record": reading.json, "declaration": reading.declaration,
    ]
    if let id {
      let assignments = columns.map { "\($0.key) = ?" }.joined(separator: ", ")
      let statement = try db.cachedStatement(sql: "UPDATE content SET \(assignments) WHERE id = ?")
      try statement.execute(arguments: StatementArguments(columns.map(\.value)) + [id])
    } else {
      try insert(into: "content", columns)
    }
    let contentID = id ?? db.lastInsertedRowID
    for (position, diagnostic) in reading.parsed.diagnostics.enumerated() {
      try insert(
        into: "diagnostic",
        [
          "content_id": contentID, "position": position, "severity": diagnostic.severity.rawValue,
          "code": diagnostic.code, "line": diagnostic.line, "message": diagnostic.message,
        ])
    }
    try insert(reading.parsed.record, of: contentID, series: reading.series)
    return contentID
  }

  private func insert(_ record: LogRecord, of contentID: Int64, series: [PackedSeries]) throws {
    switch record {
    case .trainingLog(let log): try insert(log, of: contentID)
    case .tracker(let log): try insert(log, of: contentID)
    case .codecarbon(let log): try insert(log, of: contentID)
    case .energyRecords(let log): try insert(log, of: contentID)
    case .trace(let log): try insert(log, packed: series, of: contentID)
    case .summary(let document): try insert(document, kind: "summary", of: contentID)
    case .plans(let document): try insert(document, kind: "plans", of: contentID)
    case .dataset(let document): try insert(document, kind: "dataset", of: contentID)
    case .debug(let document): try insert(document, kind: "debug", of: contentID)
    case .nnunetDocument(let document): try insert(document, kind: "nnunet-document", of: contentID)
    case .console(let document): try insert(document, kind: "console", of: contentID)
    case .raplDomains(let document): try insert(document, kind: "rapl-domains", of: contentID)
    case .gpuProcesses(let document): try insert(document, kind: "gpu-processes", of: contentID)
    case .none: break
    }
  }

  private func insert(_ document: some Encodable, kind: String, of contentID: Int64) throws {
    try insert(
      into: "document", ["content_id": contentID, "kind": kind, "json": RecordCoding.json(document)])
  }

  /// Inserts one row; names of tables and columns are literals of this file's extensions, values are bound.
  func insert(into table: String, _ columns: KeyValuePairs<String, (any DatabaseValueConvertible)?>) throws {
    var sql = "INSERT INTO \(table) ("
    var marks = ") VALUES ("
    for (place, column) in columns.enumerated() {
      if place > 0 {
        sql += ", "
        marks += ", "
      }
      sql += column.key
      marks += "?"
    }
    let statement = try db.cachedStatement(sql: sql + marks + ")")
    try statement.execute(arguments: StatementArguments(columns.map(\.value)))
  }
}

/// What has to be known of a stored reading to compare it with another.
private struct StoredReading: Decodable, FetchableRecord {
  var id: Int64
  var format: String
  var reader: Int
  var record: String
  var declaration: String?

  var rank: ContentReading.Rank {
    ContentReading.Rank(
      readerVersion: reader, declaration: declaration, isRecognised: format != LogFormat.unknown.rawValue, json: record)
  }

  static func find(sha256: String, in db: Database) throws -> StoredReading? {
    let statement = try db.cachedStatement(
      sql: "SELECT id, format, reader, record, declaration FROM content WHERE sha256 = ?")
    return try StoredReading.fetchOne(statement, arguments: [sha256])
  }
}
