import Foundation
import GRDB
import LogFormats
import Synchronization
import TestSupport
import Testing

@testable import StudyStore

@Suite("Ingesting files")
struct IngesterTests {
  private let scratch: Scratch
  private let store: StudyStore

  init() throws {
    scratch = try Scratch()
    store = try StudyStore.temporary()
  }

  @discardableResult
  private func ingest(_ paths: [String] = [""], workers: Int = 2) async throws -> IngestSummary {
    try await Ingester(store: store, workers: workers).ingest(paths: paths.map { scratch.at($0) })
  }

  private func names(_ state: StoredFile.State? = nil) throws -> [String] {
    try store.files().filter { state == nil || $0.state == state }
      .map { String($0.path.dropFirst(scratch.path.count + 1)) }
  }

  @Test("The same content under two paths is one content and two files")
  func duplicates() async throws {
    try scratch.write("same\n", to: "a/1.log")
    try scratch.write("same\n", to: "b/2.log")
    try scratch.write("other\n", to: "b/3.log")
    let summary = try await ingest()
    #expect(summary.filesSeen == 3)
    #expect(summary.read == 3)
    #expect(summary.unrecognised == 3)
    #expect(summary.bytesRead == 16)
    let contents = try store.contents()
    #expect(contents.count == 2)
    #expect(contents.map(\.sha256) == contents.map(\.sha256).sorted())
    let files = try store.files()
    #expect(files.count == 3)
    #expect(files[0].contentID == files[1].contentID)
    #expect(files[0].contentID != files[2].contentID)
    #expect(files.allSatisfy { $0.root == scratch.path && $0.state == .present && $0.problem == nil })
    let same = try #require(try store.content(files[0].contentID ?? -1))
    #expect(same.byteCount == 5)
    // printf 'same\n' | sha256sum
    #expect(same.sha256 == "a6328afc76e9db71da297ebff4b0d3e7a7eb3b01d917c05a6573fef121b6ecb6")
  }

  @Test(
    "Of a tree that changes anywhere exactly what changed is read, and the store is that of a first reading",
    arguments: 0..<8)
  func changes(_ seed: Int) async throws {
    var random = SeededGenerator(seed: UInt64(seed))
    // Names whose order by bytes is not that of folders, of characters, or of when they appear.
    let names = ["a.log", "a/b", "a-b/c", "a0", "A", "é", "z/\u{301}x", "b b", "b\tb", "ab/c/d", "ab.c"]
    var present: [String: Int] = [:]
    for round in 0..<6 {
      var changed = 0
      var gone = 0
      for name in names where Int.random(in: 0..<3, using: &random) == 0 {
        if present[name] != nil, Bool.random(using: &random) {
          try scratch.remove(name)
          present[name] = nil
          gone += 1
        } else {
          try scratch.write("\(name) \(round)\n", to: name, modified: 1_700_000_000 + round)
          present[name] = round
          changed += 1
        }
      }
      let summary = try await ingest()
      #expect(summary.read == changed && summary.unchanged == present.count - changed, "round \(round)")
      #expect(summary.filesSeen == present.count && summary.vanished >= gone)
      #expect(try await ingest().read == 0)
      #expect(Set(try self.names(.present).map { Array($0.utf8) }) == Set(present.keys.map { Array($0.utf8) }))
      let fresh = try StudyStore.temporary()
      _ = try await Ingester(store: fresh, workers: 1).ingest(paths: [scratch.path])
      func seen(_ store: StudyStore) throws -> [String] {
        try store.files().filter { $0.state == .present }.map {
          "\($0.path) \($0.root) \($0.byteCount) \($0.modified) \(try store.content($0.contentID ?? -1)?.sha256 ?? "")"
        }
      }
      #expect(try seen(store) == seen(fresh))
    }
  }

  @Test("What is asked of all contents before an ingest stands in an index, without their records")
  func contentIndex() throws {
    let plan = try store.reading { db in
      try Row.fetchAll(
        db,
        sql:
          "EXPLAIN QUERY PLAN SELECT id, reader, format, declaration FROM content ORDER BY reader, format, declaration")
    }
    #expect(plan.count == 1)
    #expect((plan[0]["detail"] as String).contains("COVERING INDEX content_reading"))
  }

  @Test("Unchanged files are not read again")
  func unchanged() async throws {
    try scratch.write("one\n", to: "1.log")
    try scratch.write("two\n", to: "2.log")
    try await ingest()
    let before = try StoreImage(store)
    // Same size and time, other bytes: read again, it would be another content.
    try scratch.write("ONE\n", to: "1.log")
    let summary = try await ingest()
    #expect(summary.read == 0)
    #expect(summary.bytesRead == 0)
    #expect(summary.unchanged == 2)
    #expect(summary.unrecognised == 2)
    #expect(try StoreImage(store) == before)
  }

