import LogScanning
import Quantities

/// Reads pyRAPL's CSV: the rows of one measurement, one a socket, become one record.
struct PyRAPLParser: LogParser {
  private struct Row {
    var label: String?
    var start: Double
    var duration: Double
    var energies: [(device: String, domain: RAPLDomain, value: Double)]
    var line: Int
  }

  private var columns: PyRAPLColumns?
  private var rows: [Row] = []
  /// The devices of the last row, of which a hostile file has thousands.
  private var lastDevices: Set<String> = []
  private var findings = RowFindings()
  private var missing: (count: Int, line: Int)?

  mutating func consume(_ line: RawSpan, number: Int) {
    let line = line.trimmed()
    guard line.byteCount > 0 else { return }
    if let header = PyRAPLColumns(header: line) {
      if columns != nil { findings.repeatedHeader(number) }
      columns = header
      return
    }
    guard let columns else { return findings.malformed(number) }
    let cells = DelimitedFields.texts(in: line, separator: columns.separator)
    guard cells.count == columns.width, let start = cells[columns.timestamp].finiteNumber,
      let duration = cells[columns.duration].finiteNumber, duration >= 0
    else { return findings.malformed(number) }
    let label = columns.label.map { cells[$0] }
    let socket = columns.socket.map { cells[$0] }
    var row = Row(label: label, start: start, duration: duration, energies: [], line: number)
    for (place, name, domain) in [
      (columns.package, "package", RAPLDomain.package), (columns.memory, "dram", RAPLDomain.memory),
    ] {
      guard let place else { continue }
      guard let value = cells[place].finiteNumber else {
        missing = ((missing?.count ?? 0) + 1, missing?.line ?? number)
        continue
      }
      row.energies.append((socket.map { "\(name)-\($0)" } ?? name, domain, value))
    }
    let devices = row.energies.map(\.device)
    if let last = rows.last, last.label == label, last.start == start, last.duration == duration,
      lastDevices.isDisjoint(with: devices)
    {
      rows[rows.count - 1].energies += row.energies
      lastDevices.formUnion(devices)
    } else {
      rows.append(row)
      lastDevices = Set(devices)
    }
  }

  /// Whether durations are seconds and energies joules, as version 0.1 wrote them, or both are in millionths.
  ///
  /// Their ratio is the same, so no power tells the one from the other; but a measurement cannot last longer than until
  /// the next one starts, and a millisecond is the shortest that RAPL's counters resolve.
  static func isInSeconds(_ rows: [(start: Double, duration: Double)]) -> Bool {
    let pairs = zip(rows, rows.dropFirst()).filter { $1.start > $0.start }
    // A row that, in seconds, would reach beyond the start of the next.
    if pairs.contains(where: { first, second in first.duration > (second.start - first.start) * 1.001 + 1 }) {
      return false
    }
    let longest = rows.map(\.duration).max() ?? 0
    if longest < 1000 { return true }
    // In seconds, rows of over a quarter of an hour that fill most of the time between them.
    let filled = pairs.count { first, second in first.duration > 0.5 * (second.start - first.start) }
    return !pairs.isEmpty && 2 * filled > pairs.count
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    if summary.endsInMidLine { findings.fileEndsInside(line: summary.lineCount) }
    var diagnostics = findings.diagnostics
    if let (count, line) = missing {
      diagnostics.append(
        Diagnostic(
          .warning, "trace.missing-samples", line: line,
          "\(count) cells have no energy (the domain is not measured there); they were left out, not read as 0."))
    }
    let isInSeconds = Self.isInSeconds(rows.map { ($0.start, $0.duration) })
    let unit = isInSeconds ? 1 : 1e6
    var log = EnergyRecordLog(tool: "pyRAPL", clock: .utc)
    var negative: (count: Int, line: Int)?
    for row in rows where !row.energies.isEmpty {
      var record = EnergyRecord(label: row.label, seconds: row.duration / unit, line: row.line)
      record.place(start: row.start)
      let roles = RAPLDomain.roles(of: row.energies.map(\.domain))
      for (energy, role) in zip(row.energies, roles) {
        var joules = energy.value / unit
        if joules < 0 {
          negative = ((negative?.count ?? 0) + 1, negative?.line ?? row.line)
          let unwrapped = RAPLCounterRange.unwrapped(joules * 1e6, seconds: row.duration / unit)
          guard let unwrapped else { continue }
          joules = unwrapped / 1e6
        }
        record.parts.append(
          .init(
            device: energy.device, component: energy.domain.component, joules: joules, role: role))
      }
      if !record.parts.isEmpty { log.records.append(record) }
    }
    if let (count, line) = negative {
      diagnostics.append(
        Diagnostic(
          .warning, "pyrapl.negative-energy", line: line,
          "\(count) energies are negative, because a counter passed its range and began at 0 again; the one known range "
            + "that makes the power possible was added, and where none does the energy was left out."))
    }
    guard !log.records.isEmpty else {
      diagnostics.append(
        Diagnostic(.warning, "trace.no-samples", "The file has no row with an energy that can be read."))
      return ParsedContent(record: .none, diagnostics: diagnostics)
    }
    let (joules, seconds) = log.records.reduce((0.0, 0.0)) {
      ($0.0 + ($1.counted?.joules ?? 0), $0.1 + ($1.seconds ?? 0))
    }
    let watts = seconds > 0 ? joules / seconds : 0
    diagnostics.append(
      isInSeconds
        ? Diagnostic(
          .info, "pyrapl.units",
          "Read as seconds and joules, as pyRAPL 0.1 wrote them: as microseconds and microjoules, as later releases "
            + "write, the measurements would last less than a counter's step.")
        : Diagnostic(
          .info, "pyrapl.units", "Read as microseconds and microjoules, as pyRAPL's releases write them."))
    if !(0.1...5000).contains(watts) {
      diagnostics.append(
        Diagnostic(
          .warning, "pyrapl.implausible-power",
          "The energies make \(watts) W over the measurements, which is outside 0.1 to 5000 W; they were kept."))
    }
    return ParsedContent(
      record: .energyRecords(log), version: isInSeconds ? "0.1" : nil, diagnostics: diagnostics)
  }
}
