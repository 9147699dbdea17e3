import LogScanning

/// Reads files of RAPL energy counters, row by row and without a `String` per row.
///
/// Counters are handed over as they stand: wraps and resets are the integrator's matter.
struct RAPLCounterParser: LogParser {
  /// One zone while its rows are read.
  private struct Zone {
    let key: [UInt8]
    /// The series' place; `nil` for a zone that is not known.
    let series: Int?
    var lastDigits = 0
    var lastValue: Int64 = -1
    var steps = 0
    var falls = 0
  }

  private struct Reading {
    var zone: Int
    var series: Int
    var time: Int64
    var value: Int64
    var line: Int
  }

  /// More zones than this are not of one machine; it keeps a damaged file from making every row a zone.
  private static let maximumZones = 1024

  private var collector: TraceCollector
  private let fileZone: String?
  private let fallbackZone: String
  private var layout: RAPLCounterLayout?
  private var roles = RAPLSeriesRoles()
  private var zones: [Zone] = []
  /// The zone of each column of a wide file.
  private var zoneOfColumn: [Int] = []
  private var lastZone = 0
  private var cells: [Range<Int>] = []
  /// The newest readings, held back because the file may end inside the last of them.
  private var newest: [Reading] = []
  private var newestIsShort = false
  private var notes = RAPLFindings()
  private var lineCount = 0
  /// Zones that their names do not tell; what they are is judged when all of them are known.
  private var assumed: [(place: Int, domain: RAPLDomain, line: Int)] = []
  /// Ranges that comments told, by zone.
  private var ranges: [(zone: String, range: Int64)] = []

  init(_ context: ParserContext) {
    collector = TraceCollector(context)
    fileZone = RAPLZoneFile(fileName: context.fileName, folderName: context.folderName)?.zone
    fallbackZone = String(context.fileName.prefix { $0 != "." })
  }

  mutating func consume(_ line: RawSpan, number: Int) {
    lineCount = number
    let line = line.trimmed()
    guard let first = line.firstByte else { return }
    if first == 0x23 {
      ranges += RAPLRangeComment.ranges(in: line, fileZone: fileZone)
      return
    }
    if first == 0x7B { return object(line.withoutTrailingComma(), number: number) }
    // An array with an object a line.
    if line.equals("[") || line.equals("]") { return }
    if first &- 0x30 > 9, let header = RAPLCounterLayout(header: line) {
      if layout != nil { collector.repeatedHeader(number) }
      return adopt(header, line: number)
    }
    if RAPLCountersFormat.isToolError(line), first &- 0x30 > 9 { return collector.toolError(number, line.text) }
    if layout == nil, let inferred = RAPLCounterLayout(row: line, isSingleZone: { fileZone != nil }) {
      adopt(inferred, line: number)
    }
    guard let layout else { return collector.malformed(number) }
    row(line, number: number, layout: layout)
  }

  private mutating func adopt(_ layout: RAPLCounterLayout, line: Int) {
    self.layout = layout
    for name in layout.unknown { notes.unknown(name, line: line) }
    switch layout.shape {
    case .wide(let columns):
      zoneOfColumn = columns.map { column in
        let key = Array(column.zone.utf8)
        return zones.firstIndex { $0.key == key } ?? addZone(key, line: line)
      }
    case .single:
      guard zones.isEmpty else { return }
      let name = fileZone ?? fallbackZone
      _ = addZone(Array(name.utf8), line: line, isNamedByFile: fileZone == nil)
    case .long: break
    }
  }

  // MARK: Rows

  private mutating func row(_ line: RawSpan, number: Int, layout: RAPLCounterLayout) {
    RAPLCounterLayout.split(line, separator: layout.separator, time: layout.time, into: &cells)
    guard cells.count == layout.width, layout.time < cells.count else {
      if RAPLCountersFormat.isToolError(line) { return collector.toolError(number, line.text) }
      return collector.malformed(number)
    }
    guard let time = SampleTime(line.extracting(cells[layout.time]), decimals: layout.timeDecimals) else {
      return collector.malformed(number)
    }
    guard collector.accepts(time.clock, line: number) else { return }
    switch layout.shape {
    case .long(let zone, let counter):
      guard zone < cells.count, counter < cells.count,
        let place = zoneIndex(line.extracting(cells[zone]), line: number)
      else { return collector.malformed(number) }
      flush()
      if let range = layout.range { adoptRange(line.extracting(cells[range]), zone: place) }
      take(line.extracting(cells[counter]), zone: place, time: time.nanoseconds, number: number)
    case .wide(let columns):
      flush()
      for (column, place) in zip(columns, zoneOfColumn) where column.place < cells.count {
        if let range = column.range ?? layout.range, range < cells.count {
          adoptRange(line.extracting(cells[range]), zone: place)
        }
        take(line.extracting(cells[column.place]), zone: place, time: time.nanoseconds, number: number)
      }
    case .single(let counter):
      guard counter < cells.count, !zones.isEmpty else { return collector.malformed(number) }
      flush()
      if let range = layout.range { adoptRange(line.extracting(cells[range]), zone: 0) }
      take(line.extracting(cells[counter]), zone: 0, time: time.nanoseconds, number: number)
    }
  }

  private mutating func take(_ cell: RawSpan, zone: Int, time: Int64, number: Int) {
    guard zone < zones.count, let series = zones[zone].series else { return }
    guard let value = cell.scaledDecimal(decimals: 0), value >= 0 else {
      return collector.missing(series, cell, line: number)
    }
    newestIsShort = cell.byteCount < zones[zone].lastDigits
    zones[zone].lastDigits = cell.byteCount
    newest.append(Reading(zone: zone, series: series, time: time, value: value, line: number))
  }

