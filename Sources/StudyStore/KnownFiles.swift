import GRDB
import LogFormats

/// What a store knows of files before an ingest, in order of path.
///
/// There may be millions, and nearly all are as they were. So a path is bytes among those of all others, roots and
/// readings stand once each, and a row becomes texts only where something is to be done about it.
struct KnownFiles: Sendable {
  /// What was read of a content, as far as it tells whether to read it again.
  struct Reading: Sendable {
    var format: String
    var readerVersion: Int64
    var declaration: String?
  }

  /// One row of table `file`.
  struct File: Sendable {
    var id: Int64
    /// Where the path stands among the bytes of all.
    fileprivate var path: Range<Int>
    fileprivate var root: Int32
    /// The place among ``readings``; `nil` when nothing was ever read of the file.
    fileprivate var reading: Int32?
    var byteCount: Int64
    var modified: Int64
    var state: StoredFile.State
  }

  /// In order of path.
  private(set) var files: [File] = []
  private var paths: [UInt8] = []
  private var roots: [String] = []
  private var readings: [Reading] = []

  /// Reads all rows; a value of a type that the schema does not have is taken as SQLite converts it.
  ///
  /// - Throws: `DatabaseError`.
  init(_ db: Database) throws {
    let readingsByContent = try fetchReadings(db)
    try fetchFiles(db, readingsByContent)
    // Rows come in the order in which files were first met, which is that of their paths until new ones appear.
    let isSorted = zip(files, files.dropFirst()).allSatisfy { precedes($0, $1) }
    if !isSorted { files.sort(by: precedes) }
  }

  private mutating func fetchReadings(_ db: Database) throws -> [Int64: Int32] {
    var places: [Int64: Int32] = [:]
    // In the order of an index that has all of these columns, so that no record is read.
    let rows = try RowReader(
      "SELECT id, reader, format, declaration FROM content ORDER BY reader, format, declaration", in: db)
    while try rows.next() {
      let last = readings.last
      let isSame =
        rows.integer(at: 1) == last?.readerVersion && rows.equals(last?.format, at: 2)
        && rows.equals(last?.declaration, at: 3)
      if !isSame {
        readings.append(
          Reading(
            format: rows.text(at: 2) ?? "", readerVersion: rows.integer(at: 1), declaration: rows.text(at: 3)))
      }
      places[rows.integer(at: 0)] = Int32(readings.count - 1)
    }
    return places
  }

  private mutating func fetchFiles(_ db: Database, _ readingsByContent: [Int64: Int32]) throws {
    var places: [String: Int32] = [:]
    var root: Int32 = 0
    let rows = try RowReader(
      "SELECT id, path, root, byte_count, modified_ns, state, content_id FROM file ORDER BY id", in: db)
    while try rows.next() {
      let start = paths.count
      rows.withBytes(at: 1) { paths.append(contentsOf: $0) }
      if roots.isEmpty || !rows.equals(roots[Int(root)], at: 2) {
        let text = rows.text(at: 2) ?? ""
        root = places[text] ?? Int32(roots.count)
        if Int(root) == roots.count { roots.append(text) }
        places[text] = root
      }
      let state =
        rows.equals(StoredFile.State.present.rawValue, at: 5)
        ? .present : rows.text(at: 5).flatMap(StoredFile.State.init(rawValue:)) ?? .unreadable
      files.append(
        File(
          id: rows.integer(at: 0), path: start..<paths.count, root: root,
          reading: rows.integerOrNull(at: 6).flatMap { readingsByContent[$0] }, byteCount: rows.integer(at: 3),
          modified: rows.integer(at: 4), state: state))
    }
  }

  private func precedes(_ left: File, _ right: File) -> Bool {
    paths.withUnsafeBytes { paths in
      AbsolutePath.difference(
        UnsafeRawBufferPointer(rebasing: paths[left.path]), UnsafeRawBufferPointer(rebasing: paths[right.path])) < 0
    }
  }

  /// Less than 0 where a file's path comes before another, 0 where it is the same.
  func difference(_ file: File, _ path: String) -> Int {
    var path = path
    return path.withUTF8 { path in
      paths.withUnsafeBytes { paths in
        AbsolutePath.difference(UnsafeRawBufferPointer(rebasing: paths[file.path]), UnsafeRawBufferPointer(path))
      }
    }
  }

  func path(of file: File) -> String { String(decoding: paths[file.path], as: UTF8.self) }

  func root(of file: File) -> String { roots[Int(file.root)] }

  /// `nil` when nothing was ever read of the file.
  func reading(of file: File) -> Reading? { file.reading.map { readings[Int($0)] } }

  /// Paths with their roots, one for each root that is a folder; see ``CommonFolder``.
  var places: [(path: String, root: String)] {
    var places: [(path: String, root: String)] = []
    var seen: Set<Int32> = []
    for file in files {
      let root = roots[Int(file.root)]
      if file.path.count == root.utf8.count || seen.insert(file.root).inserted {
        places.append((path(of: file), root))
      }
    }
    return places
  }
}