  @Test("A file that grew points to its new content, and the old one is deleted with all its rows")
  func grown() async throws {
    try scratch.write("one\n", to: "1.log")
    try await ingest()
    let old = try #require(try store.contents().first)
    try scratch.write("one\ntwo\n", to: "1.log", modified: 1_700_000_100)
    let summary = try await ingest()
    #expect(summary.read == 1)
    let contents = try store.contents()
    #expect(contents.count == 1)
    #expect(contents[0].sha256 != old.sha256)
    #expect(contents[0].lineCount == 2)
    #expect(try store.files().map(\.contentID) == [contents[0].id])
    #expect(try store.reading { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM diagnostic") } == 1)
  }

  @Test("A copy keeps a content that the file itself no longer has")
  func sharedContent() async throws {
    try scratch.write("one\n", to: "1.log")
    try scratch.write("one\n", to: "copy.log")
    try await ingest()
    try scratch.write("other\n", to: "1.log")
    try await ingest()
    #expect(try store.contents().count == 2)
  }

  @Test("The samples of a trace that was replaced are gone")
  func replacedSamples() throws {
    let column = SampleTests.column(5000)
    try Examples.record(
      Examples.reading(.trace(Examples.trace), sha256: "01", samples: [column, column]), in: store)
    try Examples.record(Examples.reading(.none, sha256: "02"), in: store)
    for table in ["trace_series", "trace_block"] {
      #expect(try store.reading { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)") } == 0)
    }
    #expect(try store.contents().map(\.sha256) == ["02"])
  }

  @Test("A file that is gone keeps its data and is marked, and comes back")
  func vanished() async throws {
    try scratch.write("one\n", to: "1.log")
    try scratch.write("two\n", to: "d/2.log")
    try await ingest()
    try scratch.remove("d")
    #expect(try await ingest().vanished == 1)
    #expect(try names(.vanished) == ["d/2.log"])
    #expect(try store.contents().count == 2)
    // The count is of what is gone, not of what has just gone.
    #expect(try await ingest().vanished == 1)
    try scratch.write("two\n", to: "d/2.log")
    let summary = try await ingest()
    #expect(summary.vanished == 0)
    #expect(summary.read == 0)
    #expect(try names(.present) == ["1.log", "d/2.log"])
  }

  @Test("Only files under the paths that are ingested can vanish")
  func vanishedElsewhere() async throws {
    try scratch.write("one\n", to: "a/1.log")
    try scratch.write("two\n", to: "ab/2.log")
    try await ingest(["a", "ab"])
    try scratch.remove("ab/2.log")
    #expect(try await ingest(["a"]).vanished == 0)
    #expect(try names(.vanished).isEmpty)
  }