  private mutating func flush() {
    for reading in newest {
      if zones[reading.zone].lastValue >= 0 {
        zones[reading.zone].steps += 1
        if reading.value < zones[reading.zone].lastValue { zones[reading.zone].falls += 1 }
      }
      zones[reading.zone].lastValue = reading.value
      collector.sample(reading.series, time: reading.time, value: reading.value, line: reading.line)
    }
    newest.removeAll(keepingCapacity: true)
  }

  private mutating func adoptRange(_ cell: RawSpan, zone: Int) {
    guard zone < zones.count, let series = zones[zone].series, collector.series[series].counterRange == nil,
      let range = cell.integer(), range > 0
    else { return }
    collector.update(series) { $0.counterRange = range }
  }

  // MARK: JSON lines

  private mutating func object(_ line: RawSpan, number: Int) {
    var time: SampleTime?
    var zone: Range<Int>?
    var counter: Range<Int>?
    var range: Range<Int>?
    var members = 0
    var walk = JSONScalars()
    while let member = walk.next(in: line) {
      members += 1
      let key = line.extracting(member.key)
      if RAPLJSONKey.time.matches(key) {
        time = SampleTime(line.extracting(member.value), decimals: RAPLJSONKey.decimals(of: key))
      } else if RAPLJSONKey.counter.matches(key) {
        counter = member.value
      } else if RAPLJSONKey.zone.matches(key) {
        zone = member.value
      } else if key.starts(with: "max_energy_range") {
        range = member.value
      }
    }
    guard members > 0, line.ends(with: "}"), let time else { return collector.malformed(number) }
    guard collector.accepts(time.clock, line: number) else { return }
    flush()
    if let counter {
      let place: Int?
      if let zone {
        place = zoneIndex(line.extracting(zone), line: number)
      } else {
        if zones.isEmpty {
          _ = addZone(Array((fileZone ?? fallbackZone).utf8), line: number, isNamedByFile: fileZone == nil)
        }
        place = 0
      }
      guard let place else { return collector.malformed(number) }
      if let range { adoptRange(line.extracting(range), zone: place) }
      return take(line.extracting(counter), zone: place, time: time.nanoseconds, number: number)
    }
    walk = JSONScalars()
    while let member = walk.next(in: line) {
      let key = line.extracting(member.key)
      guard !RAPLJSONKey.time.matches(key), !key.starts(with: "max_energy_range"),
        !member.isString || line.extracting(member.value).scaledDecimal(decimals: 0) != nil
      else { continue }
      guard let place = zoneIndex(key, line: number) else { continue }
      take(line.extracting(member.value), zone: place, time: time.nanoseconds, number: number)
    }
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

  private mutating func addZone(_ key: [UInt8], line: Int, isNamedByFile: Bool = false) -> Int {
    var name = key.withUnsafeBytes { $0.bytes.text }
    for suffix in ["_energy_uj", "_uj"] where name.hasSuffix(suffix) { name = String(name.dropLast(suffix.count)) }
    var known = RAPLDomain.zone(named: name)
    // A file of one zone that no name tells: most people record the package.
    if isNamedByFile, known == nil {
      known = (.package, false)
      notes.unnamed(name, line: line)
    }
    var place: Int?
    if let (domain, isAssumed) = known {
      place = collector.add(TraceSeries(device: name, component: domain.component, quantity: .energyCounter))
      if let place {
        if isAssumed {
          assumed.append((place, domain, line))
        } else {
          roles.insert(place, domain)
        }
        if let range = ranges.last(where: { $0.zone == name.lowercased() })?.range {
          collector.update(place) { $0.counterRange = range }
        }
      }
      switch domain {
      case .cores, .uncore, .graphics, .mirror: notes.contained(name, line: line)
      default: break
      }
    } else {
      notes.unknown(name, line: line)
    }
    zones.append(Zone(key: key, series: place))
    return zones.count - 1
  }

  private mutating func settleAssumed() {
    let known = RAPLFolderZones.domains(
      of: assumed.map { (collector.series[$0.place].device, collector.series[$0.place].counterRange) })
    for (zone, domain) in zip(assumed, known) {
      let domain = domain ?? zone.domain
      collector.update(zone.place) { $0.component = domain.component }
      roles.insert(zone.place, domain)
      notes.assumed("\(collector.series[zone.place].device) (\(domain.text))", line: zone.line)
    }
  }

  // MARK: End

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    if summary.endsInMidLine, newestIsShort, !newest.isEmpty {
      newest.removeLast()
      collector.note(
        Diagnostic(
          .info, "rapl.truncated-line", line: lineCount,
          "The file ends inside its last row, whose counter may be cut off; that reading was left out."))
    }
    flush()
    settleAssumed()
    roles.settle(in: &collector)
    for zone in zones {
      guard let series = zone.series, zone.steps >= 8, 4 * zone.falls >= zone.steps else { continue }
      collector.update(series) { $0.quantity = .intervalEnergy }
      collector.note(
        Diagnostic(
          .warning, "rapl.interval-energies",
          "\(collector.series[series].device): the value falls \(zone.falls) times in \(zone.steps) steps, which no "
            + "counter does; the values were taken for the microjoules since the row before."))
    }
    for diagnostic in notes.diagnostics { collector.note(diagnostic) }
    return collector.finish(summary)
  }
}

extension RawSpan {
  @_lifetime(copy self)
  fileprivate func withoutTrailingComma() -> RawSpan {
    ends(with: ",") ? extracting(0..<(byteCount - 1)).trimmed() : self
  }
}
