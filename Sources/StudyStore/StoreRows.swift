import GRDB
import LogFormats
import Quantities

/// A row of table `file`.
struct FileRow: Decodable, FetchableRecord, Sendable {
  var id: Int64
  var path: String
  var root: String
  var byteCount: Int64
  var modified: Int64
  var state: StoredFile.State
  var contentID: Int64?
  var problem: String?

  enum CodingKeys: String, CodingKey {
    case id, path, root, state, problem
    case byteCount = "byte_count"
    case modified = "modified_ns"
    case contentID = "content_id"
  }

  var file: StoredFile {
    StoredFile(
      id: id, path: path, root: root, byteCount: byteCount, modified: Instant(nanoseconds: modified), state: state,
      contentID: contentID, problem: problem)
  }
}

/// A row of table `content`.
struct ContentRow: Decodable, FetchableRecord, Sendable {
  var id: Int64
  var sha256: String
  var format: String
  var byteCount: Int
  var lineCount: Int
  var reader: Int
  var record: String
  var declaration: String?

  enum CodingKeys: String, CodingKey {
    case id, sha256, format, reader, record, declaration
    case byteCount = "byte_count"
    case lineCount = "line_count"
  }

  /// The content with its record decoded.
  func content() throws(StoreError) -> StoredContent {
    guard let parsed = try? RecordCoding.content(fromJSON: record) else { throw .damagedRecord(sha256: sha256) }
    return StoredContent(
      id: id, sha256: sha256, format: LogFormat(rawValue: format), byteCount: byteCount,
      lineCount: lineCount, version: parsed.version, record: parsed.record, diagnostics: parsed.diagnostics)
  }
}

/// The columns of table `trace_series` that the trace's record does not have.
struct SeriesRow: Decodable, FetchableRecord, Sendable {
  var id: Int64
  var position: Int
  var firstTime: Int64?
  var lastTime: Int64?
  var isTimeOrdered: Bool

  enum CodingKeys: String, CodingKey {
    case id, position
    case firstTime = "first_ns"
    case lastTime = "last_ns"
    case isTimeOrdered = "is_time_ordered"
  }

  /// The range of the samples' times; `nil` without samples.
  var timeRange: ClosedRange<Int64>? {
    guard let firstTime, let lastTime, firstTime <= lastTime else { return nil }
    return firstTime...lastTime
  }
}
