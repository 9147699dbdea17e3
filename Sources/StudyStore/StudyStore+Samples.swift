import Foundation
import GRDB
import LogFormats

extension StudyStore {
  /// The series of a trace in the order of ``TraceLog/series``; none when the content is no trace.
  public func series(of contentID: Int64) throws(StoreError) -> [StoredSeries] {
    guard let content = try content(contentID), case .trace(let trace) = content.record else { return [] }
    let rows = try reading { db in
      try SeriesRow.fetchAll(
        db, sql: "SELECT * FROM trace_series WHERE content_id = ? ORDER BY position", arguments: [contentID])
    }
    return rows.compactMap { row in
      guard trace.series.indices.contains(row.position) else { return nil }
      return StoredSeries(
        id: row.id, contentID: contentID, series: trace.series[row.position], clock: trace.clock,
        firstTime: row.firstTime, lastTime: row.lastTime, isTimeOrdered: row.isTimeOrdered)
    }
  }

  /// Hands over the samples of a series, block by block in file order.
  ///
  /// Blocks whose times all lie outside `from`…`to` are left out and not decoded; the others are handed over whole, so
  /// the first and last may reach beyond the limits. `body` may call the store.
  ///
  /// - Parameters:
  ///   - seriesID: a ``StoredSeries/id``; an unknown one has no samples.
  ///   - from: nanoseconds on the series' clock; no limit when `nil`.
  ///   - to: likewise.
  ///   - body: takes times in nanoseconds and as many values, in units of 10^-``TraceSeries/decimals`` watts or joules.
  /// - Throws: ``StoreError/damagedBlock(seriesID:position:)``, blocks before it having been handed over.
  public func samples(
    of seriesID: Int64, from: Int64? = nil, to: Int64? = nil,
    _ body: (_ times: ArraySlice<Int64>, _ values: ArraySlice<Int64>) -> Void
  ) throws(StoreError) {
    var position = -1
    while true {
      let rows = try reading { db in
        try BlockRow.fetchNext(64, of: seriesID, after: position, from: from ?? .min, to: to ?? .max, in: db)
      }
      guard let last = rows.last else { return }
      for row in rows {
        guard let samples = TraceBlockCodec.decode([UInt8](row.data)) else {
          throw .damagedBlock(seriesID: seriesID, position: row.position)
        }
        body(samples.times[...], samples.values[...])
      }
      position = last.position
    }
  }
}

/// A row of table `trace_block`.
struct BlockRow: Decodable, FetchableRecord {
  var position: Int
  var samples: Int
  var firstTime: Int64
  var lastTime: Int64
  var data: Data

  enum CodingKeys: String, CodingKey {
    case position, samples, data
    case firstTime = "first_ns"
    case lastTime = "last_ns"
  }

  /// The next blocks of a series that overlap a stretch of time, in order.
  static func fetchNext(
    _ count: Int, of seriesID: Int64, after position: Int, from: Int64, to: Int64, in db: Database
  ) throws -> [BlockRow] {
    let statement = try db.cachedStatement(
      sql: """
        SELECT position, samples, first_ns, last_ns, data FROM trace_block
        WHERE series_id = ? AND position > ? AND last_ns >= ? AND first_ns <= ?
        ORDER BY position LIMIT ?
        """)
    return try BlockRow.fetchAll(statement, arguments: [seriesID, position, from, to, count])
  }
}
