import Foundation
import GRDB
import LogFormats
import Testing

@testable import StudyStore

@Suite("Samples in the store")
struct SampleTests {
  static func column(_ count: Int, from start: Int64 = 0) -> TraceColumns.Column {
    TraceColumns.Column(
      times: (0..<count).map { start + Int64($0) * 1000 }, values: (0..<count).map { Int64($0 * $0 % 977) })
  }

  private func store(_ columns: [TraceColumns.Column]) throws -> (StudyStore, [StoredSeries]) {
    let store = try StudyStore.temporary()
    try Examples.record(
      try Examples.reading(.trace(Examples.trace), format: .nvidiaSMIQuery, samples: columns), in: store)
    let content = try #require(try store.contents().first)
    return (store, try store.series(of: content.id))
  }

  @Test("Samples come back in file order, series by series", arguments: [1, 4095, 4096, 4097, 400_000])
  func roundTrip(count: Int) throws {
    let columns = [Self.column(count), Self.column(3, from: .max - 5000)]
    let (store, series) = try store(columns)
    #expect(series.map(\.series) == Examples.trace.series)
    #expect(series.map(\.clock) == [.utc, .utc])
    #expect(series.map(\.firstTime) == columns.map(\.times.first))
    #expect(series.map(\.lastTime) == columns.map(\.times.last))
    #expect(series.map(\.isTimeOrdered) == [true, true])
    #expect(try series.map { try store.column(of: $0.id) } == columns)
  }

  @Test("A series without samples has no times and hands nothing over")
  func noSamples() throws {
    let (store, series) = try store([Self.column(5)])
    #expect(series.count == 2)
    #expect(series[1].firstTime == nil)
    #expect(series[1].lastTime == nil)
    #expect(try store.column(of: series[1].id).times.isEmpty)
    #expect(try store.column(of: 999).times.isEmpty)
  }

  @Test("Only the blocks that overlap the window are handed over, whole")
  func window() throws {
    let (store, series) = try store([Self.column(10_000)])
    func times(_ from: Int64?, _ to: Int64?) throws -> [Int64] {
      try store.column(of: series[0].id, from: from, to: to).times
    }
    #expect(try times(4_096_000, 4_096_000) == Array(Self.column(10_000).times[4096..<8192]))
    #expect(try times(4_095_000, 4_096_000).count == 8192)
    // Between the last sample of a block and the first of the next.
    #expect(try times(4_095_001, 4_095_999).isEmpty)
    #expect(try times(nil, 0).count == 4096)
    #expect(try times(8_192_000, nil).count == 10_000 - 8192)
    #expect(try times(10_000_000, nil).isEmpty)
  }

  @Test("A clock that was set back is told, and the window still finds its samples")
  func unordered() throws {
    var column = Self.column(5000)
    column.times.swapAt(0, 4999)
    let (store, series) = try store([column])
    #expect(series[0].isTimeOrdered == false)
    #expect(series[0].firstTime == 0)
    #expect(series[0].lastTime == 4_999_000)
    #expect(try store.column(of: series[0].id) == column)
    // The sample with time 0 is in the second block, that with 4 999 000 in the first.
    #expect(try store.column(of: series[0].id, to: 0).times.count == 5000 - 4096)
  }

  @Test("A damaged block is an error that names it")
  func damage() throws {
    let (store, series) = try store([Self.column(9000)])
    try store.writing { db in
      try db.execute(
        sql: "UPDATE trace_block SET data = ? WHERE position = 1", arguments: [Data([1, 2, 3, 4, 5, 6])])
    }
    var blocks = 0
    #expect(throws: StoreError.damagedBlock(seriesID: series[0].id, position: 1)) {
      try store.samples(of: series[0].id) { _, _ in blocks += 1 }
    }
    #expect(blocks == 1)
    #expect(try store.column(of: series[0].id, from: 8_500_000).times.count == 9000 - 8192)
  }

  @Test("The body may ask the store")
  func reentrant() throws {
    let (store, series) = try store([Self.column(10)])
    var files: [StoredFile] = []
    try store.samples(of: series[0].id) { _, _ in files = (try? store.files()) ?? [] }
    #expect(files.count == 1)
  }
}