  @Test("A path that does not exist throws before anything is written")
  func missingPath() async throws {
    try scratch.write("one\n", to: "1.log")
    await #expect(throws: StoreError.pathNotFound(path: scratch.at("nothing"))) {
      try await ingest(["", "nothing"])
    }
    #expect(try store.files().isEmpty)
  }

  @Test("A file's root is the shortest that was given, in whatever order", arguments: [["", "a"], ["a", ""]])
  func roots(order: [String]) async throws {
    try scratch.write("one\n", to: "a/1.log")
    for path in order { try await ingest([path]) }
    #expect(try store.files().map(\.root) == [scratch.path])
    #expect(try store.files().count == 1)
  }

  @Test("What cannot be read is a row with a problem, and is tried again")
  func unreadable() async throws {
    // A gzip header and nothing that zlib could unpack.
    let path = scratch.at("power.csv.gz")
    try Data([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xFF, 0xFF, 0xFF]).write(to: URL(fileURLWithPath: path))
    try scratch.link("dangling.log", to: scratch.at("nothing"))
    let summary = try await ingest()
    #expect(summary.unreadable == 2)
    #expect(summary.read == 0)
    #expect(summary.problems.map(\.path) == [scratch.at("dangling.log"), path])
    let files = try store.files()
    #expect(files.map(\.state) == [.unreadable, .unreadable])
    #expect(files.map(\.contentID) == [nil, nil])
    #expect(files[0].problem?.contains("symbolic link") == true)
    #expect(files[1].problem?.contains("compressed") == true)
    #expect(try await ingest().unreadable == 2)

    try scratch.write("now there\n", to: "nothing")
    try scratch.remove("power.csv.gz")
    #expect(try await ingest().unreadable == 0)
    // Nothing is known of the file that is gone, so nothing is kept.
    #expect(try names() == ["dangling.log", "nothing"])
    #expect(try names(.unreadable).isEmpty)
  }

  @Test("A file that can no longer be read keeps what it said")
  func unreadableLater() async throws {
    try scratch.write("one\n", to: "1.log")
    try await ingest()
    try scratch.remove("1.log")
    try scratch.link("1.log", to: "1.log")
    #expect(try await ingest().unreadable == 1)
    let file = try #require(try store.files().first)
    #expect(file.state == .unreadable)
    #expect(file.byteCount == 4)
    #expect(try store.content(file.contentID ?? -1)?.byteCount == 4)
  }

  @Test("Keys do not depend on the number of workers")
  func determinism() async throws {
    for index in 0..<120 {
      try scratch.write(
        String(repeating: "line \(index % 50)\n", count: index * 37 % 900), to: "\(index % 7)/\(index).log")
    }
    let other = try StudyStore.temporary()
    _ = try await Ingester(store: store, workers: 1).ingest(paths: [scratch.path])
    _ = try await Ingester(store: other, workers: 9).ingest(paths: [scratch.path])
    #expect(try store.files() == other.files())
    #expect(try store.contents() == other.contents())
    #expect(try store.files().map(\.id) == Array(1...120))
  }

  @Test("The store is not its own input")
  func ownFile() async throws {
    try scratch.write("one\n", to: "1.log")
    let path = scratch.at("study.db")
    let store = try StudyStore(path: path)
    let summary = try await Ingester(store: store).ingest(paths: [scratch.path, path])
    #expect(summary.filesSeen == 1)
    #expect(try StudyStore(readingFrom: path).files().count == 1)
  }

  @Test("Progress counts every file that is read, up to all")
  func progress() async throws {
    for index in 0..<10 { try scratch.write("file \(index)\n", to: "\(index).log") }
    let seen = Mutex<[IngestProgress]>([])
    let ingester = Ingester(store: store, workers: 3) { progress in seen.withLock { $0.append(progress) } }
    _ = try await ingester.ingest(paths: [scratch.path])
    let all = seen.withLock { $0 }
    #expect(all.map(\.filesDone) == Array(1...10))
    #expect(all.allSatisfy { $0.filesTotal == 10 && $0.bytesTotal == 70 })
    #expect(all.last?.bytesDone == 70)
    #expect(Set(all.map(\.currentPath)).count == 10)
  }

  @Test("A cancelled ingest throws, and the next one completes it")
  func cancellation() async throws {
    for index in 0..<50 { try scratch.write("file \(index)\n", to: "\(index).log") }
    let (store, path) = (store, scratch.path)
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await Ingester(store: store).ingest(paths: [path])
    }
    await #expect(throws: StoreError.cancelled) { try await task.value }
    #expect(try await ingest().filesSeen == 50)
    #expect(try names(.present).count == 50)
  }

  @Test("Files read by older parsers are read again")
  func olderReader() async throws {
    try scratch.write("one\n", to: "1.log")
    try await ingest()
    try store.writing { db in try db.execute(sql: "UPDATE content SET reader = 0, record = '{}'") }
    #expect(try await ingest().read == 1)
    #expect(try store.contents().count == 1)
  }

  @Test("An ingest that is cancelled half-way keeps what was read, and the next one reads the rest only")
  func cancelledHalfWay() async throws {
    for index in 0..<400 { try scratch.write("file \(index)\n", to: "\(index % 9)/\(index).log") }
    let (store, path) = (store, scratch.path)
    let reading = Mutex<Task<IngestSummary, any Error>?>(nil)
    let task = Task {
      // Until the task is known to those that cancel it.
      while reading.withLock({ $0 == nil }) { await Task.yield() }
      return try await Ingester(store: store, workers: 2) { progress in
        if progress.filesDone == 300 { reading.withLock { $0?.cancel() } }
      }.ingest(paths: [path])
    }
    reading.withLock { $0 = task }
    await #expect(throws: StoreError.cancelled) { try await task.value }
    let kept = try store.files()
    #expect(kept.count >= 280 && kept.count < 400)
    #expect(kept.allSatisfy { $0.state == .present && $0.contentID != nil && $0.problem == nil })
    let summary = try await ingest()
    #expect(summary.unchanged == kept.count)
    #expect(summary.read == 400 - kept.count)
    #expect(try store.contents().count == 400)
  }

  @Test("Of several roots, one inside the other, every file is there once, and the order is that of bytes")
  func overlappingRoots() async throws {
    let names = ["a-b/1.log", "a.log", "a/1.log", "a/b/2.log", "a0/1.log", "é.log", "Z.log"]
    for name in names { try scratch.write("\(name)\n", to: name) }
    let summary = try await ingest(["", "a", "a/b/2.log"])
    #expect(summary.read == names.count)
    #expect(try self.names() == names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    #expect(try await ingest([""]).unchanged == names.count)
  }

  @Test(
    "Names that no log has are passed over, in any case, and no others",
    arguments: [
      ("scan.nii.gz", true), ("SCAN.NII", true), ("x.PNG", true), ("x.h5", true), ("x.b2nd", true), ("s.SQLite3", true),
      ("s.sqlite-journal", true), (".h5", true), ("x.log", false), ("x.csv", false), ("png", false), ("h5", false),
      ("x.sqlit", false), ("x.pkl.txt", false), ("a.tar.log", false), ("æ.zip", true), ("x.jpegé", false),
    ])
  func names(name: String, isPassedOver: Bool) { #expect(FileNameRules.cannotBeLog(name) == isPassedOver) }
}
