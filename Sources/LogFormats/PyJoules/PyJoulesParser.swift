import LogScanning
import Quantities

/// Reads pyJoules' CSV: each row is the energy of a tagged part of a program, one after another.
struct PyJoulesParser: LogParser {
  private struct Row {
    var label: String
    var start: Double?
    var seconds: Double
    var values: [Double?]
    var line: Int
  }

  private var columns: PyJoulesColumns?
  private var rows: [Row] = []
  private var findings = RowFindings()
  private var missing: (count: Int, line: Int)?
  private var wraps: (count: Int, line: Int, text: String)?
  private var namesOnly: (count: Int, line: Int)?

  mutating func consume(_ line: RawSpan, number: Int) {
    let line = line.trimmed()
    guard line.byteCount > 0 else { return }
    if columns == nil || line.contains("duration") || line.contains("tag"), let header = PyJoulesColumns(header: line) {
      if columns != nil { findings.repeatedHeader(number) }
      // The same columns under other names would mix up rows that were read already.
      if let known = columns, known.energies.map(\.name) != header.energies.map(\.name) {
        return findings.malformed(number)
      }
      columns = header
      return
    }
    guard let columns else {
      if PyJoulesColumns.namesOnly(line) {
        namesOnly = ((namesOnly?.count ?? 0) + 1, namesOnly?.line ?? number)
        return
      }
      return findings.malformed(number)
    }
    let cells = DelimitedFields.texts(in: line, separator: columns.separator)
    guard cells.count == columns.width, let seconds = cells[columns.duration].finiteNumber, seconds >= 0 else {
      return findings.malformed(number)
    }
    var row = Row(label: columns.tag.map { cells[$0] } ?? "", start: nil, seconds: seconds, values: [], line: number)
    if let place = columns.timestamp {
      guard let start = cells[place].finiteNumber else { return findings.malformed(number) }
      row.start = start
    }
    for energy in columns.energies {
      var value = cells[energy.place].finiteNumber
      if let difference = value, difference < 0 {
        // pyJoules adds a counter's range only where the kernel lets it read that.
        let isCounter = columns.isOriginal && energy.domain != nil && !energy.isJoules
        value = isCounter ? RAPLCounterRange.unwrapped(difference, seconds: seconds) : nil
        if value != nil { wraps = ((wraps?.count ?? 0) + 1, wraps?.line ?? number, wraps?.text ?? cells[energy.place]) }
      }
      if value == nil { missing = ((missing?.count ?? 0) + 1, missing?.line ?? number) }
      row.values.append(value)
    }
    rows.append(row)
  }

  // MARK: End

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    if summary.endsInMidLine { findings.fileEndsInside(line: summary.lineCount) }
    var diagnostics = findings.diagnostics
    if let (count, line) = missing {
      diagnostics.append(
        Diagnostic(
          .warning, "trace.missing-samples", line: line,
          "\(count) cells have no energy; they were left out, not read as 0."))
    }
    if let (count, line, text) = wraps {
      diagnostics.append(
        Diagnostic(
          .warning, "pyjoules.counter-wrap", line: line,
          "\(count) energies are negative (first: \(text.prefix(40)) µJ), because a counter passed its range and "
            + "began at 0 again; the one known range that makes the power possible was added."))
    }
    if let (count, line) = namesOnly {
      diagnostics.append(
        Diagnostic(
          .error, "pyjoules.names-only", line: line,
          "\(count) rows have the names of domains where their energies should be; there is nothing to read."))
    }
    guard let columns, !rows.isEmpty else {
      if namesOnly == nil {
        diagnostics.append(
          Diagnostic(.warning, "trace.no-samples", "The file has no row with an energy that can be read."))
      }
      return ParsedContent(record: .none, diagnostics: diagnostics)
    }
    if !columns.isOriginal {
      diagnostics.append(
        Diagnostic(
          .warning, "pyjoules.edited-table",
          "The header is not pyJoules' own: someone made this table from its output, and its rows may be means or sums "
            + "of rows that another file has; they were read as they stand."))
    }
    let units = self.units(columns, &diagnostics)
    let roles = self.roles(columns)
    var log = EnergyRecordLog(tool: "pyJoules", clock: columns.timestamp == nil ? .relative : .utc)
    for row in rows {
      var record = EnergyRecord(label: row.label, seconds: row.seconds, line: row.line)
      if let start = row.start { record.place(start: start) }
      for (index, energy) in columns.energies.enumerated() {
        guard index < row.values.count, let value = row.values[index] else { continue }
        record.parts.append(
          .init(
            device: energy.name, component: energy.domain?.component ?? .gpu, joules: value / units[index],
            role: roles[index]))
      }
      if !record.parts.isEmpty { log.records.append(record) }
    }
    return ParsedContent(record: log.records.isEmpty ? .none : .energyRecords(log), diagnostics: diagnostics)
  }

  /// The roles of the columns; boards count beside the processor.
  private func roles(_ columns: PyJoulesColumns) -> [ReadingRole] {
    let domains = columns.energies.compactMap(\.domain)
    var roles = RAPLDomain.roles(of: domains).makeIterator()
    return columns.energies.map { $0.domain == nil ? .counted : roles.next() ?? .alternative }
  }

  /// How many units of each column make a joule: microjoules by pyJoules' code, unless no machine draws what that makes.
  private func units(_ columns: PyJoulesColumns, _ diagnostics: inout [Diagnostic]) -> [Double] {
    let processors = columns.energies.indices.filter {
      columns.energies[$0].domain.map { $0 != .total } ?? false && !columns.energies[$0].isJoules
    }
    let boards = columns.energies.indices.filter { columns.energies[$0].domain == nil }
    let totals = columns.energies.indices.filter { columns.energies[$0].domain == .total }
    var units = columns.energies.map { $0.isJoules ? 1 : 1e6 }
    // All columns of a group have one unit; what the largest makes decides.
    if let watts = power(of: processors), watts > 0, !(0.1...5000).contains(watts / 1e6) {
      if (0.1...5000).contains(watts) {
        for index in processors { units[index] = 1 }
        diagnostics.append(
          Diagnostic(
            .warning, "pyjoules.units",
            "As microjoules the processor's energies would make \(watts / 1e6) W; they were read as joules."))
      } else {
        diagnostics.append(
          Diagnostic(
            .warning, "pyjoules.implausible-power",
            "The processor's energies make \(watts / 1e6) W, which is outside 0.1 to 5000 W; they were kept."))
      }
    }
    // A board idles at several watts, so less than one is thousandths of what was meant.
    if let watts = power(of: boards), watts > 0, watts / 1e6 < 1, (1...10_000).contains(watts / 1e3) {
      for index in boards { units[index] = 1e3 }
      diagnostics.append(
        Diagnostic(
          .warning, "pyjoules.gpu-unit",
          "As microjoules the boards' energies would make \(watts / 1e6) W, which no board draws; they were read as "
            + "millijoules (\(watts / 1e3) W), which some releases wrote."))
    }
    for index in totals where !columns.energies[index].isJoules {
      if let first = processors.first { units[index] = units[first] }
    }
    return units
  }

  /// The mean power of some columns in units a second, the largest column's.
  private func power(of columns: [Int]) -> Double? {
    let seconds = rows.reduce(0) { $0 + $1.seconds }
    guard seconds > 0 else { return nil }
    let sums = columns.map { column in
      rows.reduce(0.0) { $0 + (column < $1.values.count ? $1.values[column] ?? 0 : 0) }
    }
    return sums.max().map { $0 / seconds }
  }
}
