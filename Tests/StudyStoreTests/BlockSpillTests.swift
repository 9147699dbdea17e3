import LogFormats
import TestSupport
import Testing

@testable import StudyStore

@Suite("Packed samples of large traces")
struct BlockSpillTests {
  @Test("They leave memory and come back from the store as they were")
  func roundTrip() throws {
    var generator = SeededGenerator(seed: 4)
    let collector = TraceBlockCollector()
    var columns = [TraceColumns.Column(), TraceColumns.Column()]
    // Numbers that do not pack: eight bytes and more for each.
    for sample in 0..<700_000 {
      let (series, time, value) = (sample % 2, Int64(sample), Int64(bitPattern: generator.next()))
      collector.append(series: series, time: time, value: value)
      columns[series].times.append(time)
      columns[series].values.append(value)
    }
    let packed = collector.finish()
    #expect(packed.count == 2)
    #expect(packed.reduce(0) { $0 + $1.residentCount } < 5 << 20)
    #expect(packed.flatMap(\.blocks).contains { $0.residentCount == 0 })
    #expect(packed.map(\.timeRange) == [0...699_998, 1...699_999])

    let store = try StudyStore.temporary()
    var log = Examples.trace
    for place in log.series.indices { log.series[place].samples = columns[0].times.count }
    var reading = try Examples.reading(.trace(log))
    reading.series = packed
    #expect(reading.weight < 5 << 20)
    try Examples.record(reading, in: store)
    let content = try #require(try store.contents().first)
    let stored = try store.series(of: content.id)
    #expect(stored.count >= 2)
    for (series, column) in zip(stored, columns) { #expect(try store.column(of: series.id) == column) }
  }

  @Test("Bytes are found again at their places, and none beyond the end")
  func places() throws {
    let file = try #require(BlockSpill())
    let first = try #require(file.write([1, 2, 3], at: 0))
    let second = try #require(file.write([4, 5], at: 3))
    #expect(try file.read(second) == [4, 5])
    #expect(try file.read(first) == [1, 2, 3])
    #expect(throws: StoreError.self) { try file.read(.init(offset: 4, byteCount: 2)) }
  }
}
