import Foundation
import GRDB
import LogFormats
import Testing

@testable import StudyStore

/// Stores that several processes open, make and write at once. Connections of one process stand for them here, which
/// SQLite keeps apart in the same way; `ConcurrentCommandTests` has real ones.
@Suite("Shared stores")
struct SharedStoreTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: scratch.path).sorted() }
  }

  /// A store with one tracker's log, closed.
  private func makeStore(_ name: String, sha256: String = "11") throws -> String {
    let store = try StudyStore(path: scratch.at(name))
    try Examples.record(
      try Examples.reading(.tracker(Examples.tracker), sha256: sha256), at: "/logs/\(sha256).log", in: store)
    try store.close()
    return scratch.at(name)
  }

  @Test("A store that stays locked is an error that names it, to open, to read and to write")
  func locked() throws {
    let path = try makeStore("study.sqlite")
    let writer = try StudyStore(path: path, patience: 0)
    let reader = try StudyStore(readingFrom: path, patience: 0)
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    let other = try DatabaseQueue(path: path, configuration: configuration)
    try other.writeWithoutTransaction { db in try db.execute(sql: "BEGIN EXCLUSIVE") }
    #expect(throws: StoreError.locked(path: path)) { try StudyStore(path: path, patience: 0) }
    #expect(throws: StoreError.locked(path: path)) { try StudyStore(readingFrom: path, patience: 0) }
    #expect(throws: StoreError.locked(path: path)) { try reader.files() }
    #expect(throws: StoreError.locked(path: path)) {
      try writer.writing { db in try db.execute(sql: "DELETE FROM file") }
    }
    #expect(throws: StoreError.locked(path: path)) { try writer.merge(try StudyStore.temporary()) }
    try other.writeWithoutTransaction { db in try db.execute(sql: "COMMIT") }
    #expect(try reader.files().count == 1)
    try writer.writing { db in try db.execute(sql: "UPDATE file SET byte_count = 7") }
    let message = StoreError.locked(path: path).description
    #expect(message.contains(path) && message.contains("30 seconds") && message.contains("run this again"))
  }

  @Test("Many make a store at once, and each finds it complete", arguments: 0..<6)
  func madeAtOnce(_ round: Int) async throws {
    let path = scratch.at("study\(round).sqlite")
    try await openAtOnce(path)
    #expect(try names == ["study\(round).sqlite"])
  }

  @Test("Many bring an older store up to date at once: it is copied once", arguments: 0..<6)
  func updatedAtOnce(_ round: Int) async throws {
    let path = scratch.at("study\(round).sqlite")
    let database = try DatabaseQueue(path: path)
    try Schema.migrator.migrate(database, upTo: "1")
    try database.close()
    try await openAtOnce(path)
    #expect(try names == ["study\(round).sqlite", "study\(round).sqlite.v1-backup.sqlite"])
  }

  private func openAtOnce(_ path: String) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for index in 0..<8 {
        group.addTask {
          let store = try StudyStore(path: path)
          try Examples.record(
            try Examples.reading(.tracker(Examples.tracker), sha256: "\(index)"), at: "/logs/\(index)", in: store)
        }
      }
      try await group.waitForAll()
    }
    let store = try StudyStore(readingFrom: path)
    #expect(try store.files().count == 8)
    #expect(try store.reading { db in try StoreSchemaCheck.problem(in: db, version: Schema.version) } == nil)
  }

  @Test("A store that is alone keeps all others out until it is closed")
  func alone() throws {
    let path = scratch.at("study.sqlite")
    let store = try StudyStore(path: path, patience: 0, isAlone: true)
    #expect(throws: StoreError.locked(path: path)) { try StudyStore(path: path, patience: 0) }
    #expect(throws: StoreError.locked(path: path)) { try StudyStore(readingFrom: path, patience: 0) }
    try Examples.record(try Examples.reading(.tracker(Examples.tracker)), in: store)
    #expect(throws: StoreError.locked(path: path)) { try StudyStore(readingFrom: path, patience: 0) }
    try store.close()
    #expect(try names == ["study.sqlite"])
    #expect(try StudyStore(readingFrom: path).contents().count == 1)
  }

  // MARK: - Merging

  /// Writes to a store when another one is written to.
  private final class Disturbance: TransactionObserver, @unchecked Sendable {
    private let body: () throws -> Void
    private(set) var count = 0

    init(_ body: @escaping () throws -> Void) { self.body = body }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { true }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseDidRollback(_ db: Database) {}
    func databaseDidCommit(_ db: Database) {
      count += 1
      do { try body() } catch { Issue.record(error) }
    }
  }

  @Test("A store that is written to while it is merged is an error: a file could be lacking")
  func changedWhileMerged() throws {
    let path = try makeStore("part.sqlite")
    let target = try StudyStore(path: scratch.at("all.sqlite"))
    let disturbance = Disturbance {
      let other = try StudyStore(path: path)
      try other.writing { db in try db.execute(sql: "UPDATE file SET byte_count = byte_count + 1") }
    }
    target.database.add(transactionObserver: disturbance, extent: .observerLifetime)
    #expect(throws: StoreError.changedWhileRead) { try target.merge(StudyStore(readingFrom: path)) }
    #expect(disturbance.count > 0)
  }

  @Test("What killed merges left is removed by the next into the same store; all else stays")
  func abandoned() throws {
    let part = try makeStore("part.sqlite")
    let killed = ["0123ABCD", "00000000", "99999999"].map { "all.sqlite.merging-\($0).sqlite" }
    _ = try makeStore(killed[0])
    try scratch.write("", to: killed[1])
    // Of its tables only the list of migrations came to the disk.
    try DatabaseQueue(path: scratch.at(killed[2])).write { db in
      try db.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
    }
    // As SQLite leaves it between two transactions of a process that keeps its lock.
    try Data(count: 4096).write(to: URL(fileURLWithPath: scratch.at(killed[0] + "-journal")))
    let foreign = "all.sqlite.merging-FFFFFFFF.sqlite"
    try DatabaseQueue(path: scratch.at(foreign)).write { db in try db.execute(sql: "CREATE TABLE t (x)") }
    try scratch.write("some text\n", to: "all.sqlite.merging-EEEEEEEE.sqlite")
    for name in [
      "all.sqlite.merging-0123abcd.sqlite", "all.sqlite.merging-0123ABCDE.sqlite", "all.sqlite.merging-0123ABCD",
      "other.sqlite.merging-0123ABCD.sqlite", "all.sqlite.merging-x.sqlite", "all.sqlite.v2-backup.sqlite",
    ] {
      _ = try makeStore(name)
    }
    try scratch.link("all.sqlite.merging-11111111.sqlite", to: scratch.at(killed[1] + "x"))
    try FileManager.default.createDirectory(
      atPath: scratch.at("all.sqlite.merging-22222222.sqlite"), withIntermediateDirectories: true)
    let named = try makeStore("all.sqlite.merging-33333333.sqlite", sha256: "33")
    let before = Set(try names)
    // A merge that is going on.
    let living = try UnfinishedMerge(of: scratch.at("all.sqlite"))

    let summary = try StoreMerger(inputs: [part, named], output: scratch.at("all.sqlite")).run()
    #expect(summary.files == 2)
    #expect(summary.notes.count == 3)
    for name in killed { #expect(summary.notes.contains { $0.hasPrefix(scratch.at(name) + ": removed") }) }
    let after = Set(try names)
    #expect(before.subtracting(after) == Set(killed + [killed[0] + "-journal"]))
    let added = after.subtracting(before)
    #expect(added.filter { !$0.contains("merging") } == ["all.sqlite"])

    // The other one finishes, too, and nothing of either is lost.
    try Examples.record(try Examples.reading(.tracker(Examples.tracker), sha256: "22"), at: "/late", in: living.store)
    #expect(try living.finish().files().count == 3)
    #expect(try Set(names) == after.subtracting(added).union(["all.sqlite"]))
    #expect(try StudyStore(readingFrom: scratch.at("all.sqlite")).files().map(\.path).contains("/late"))
  }

  @Test("An abandoned merge is removed with the journal of its unfinished transaction")
  func abandonedJournal() throws {
    let part = try makeStore("part.sqlite")
    let abandoned = scratch.at("all.sqlite.merging-0123ABCD.sqlite")
    let store = try StudyStore(path: scratch.at("big.sqlite"))
    try store.writing { db in
      try db.execute(sql: "PRAGMA cache_size = 2")
      for index in 0..<60 {
        try db.execute(
          sql:
            "INSERT INTO content (sha256, format, byte_count, line_count, reader, record) VALUES (?, '', 0, 0, 0, ?)",
          arguments: ["\(index)", String(repeating: "x", count: 5000)])
      }
      // The two files as a kill at this moment would leave them.
      for ending in ["", "-journal"] {
        try FileManager.default.copyItem(atPath: scratch.at("big.sqlite") + ending, toPath: abandoned + ending)
      }
    }
    #expect(try names.filter { $0.contains("merging") }.count == 2)
    #expect(try StoreMerger(inputs: [part], output: scratch.at("all.sqlite")).run().files == 1)
    #expect(try names == ["all.sqlite", "big.sqlite", "part.sqlite"])
  }

  @Test("A merge that fails leaves nothing beside its place")
  func failedMerge() throws {
    let part = try makeStore("part.sqlite")
    let damaged = try makeStore("damaged.sqlite", sha256: "22")
    let database = try DatabaseQueue(path: damaged)
    try database.write { db in try db.execute(sql: "UPDATE content SET record = '{}'") }
    try database.close()
    #expect(throws: StoreError.self) {
      try StoreMerger(inputs: [part, damaged], output: scratch.at("all.sqlite")).run()
    }
    #expect(try names == ["damaged.sqlite", "part.sqlite"])
  }
}
