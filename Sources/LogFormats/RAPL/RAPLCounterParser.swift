import LogScanning

/// Reads files of RAPL energy counters, row by row and without a `String` per row.
///
/// Counters are handed over as they stand: wraps and resets are the integrator's matter.
struct RAPLCounterParser: LogParser {
  /// One zone while its rows are read.
  private struct Zone {
    let key: [UInt8]
    /// The series' place; `nil` for a zone that is not counted.
    let series: Int?
    var lastDigits = 0
    var firstMissingLine: Int?
  }

  /// More zones than this are not of one machine; it keeps a damaged file from making every row a zone.
  private static let maximumZones = 1024

  private let samples: any TraceSampleSink
  private var layout: RAPLCounterLayout?
  private var zones: [Zone] = []
  /// The zone of each column of a wide file.
  private var zoneOfColumn: [Int] = []
  private var lastZone = 0
  private var log = TraceLog(clock: .utc)
  private var clock: TraceLog.Clock?
  /// The newest readings, held back because the file may end inside the last of them.
  private var newest: [(series: Int, time: Int64, value: Int64)] = []
  private var newestIsShort = false

  private var unread = RAPLFindings()
  private var lineCount = 0

  init(_ context: ParserContext) { samples = context.samples }

  mutating func consume(_ line: RawSpan, number: Int) {
    lineCount = number
    let line = number == 1 ? line.withoutByteOrderMark().trimmed() : line.trimmed()
    guard let first = line.firstByte, first != 0x23 else { return }
    if first &- 0x30 > 9, let header = RAPLCounterLayout(header: line) {
      if layout != nil { unread.repeatedHeader(number) }
      return adopt(header, line: number)
    }
    if layout == nil, let inferred = RAPLCounterLayout(row: line) { adopt(inferred, line: number) }
    guard let layout else { return unread.malformed(number) }
    row(line, number: number, layout: layout)
  }

  private mutating func adopt(_ layout: RAPLCounterLayout, line: Int) {
    self.layout = layout
    guard case .wide(let columns) = layout.shape else { return }
    zoneOfColumn = columns.map { column in
      let key = Array(column.zone.utf8)
      return zones.firstIndex { $0.key == key } ?? addZone(key, line: line)
    }
  }

  // MARK: Rows

  private mutating func row(_ line: RawSpan, number: Int, layout: RAPLCounterLayout) {
    switch layout.shape {
    case .long(let zone, let counter): longRow(line, number: number, layout: layout, zone: zone, counter: counter)
    case .wide(let columns): wideRow(line, number: number, layout: layout, columns: columns)
    }
  }

  private mutating func longRow(_ line: RawSpan, number: Int, layout: RAPLCounterLayout, zone: Int, counter: Int) {
    var stamp: CounterStamp?
    var name = 0..<0
    var value = 0..<0
    var range = 0..<0
    var count = 0
    var fields = DelimitedFields(separator: layout.separator)
    while let cell = fields.next(in: line) {
      if count == layout.time {
        // A stamp with a blank in it is two cells when blanks separate.
        stamp = CounterStamp(leading: line.dropping(cell.lowerBound))
        if let stamp, stamp.length != cell.count {
          guard layout.separator == .blanks, stamp.length > cell.count else { return unread.malformed(number) }
          _ = fields.next(in: line)
        }
      }
      if count == zone { name = cell }
      if count == counter { value = cell }
      if count == layout.range { range = cell }
      count += 1
    }
    guard count == layout.width, let stamp, accept(stamp.clock) else { return unread.malformed(number) }
    guard let place = zoneIndex(line.extracting(name), line: number) else { return unread.malformed(number) }
    guard let series = zones[place].series else { return }
    flush()
    if log.series[series].counterRange == nil, let uj = line.extracting(range).integer(), uj > 0 {
      log.series[series].counterRange = uj
    }
    take(line.extracting(value), zone: place, series: series, time: stamp.nanoseconds, number: number)
  }

