import GRDB
import LogFormats
import Quantities
import Testing

@testable import StudyStore

@Suite("Records in the store")
struct RecordTests {
  @Test("Every kind of record comes back as the identical value", arguments: Examples.records)
  func roundTrip(_ record: LogRecord) throws {
    let store = try StudyStore.temporary()
    let reading = try Examples.reading(record)
    try Examples.record(reading, in: store)
    let stored = try #require(try store.contents().first)
    #expect(stored.record == record)
    #expect(stored.diagnostics == reading.parsed.diagnostics)
    #expect(stored.version == "2.6 or later")
    #expect(stored.format == .slurmOutput)
    #expect(stored.byteCount == 1000)
    #expect(stored.lineCount == 20)
    #expect(try store.content(stored.id) == stored)
  }

  @Test("Equal records are equal bytes")
  func canonical() throws {
    for record in Examples.records {
      #expect(try RecordCoding.json(record) == RecordCoding.json(record))
    }
    #expect(try RecordCoding.json(Examples.training).hasPrefix("{\"dataset\":"))
  }

  @Test("Losses that are no numbers are kept, and are NULL in the table")
  func notANumber() throws {
    let store = try StudyStore.temporary()
    var log = Examples.training
    log.epochs[0].trainLoss = .nan
    log.epochs[1].trainLoss = -.infinity
    try Examples.record(try Examples.reading(.trainingLog(log)), in: store)
    guard case .trainingLog(let stored) = try store.contents().first?.record else {
      Issue.record("no training log")
      return
    }
    #expect(stored.epochs[0].trainLoss?.isNaN == true)
    #expect(stored.epochs[1].trainLoss == -.infinity)
    let losses = try store.reading { db in
      try Double?.fetchAll(db, sql: "SELECT train_loss FROM epoch ORDER BY position")
    }
    #expect(losses.count == 3)
    #expect(losses[0] == nil)
    #expect(losses[1] == -.infinity)
  }

  @Test("Tables repeat the record's numbers for SQL")
  func columns() throws {
    let store = try StudyStore.temporary()
    try Examples.record(try Examples.reading(.trainingLog(Examples.training), sha256: "01"), at: "/logs/1", in: store)
    try Examples.record(try Examples.reading(.tracker(Examples.tracker), sha256: "02"), at: "/logs/2", in: store)
    try Examples.record(try Examples.reading(.codecarbon(Examples.codecarbon), sha256: "03"), at: "/logs/3", in: store)
    try Examples.record(try Examples.reading(.console(Examples.console), sha256: "04"), at: "/logs/4", in: store)
    try store.reading { db in
      let epoch = try #require(try Row.fetchOne(db, sql: "SELECT * FROM epoch WHERE epoch_index = 1"))
      #expect(epoch["start_ns"] as Int64? == 1_700_000_100_000_000_001)
      #expect(epoch["mean_pseudo_dice"] as Double? == 0.5)
      #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM epoch WHERE end_ns IS NULL") == 1)
      let session = try #require(try Row.fetchOne(db, sql: "SELECT * FROM tracker_session"))
      #expect(session["it_joules"] as Double? == 2000)
      #expect(session["corrected_it_joules"] as Double? == 4000)
      #expect(session["actual_kwh"] as Double? == 1.25e-3)
      #expect(try Double.fetchOne(db, sql: "SELECT sum(gpu_watts) FROM tracker_epoch") == 200)
      #expect(try Double.fetchOne(db, sql: "SELECT gpu_kwh FROM codecarbon_row") == 1e-300)
      #expect(try String.fetchOne(db, sql: "SELECT kind FROM document") == "console")
      #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM diagnostic WHERE code = 'file.long-line'") == 4)
      // A console repeats what a training log says; only the log's epochs are rows.
      #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM epoch") == 3)
    }
  }

  @Test(
    "Views show epochs as records have them: the first power of a component, sums over devices, numbers that JSON lacks"
  )
  func epochViews() throws {
    let store = try StudyStore.temporary()
    var log = Examples.tracker
    log.sessions.append(log.sessions[0])
    log.sessions[1].epochs = [TrackerEpoch(number: 9, line: 4)]
    log.sessions[1].epochs[0].end = WallTime(nanoseconds: 12)
    log.sessions[1].epochs[0].powers = [
      ComponentPower(component: "cpu", watts: [.infinity], line: 5),
      ComponentPower(component: "gpu", watts: [1, nil, 2.5], line: 6),
      ComponentPower(component: "gpu", watts: [1000], line: 7), ComponentPower(component: "ram", watts: [7], line: 8),
    ]
    try Examples.record(try Examples.reading(.tracker(log)), in: store)
    try store.reading { db in
      let sessions = try Int64.fetchAll(db, sql: "SELECT id FROM tracker_session ORDER BY position")
      let rows = try Row.fetchAll(db, sql: "SELECT * FROM tracker_epoch ORDER BY session_id, position")
      #expect(rows.map { $0["session_id"] as Int64 } == [sessions[0], sessions[0], sessions[1]])
      #expect(rows.map { $0["number"] as Int } == [1, 2, 9])
      #expect(rows.map { $0["seconds"] as Double? } == [10, 10, nil])
      #expect(rows.map { $0["end_ns"] as Int64? } == [nil, nil, 12])
      #expect(rows.map { $0["gpu_watts"] as Double? } == [100, 100, 3.5])
      #expect(rows[0]["cpu_watts"] as Double? == nil)
      #expect(rows.map { $0["line"] as Int } == [5, 10, 4])
      #expect(rows[0]["position"] as Int == 0 && rows[1]["position"] as Int == 1 && rows[2]["position"] as Int == 0)
      #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM epoch") == 0)
    }
  }

  @Test(
    "Of two readings of the same bytes the one that knows more stays, whichever comes first", arguments: [true, false])
  func betterReading(betterFirst: Bool) throws {
    let store = try StudyStore.temporary()
    let better = try Examples.reading(.console(Examples.console))
    let worse = try Examples.reading(.none, format: .unknown)
    try Examples.record(betterFirst ? better : worse, at: "/logs/a", in: store)
    try Examples.record(betterFirst ? worse : better, at: "/logs/b", in: store)
    let contents = try store.contents()
    #expect(contents.map(\.record) == [.console(Examples.console)])
    #expect(try store.files().map(\.contentID) == [contents[0].id, contents[0].id])
    #expect(try store.reading { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM document") } == 1)
  }

  @Test("A record that cannot be decoded is an error, not a trap")
  func damaged() throws {
    let store = try StudyStore.temporary()
    try Examples.record(try Examples.reading(.none, sha256: "ab"), in: store)
    try store.writing { db in try db.execute(sql: "UPDATE content SET record = '{\"record\":7}'") }
    #expect(throws: StoreError.damagedRecord(sha256: "ab")) { try store.contents() }
  }
}
