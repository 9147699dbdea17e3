import GRDB
import LogFormats

extension StudyStore {
  /// Takes over all that another store has, such as those of the tasks of an array job.
  ///
  /// Equal contents become one. Of a path that both stores have, the later state stays (by modification time, then
  /// size, then state), so that stores may be merged in any order. Contents are committed in batches; merging
  /// again after an interruption completes it.
  ///
  /// - Throws: ``StoreError/damagedRecord(sha256:)``, ``StoreError/damagedBlock(seriesID:position:)`` and
  ///   ``StoreError/changedWhileRead`` for the other store, ``StoreError/database(message:)`` for either.
  public func merge(_ other: StudyStore) throws(StoreError) {
    guard other !== self else { return }
    do {
      // Else a file that an ingest reads anew meanwhile could be missing with both its contents.
      try other.unchanged { try takeAll(of: other) }
    } catch {
      throw StoreError(error, path: path)
    }
  }

  private func takeAll(of other: StudyStore) throws(StoreError) {
    let parts = try other.shards()
    try beginParts(parts)
    let files = try other.reading { db in try FileRow.fetchAll(db, sql: "SELECT * FROM file ORDER BY path") }
    let filesByContent = Dictionary(grouping: files, by: \.contentID)
    let ids = try other.reading { db in try Int64.fetchAll(db, sql: "SELECT id FROM content ORDER BY sha256") }
    var batch: [(reading: ContentReading, files: [FileRow])] = []
    var weight = 0
    for id in ids {
      guard let reading = try other.storedReading(id) else { continue }
      batch.append((reading, filesByContent[id] ?? []))
      weight += reading.weight
      if batch.count >= 256 || weight >= 16 << 20 {
        try take(batch)
        batch = []
        weight = 0
      }
    }
    try take(batch)
    let unread = filesByContent[nil] ?? []
    try writing { db in
      for file in unread { try FileWriter(db: db).merge(file, contentID: nil) }
    }
    try finishParts(parts)
  }

  /// Writes down that parts of an ingest are being taken over, so that a merge that is killed does not pass for whole.
  private func beginParts(_ parts: [StoredShard]) throws(StoreError) {
    try writing { db in
      let rows = ShardRows(db: db)
      let known = try rows.all()
      for var part in parts where !known.contains(where: { $0.roots == part.roots && $0.shard == part.shard }) {
        part.isFinished = false
        try rows.put(part)
      }
    }
  }

  private func finishParts(_ parts: [StoredShard]) throws(StoreError) {
    try writing { db in
      let rows = ShardRows(db: db)
      let known = try rows.all()
      for part in parts {
        let old = known.first { $0.roots == part.roots && $0.shard == part.shard }
        try rows.put(old.map { ShardRows.later($0, part) } ?? part)
      }
    }
  }

  /// Writes contents and their files in one transaction.
  private func take(_ batch: [(reading: ContentReading, files: [FileRow])]) throws(StoreError) {
    try writing { db in
      for (reading, files) in batch {
        let contentID = try ContentWriter(db: db).store(reading)
        for file in files { try FileWriter(db: db).merge(file, contentID: contentID) }
        try ContentWriter(db: db).deleteIfUnused(contentID)
      }
    }
  }

  /// A stored content with its samples, as it was when it was read.
  private func storedReading(_ contentID: Int64) throws(StoreError) -> ContentReading? {
    let found: (row: ContentRow, series: [PackedSeries])? = try reading { db in
      guard
        let row = try ContentRow.fetchOne(db, sql: "SELECT * FROM content WHERE id = ?", arguments: [contentID])
      else { return nil }
      return (row, try PackedSeries.fetchAll(of: contentID, in: db))
    }
    guard let found else { return nil }
    let content = try found.row.content()
    do {
      return try ContentReading(
        sha256: content.sha256, format: content.format, byteCount: content.byteCount, lineCount: content.lineCount,
        parsed: ParsedContent(record: content.record, version: content.version, diagnostics: content.diagnostics),
        series: found.series, declaration: found.row.declaration, readerVersion: found.row.reader)
    } catch {
      throw .damagedRecord(sha256: content.sha256)
    }
  }
}

extension PackedSeries {
  /// All series of a content with their blocks, which are checked.
  fileprivate static func fetchAll(of contentID: Int64, in db: Database) throws -> [PackedSeries] {
    let rows = try SeriesRow.fetchAll(
      db, sql: "SELECT * FROM trace_series WHERE content_id = ? ORDER BY position", arguments: [contentID])
    return try rows.map { row in
      let blocks = try BlockRow.fetchNext(.max, of: row.id, after: -1, from: .min, to: .max, in: db)
      return PackedSeries(
        blocks: try blocks.map { block in
          let bytes = [UInt8](block.data)
          guard block.firstTime <= block.lastTime, TraceBlockCodec.decode(bytes) != nil else {
            throw StoreError.damagedBlock(seriesID: row.id, position: block.position)
          }
          return PackedBlock(
            sampleCount: block.samples, timeRange: block.firstTime...block.lastTime, bytes: bytes)
        },
        timeRange: row.timeRange, isTimeOrdered: row.isTimeOrdered)
    }
  }
}

extension FileWriter {
  /// Takes over a row of another store, unless this store's row of the same path is later.
  fileprivate func merge(_ file: FileRow, contentID: Int64?) throws {
    var row = file
    row.contentID = contentID
    guard let old = try FileRow.fetchOne(db, sql: "SELECT * FROM file WHERE path = ?", arguments: [file.path]) else {
      return try write(row)
    }
    let root = shorter(row.root, old.root)
    if Self.precedes(row, old) {
      row = old
    }
    row.root = root
    try write(row)
    for id in [old.contentID, contentID] {
      if let id, id != row.contentID { try ContentWriter(db: db).deleteIfUnused(id) }
    }
  }

  /// Whether a row tells of an earlier state of its file than another.
  private static func precedes(_ left: FileRow, _ right: FileRow) -> Bool {
    if left.modified != right.modified { return left.modified < right.modified }
    if left.byteCount != right.byteCount { return left.byteCount < right.byteCount }
    return left.stateRank < right.stateRank
  }
}

extension FileRow {
  /// What is kept when two stores disagree: having seen the file says more than not having been able to, and that it
  /// is gone can only have been seen after that.
  fileprivate var stateRank: Int {
    switch state {
    case .unreadable: 0
    case .present: 1
    case .vanished: 2
    }
  }
}
