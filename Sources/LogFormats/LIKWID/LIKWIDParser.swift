import LogScanning
import Quantities

/// Reads LIKWID's output: totals become a record per measurement, a timeline becomes a trace.
struct LIKWIDParser: LogParser {
  private var timeline: LIKWIDTimeline
  private var records: [EnergyRecord] = []

  // The measurement that is being read.
  private var parts: [(device: String, domain: RAPLDomain, joules: Double)] = []
  private var devices: Set<String> = []
  private var seconds: Double?
  private var label: String?
  private var line = 0

  // Where in the text the reader is.
  private var socket: String?
  private var domain: RAPLDomain?
  private var threads: [String] = []
  private var isStatistics = false
  private var missing: (count: Int, line: Int)?

  init(_ context: ParserContext) { timeline = LIKWIDTimeline(context) }

  mutating func consume(_ line: RawSpan, number: Int) {
    let line = line.trimmed()
    guard line.byteCount > 0, !timeline.consume(line, number: number) else { return }
    if line.starts(with: "Runtime:") {
      close()
      seconds = Self.number(line.dropping(8), unit: "s")
    } else if line.starts(with: "Measure for socket") {
      socket = line.text.split(separator: " ").dropFirst(3).first.map(String.init)
    } else if line.starts(with: "Domain ") {
      domain = RAPLDomain(word: line.dropping(7).text.prefix { $0 != ":" }.lowercased())
    } else if line.starts(with: "Energy consumed:") {
      consumed(line, number: number)
    } else if line.starts(with: "TABLE,") || line.starts(with: "Region ") || line.starts(with: "Group ") {
      table(line)
    } else if line.contains("[s]") || line.contains("[J]") || line.contains("Metric") {
      metric(line, number: number)
    }
  }

  // MARK: likwid-powermeter

  private mutating func consumed(_ line: RawSpan, number: Int) {
    guard let domain else { return }
    guard let joules = Self.number(line.dropping(16), unit: "Joules") else { return miss(number) }
    add(LIKWIDMetric.label(domain) + (socket.map { " socket \($0)" } ?? ""), domain, joules, line: number)
  }

  private static func number(_ text: RawSpan, unit: StaticString) -> Double? {
    let cell = text.trimmed()
    guard cell.ends(with: unit) else { return nil }
    return cell.extracting(0..<(cell.byteCount - unit.utf8CodeUnitCount)).trimmed().double()
  }

  // MARK: likwid-perfctr

  /// `TABLE,Group 1 Metric,ENERGY,…`, `TABLE,Region solve,Group 1 Metric,…`, `Region solve, Group 1: ENERGY`.
  private mutating func table(_ line: RawSpan) {
    let cells = DelimitedFields.texts(in: line, separator: .comma)
    isStatistics = cells.contains { $0.hasSuffix("STAT") }
    guard !isStatistics else { return }
    // A table of raw events belongs to the metrics that follow it.
    if !parts.isEmpty { close() }
    if let region = cells.first(where: { $0.hasPrefix("Region ") }) { label = String(region.dropFirst(7).prefix(200)) }
  }

  private mutating func metric(_ line: RawSpan, number: Int) {
    let separator: Character = line.contains(byte: 0x7C) ? "|" : ","
    var cells = line.text.split(separator: separator, omittingEmptySubsequences: false).map { cell in
      String(cell.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
    if separator == "|" { cells = Array(cells.dropFirst().dropLast()) }
    guard let name = cells.first else { return }
    if name == "Metric" || name == "Event" {
      isStatistics = cells.count > 1 && cells[1] == "Sum"
      if !isStatistics { threads = Array(cells.dropFirst()) }
      return
    }
    guard !isStatistics else { return }
    if name == "Runtime (RDTSC) [s]" {
      if parts.isEmpty { seconds = cells.dropFirst().compactMap { $0.finiteNumber }.max() }
      return
    }
    guard let domain = LIKWIDMetric.domain(name) else { return }
    for (index, cell) in cells.dropFirst().enumerated() where !cell.isEmpty {
      guard let joules = cell.finiteNumber else {
        miss(number)
        continue
      }
      // Only one thread of a socket reads the socket's counter; the others have 0.
      guard joules != 0 else { continue }
      let thread = index < threads.count ? threads[index] : "column \(index + 1)"
      add("\(LIKWIDMetric.label(domain)) \(thread)", domain, joules, line: number)
    }
  }

  // MARK: Records

  private mutating func add(_ device: String, _ domain: RAPLDomain, _ joules: Double, line: Int) {
    guard joules.isFinite, joules >= 0 else { return miss(line) }
    if devices.contains(device) { close() }
    if parts.isEmpty { self.line = line }
    devices.insert(device)
    parts.append((device, domain, joules))
  }

  private mutating func miss(_ line: Int) { missing = ((missing?.count ?? 0) + 1, missing?.line ?? line) }

  private mutating func close() {
    defer {
      parts = []
      devices = []
      seconds = nil
      label = nil
      socket = nil
    }
    guard !parts.isEmpty else { return }
    var record = EnergyRecord(
      label: label, seconds: seconds.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }, line: line)
    for (part, role) in zip(parts, RAPLDomain.roles(of: parts.map(\.domain))) {
      record.parts.append(
        .init(device: part.device, component: part.domain.component, joules: part.joules, role: role))
    }
    records.append(record)
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    close()
    if let (count, line) = missing {
      timeline.collector.note(
        Diagnostic(
          .warning, "trace.missing-samples", line: line,
          "\(count) energies cannot be read; they were left out, not read as 0."))
    }
    guard timeline.isEmpty, !records.isEmpty else { return timeline.finish(summary) }
    let log = EnergyRecordLog(tool: "LIKWID", clock: .relative, records: records)
    return timeline.collector.finish(summary, record: .energyRecords(log))
  }
}
