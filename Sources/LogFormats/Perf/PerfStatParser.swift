import LogScanning
import Quantities

/// Reads `perf stat` with energy events: intervals become a trace, totals become one record a block.
struct PerfStatParser: LogParser {
  private struct Series {
    let event: PerfEnergyEvent
    let aggregate: [UInt8]
    let place: Int
  }

  private var collector: TraceCollector
  private var roles = RAPLSeriesRoles()
  private var series: [Series] = []
  /// When perf started, on the host's clock.
  private var start: Int64?
  private var starts = 0
  private var totals = PerfTotals()
  private var hasEnergy = false
  private var unknown: (count: Int, line: Int, text: String)?
  private var commas: (count: Int, line: Int)?
  private var lastUnknownLine = 0
  private var lastOtherLine = 0

  init(_ context: ParserContext) { collector = TraceCollector(context) }

  mutating func consume(_ line: RawSpan, number: Int) {
    let line = line.trimmed()
    guard let first = line.firstByte else { return }
    if first == 0x7B, line.contains("\"counter-value\"") { return object(line, number: number) }
    if first == 0x23, let date = Self.startDate(line) {
      totals.close()
      starts += 1
      if starts > 1 { collector.repeatedHeader(number) }
      start = date
      totals.start = date
      return
    }
    if line.contains("Performance counter stats for") { return totals.begin(line) }
    if line.contains("seconds time elapsed") { return totals.elapsed(line) }
    if line.contains("duration_time") { return totals.duration(line) }
    if let found = PerfStatLine(line) { return energy(found, line, number: number) }
    if Self.isToolError(line) { return collector.toolError(number, line.text) }
    if line.contains("Joules"), line.contains("energy-") { collector.malformed(number) }
    // Another counter, a program's own words, or a count that the end of the file cuts off.
    lastOtherLine = number
  }

  /// The date in `# started on Sun Aug 24 12:00:00 2026`, which is in English in every locale; on the host's clock.
  private static func startDate(_ line: RawSpan) -> Int64? {
    guard let start = line.firstOffset(of: "started on ") else { return nil }
    return line.dropping(start + 11).trimmed().leadingCTime()?.nanoseconds
  }

  private static func isToolError(_ line: RawSpan) -> Bool {
    line.contains("Access to performance monitoring and observability operations is limited")
      || line.contains("You may not have permission to collect") || line.contains("event syntax error: 'power/")
      || line.contains("No permission to enable power/")
  }

  // MARK: Counts

  private mutating func energy(_ found: PerfStatLine, _ line: RawSpan, number: Int) {
    hasEnergy = true
    guard let event = found.event else { return unknown(line, number: number) }
    let cell = line.extracting(found.value)
    if found.fraction != nil { commas = ((commas?.count ?? 0) + 1, commas?.line ?? number) }
    // `perf stat -I --summary` ends with totals.
    let isSummary = found.aggregate.map { line.extracting($0).equals("summary") } ?? false
    guard let time = found.time else {
      let name = isSummary ? nil : found.aggregate.map { line.extracting($0).text }
      totals.add(
        event, of: name, joules: value(of: found, line), line: number, cpus: found.cpus, runTime: found.runTime,
        isMean: found.isMean)
      return
    }
    guard let seconds = Self.nanoseconds(line.extracting(time)) else { return collector.malformed(number) }
    let aggregate = found.aggregate ?? 0..<0
    guard let place = place(of: event, line.extracting(aggregate), number: number) else { return }
    sample(place, seconds, exactValue(of: found, line), cell, number: number)
  }

  private mutating func sample(_ place: Int, _ seconds: Int64, _ value: Int64?, _ cell: RawSpan, number: Int) {
    let (time, overflow) = seconds.addingReportingOverflow(start ?? 0)
    guard !overflow else { return collector.malformed(number) }
    guard collector.accepts(start == nil ? .relative : .local, line: number) else { return }
    if let value {
      collector.sample(place, time: time, value: value, line: number)
    } else {
      collector.missing(place, cell, line: number)
    }
  }

  private static func nanoseconds(_ cell: RawSpan) -> Int64? {
    if let value = cell.scaledDecimal(decimals: 9) { return value }
    return LocaleNumber.double(cell, isGrouped: false).flatMap { Int64($0, scaledBy: 9) }
  }

  /// In microjoules.
  private func exactValue(of found: PerfStatLine, _ line: RawSpan) -> Int64? {
    if found.fraction == nil, let exact = line.extracting(found.value).scaledDecimal(decimals: 6) { return exact }
    return value(of: found, line).flatMap { Int64($0, scaledBy: 6) }
  }