  private mutating func wideRow(
    _ line: RawSpan, number: Int, layout: RAPLCounterLayout, columns: [RAPLCounterLayout.Column]
  ) {
    var stamp: CounterStamp?
    var count = 0
    var fields = DelimitedFields(separator: layout.separator)
    while let cell = fields.next(in: line) {
      if count == layout.time {
        stamp = CounterStamp(leading: line.dropping(cell.lowerBound))
        if let stamp, stamp.length > cell.count, layout.separator == .blanks { _ = fields.next(in: line) }
      }
      count += 1
    }
    guard count == layout.width, let stamp, accept(stamp.clock) else { return unread.malformed(number) }
    flush()
    count = 0
    fields = DelimitedFields(separator: layout.separator)
    let start = layout.separator == .blanks && layout.time == 0 ? stamp.length : 0
    if start > 0 { count = 1 }
    let rest = line.dropping(start)
    while let cell = fields.next(in: rest) {
      if let column = columns.firstIndex(where: { $0.place == count }) {
        let place = zoneOfColumn[column]
        if let series = zones[place].series {
          take(rest.extracting(cell), zone: place, series: series, time: stamp.nanoseconds, number: number)
        }
      }
      count += 1
    }
  }

  private mutating func take(_ cell: RawSpan, zone: Int, series: Int, time: Int64, number: Int) {
    guard let value = cell.scaledDecimal(decimals: 0), value >= 0 else {
      log.series[series].missingSamples += 1
      zones[zone].firstMissingLine = zones[zone].firstMissingLine ?? number
      return
    }
    newestIsShort = cell.byteCount < zones[zone].lastDigits
    zones[zone].lastDigits = cell.byteCount
    newest.append((series, time, value))
  }

  private mutating func flush() {
    for sample in newest {
      log.series[sample.series].samples += 1
      samples.append(series: sample.series, time: sample.time, value: sample.value)
    }
    newest.removeAll(keepingCapacity: true)
  }

  /// The first stamp decides on the file's clock; rows on another cannot be used.
  private mutating func accept(_ clock: TraceLog.Clock) -> Bool {
    if self.clock == nil { self.clock = clock }
    return self.clock == clock
  }

  // MARK: Zones

  /// The place of the zone that a row names; `nil` when there are too many.
  private mutating func zoneIndex(_ name: RawSpan, line: Int) -> Int? {
    if !zones.isEmpty {
      let next = (lastZone + 1) % zones.count
      if name.equals(zones[next].key) {
        lastZone = next
        return next
      }
      for place in zones.indices where name.equals(zones[place].key) {
        lastZone = place
        return place
      }
    }
    guard zones.count < Self.maximumZones else { return nil }
    lastZone = addZone(name.byteArray, line: line)
    return lastZone
  }

  private mutating func addZone(_ key: [UInt8], line: Int) -> Int {
    let name = key.withUnsafeBytes { $0.bytes.text }
    var series: Int?
    switch RAPLZone(name: name) {
    case .counted(let component, let isAssumed):
      series = log.series.count
      log.series.append(TraceSeries(device: name, component: component, quantity: .energyCounter))
      if isAssumed { unread.assumed(name, line: line) }
    case .contained: unread.contained(name, line: line)
    case .unknown: unread.unknown(name, line: line)
    }
    zones.append(Zone(key: key, series: series))
    return zones.count - 1
  }

  // MARK: End

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    if summary.endsInMidLine, newestIsShort, !newest.isEmpty {
      newest.removeLast()
      unread.truncated(lineCount)
    } else if summary.endsInMidLine, unread.lastMalformed == lineCount {
      unread.lastMalformedWasTruncated()
    }
    flush()
    log.clock = clock ?? .utc
    var diagnostics = unread.diagnostics
    for zone in zones {
      guard let series = zone.series, let line = zone.firstMissingLine else { continue }
      diagnostics.append(
        Diagnostic(
          .warning, "rapl.missing-readings", line: line,
          "\(log.series[series].device): \(log.series[series].missingSamples) rows have no counter reading; "
            + "they were left out."))
    }
    if log.series.allSatisfy({ $0.samples == 0 }) {
      diagnostics.append(
        Diagnostic(
          .warning, "rapl.no-samples",
          "No row holds a time of day, a known zone and a counter in microjoules; nothing was read."))
    }
    diagnostics.sort { ($0.line ?? 0, $0.code) < ($1.line ?? 0, $1.code) }
    return ParsedContent(record: log.series.isEmpty ? .none : .trace(log), diagnostics: diagnostics)
  }
}
