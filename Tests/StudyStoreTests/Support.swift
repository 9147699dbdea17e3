import Foundation
import LogFormats
import Quantities
import Testing

@testable import StudyStore

/// A directory that is deleted with its last reference.
final class Scratch {
  let path: String

  init() throws {
    // Resolved, since the temporary directory may itself be behind a link.
    let directory = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent("StudyStoreTests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    path = directory.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func at(_ name: String) -> String { path + "/" + name }

  /// Writes a file, its directories included, and gives it a modification time in whole seconds.
  @discardableResult
  func write(_ text: String, to name: String, modified seconds: Int = 1_700_000_000) throws -> String {
    let url = URL(fileURLWithPath: at(name))
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: Double(seconds))], ofItemAtPath: url.path)
    return url.path
  }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: at(name)) }

  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: at(name), withDestinationPath: target)
  }
}

/// What a store holds, without its keys, to compare stores that were filled in different orders.
struct StoreImage: Equatable {
  var files: [StoredFile]
  /// As JSON, in which a loss that is not a number equals itself.
  var contents: [String]
  var samples: [String: [TraceColumns.Column]]

  init(_ store: StudyStore) throws {
    let stored = try store.contents()
    // The content's place in the order of hashes stands for its key.
    let order = Dictionary(uniqueKeysWithValues: zip(stored.map(\.id), Int64(0)...))
    contents = try stored.map { content in
      let parsed = ParsedContent(
        record: content.record, version: content.version, diagnostics: content.diagnostics)
      let size = "\(content.byteCount) bytes, \(content.lineCount) lines"
      return "\(content.sha256) \(content.format.rawValue) \(size) \(try RecordCoding.json(parsed))"
    }
    files = try store.files().map { file in
      var file = file
      file.id = 0
      file.contentID = file.contentID.flatMap { order[$0] }
      return file
    }
    samples = [:]
    for content in stored {
      samples[content.sha256] = try store.series(of: content.id).map { try store.column(of: $0.id) }
    }
  }
}

extension StudyStore {
  /// The samples of the blocks that overlap a stretch of time.
  func column(of seriesID: Int64, from: Int64? = nil, to: Int64? = nil) throws -> TraceColumns.Column {
    var column = TraceColumns.Column()
    try samples(of: seriesID, from: from, to: to) { times, values in
      column.times += times
      column.values += values
    }
    return column
  }
}