  private func value(of found: PerfStatLine, _ line: RawSpan) -> Double? {
    if let fraction = found.fraction {
      let joined = line.extracting(found.value).byteArray + [0x2E] + line.extracting(fraction).byteArray
      return joined.withUnsafeBytes { $0.bytes.double() }
    }
    let cell = line.extracting(found.value)
    if found.isDelimited, let plain = cell.double() { return plain.isFinite ? plain : nil }
    return LocaleNumber.double(cell, isGrouped: !found.isDelimited)
  }

  private mutating func place(of event: PerfEnergyEvent, _ aggregate: RawSpan, number: Int) -> Int? {
    for known in series where known.event == event && aggregate.equals(known.aggregate) { return known.place }
    let name = aggregate.byteCount > 0 ? "\(aggregate.text) \(event.name)" : event.name
    let place = collector.add(
      TraceSeries(device: name, component: event.domain.component, quantity: .intervalEnergy, origin: start ?? 0))
    guard let place else { return nil }
    roles.insert(place, event.domain)
    series.append(Series(event: event, aggregate: aggregate.byteArray, place: place))
    return place
  }

  private mutating func unknown(_ line: RawSpan, number: Int) {
    unknown = ((unknown?.count ?? 0) + 1, unknown?.line ?? number, unknown?.text ?? String(line.text.prefix(120)))
    lastUnknownLine = number
  }

  // MARK: JSON

  private mutating func object(_ line: RawSpan, number: Int) {
    var time: Range<Int>?
    var event: Range<Int>?
    var value: Range<Int>?
    var aggregate = 0..<0
    var cpus: Int?
    var runTime: Int64?
    var isMean = false
    var walk = JSONScalars()
    while let member = walk.next(in: line) {
      let key = line.extracting(member.key)
      if key.equals("interval") {
        time = member.value
      } else if key.equals("event") {
        event = member.value
      } else if key.equals("counter-value") {
        value = member.value
      } else if key.equals("socket") || key.equals("die") || key.equals("core") || key.equals("cpu")
        || key.equals("node")
      {
        aggregate = member.value
      } else if key.equals("aggregate-number") || key.equals("counters") {
        cpus = line.extracting(member.value).integer().flatMap { Int(exactly: $0) }
      } else if key.equals("event-runtime") {
        runTime = line.extracting(member.value).integer()
      } else if key.equals("variance") {
        isMean = true
      }
    }
    guard line.ends(with: "}"), let event, let value else { return collector.malformed(number) }
    let name = line.extracting(event)
    if name.equals("duration_time"), time == nil {
      return totals.seconds(line.extracting(value).double().map { $0 / 1e9 })
    }
    guard name.contains("energy-") else { return }
    hasEnergy = true
    guard let event = PerfEnergyEvent(name) else { return unknown(line, number: number) }
    let cell = line.extracting(value)
    let joules = cell.double() ?? LocaleNumber.double(cell, isGrouped: false)
    guard let time else {
      let label = aggregate.isEmpty ? nil : line.extracting(aggregate).text
      return totals.add(
        event, of: label, joules: joules, line: number, cpus: cpus, runTime: runTime, isMean: isMean)
    }
    guard let seconds = Self.nanoseconds(line.extracting(time)) else { return collector.malformed(number) }
    guard let place = place(of: event, line.extracting(aggregate), number: number) else { return }
    let exact = cell.scaledDecimal(decimals: 6) ?? joules.flatMap { Int64($0, scaledBy: 6) }
    sample(place, seconds, exact, cell, number: number)
  }

  // MARK: End

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    totals.close()
    if let (found, line, text) = unknown {
      var count = found
      if summary.endsInMidLine, lastUnknownLine == summary.lineCount {
        collector.malformed(lastUnknownLine)
        count -= 1
      }
      if count > 0 {
        collector.note(
          Diagnostic(
            .warning, "perf.unknown-event", line: line,
            "\(count) lines are of energy events that are not known (first: '\(text)'); they were left out."))
      }
    }
    if let (count, line) = commas {
      collector.note(
        Diagnostic(
          .warning, "perf.decimal-comma", line: line,
          "\(count) counts have a decimal comma that is also the separator; the two fields were read as one number."))
    }
    if !series.isEmpty {
      if summary.endsInMidLine, lastOtherLine == summary.lineCount { collector.malformed(lastOtherLine) }
      if !totals.records.isEmpty {
        collector.note(
          Diagnostic(
            .info, "perf.totals-beside-intervals", line: totals.records.first?.line,
            "Totals stand beside the intervals that they sum; they were left out."))
      }
      roles.settle(in: &collector)
      return collector.finish(summary)
    }
    for diagnostic in totals.diagnostics { collector.note(diagnostic) }
    guard !totals.records.isEmpty else { return collector.finish(summary, hasPower: hasEnergy) }
    let log = EnergyRecordLog(
      tool: "perf stat", clock: totals.records.contains { $0.start != nil } ? .local : .relative,
      records: totals.records)
    return collector.finish(summary, record: .energyRecords(log))
  }
}
