import LogScanning
import Quantities

/// Reads Zeus's windows. Windows nest (steps in epochs, epochs in a training), so that only outer ones may be added.
struct ZeusParser: LogParser {
  private var columns: ZeusColumns?
  private var log = EnergyRecordLog(tool: "Zeus", clock: .utc)
  private var isMonotonic = false
  private var rows = RowFindings()
  private var missing: [Int] = []

  mutating func consume(_ line: RawSpan, number: Int) {
    let line = line.trimmed()
    guard line.byteCount > 0 else { return }
    if let header = ZeusColumns(header: line) {
      columns = header
      return
    }
    guard let columns, let record = record(line, number: number, columns) else { return rows.malformed(number) }
    log.records.append(record)
  }

  private mutating func record(_ line: RawSpan, number: Int, _ columns: ZeusColumns) -> EnergyRecord? {
    let cells = DelimitedFields.texts(in: line, separator: .comma)
    guard cells.count == columns.width, let start = cells[columns.start].finiteNumber,
      let seconds = cells[columns.elapsed].finiteNumber, seconds >= 0, seconds < 1e9,
      Int64(nanosecondsOf: start) != nil
    else { return nil }
    // Zeus takes Unix time; releases took the time since the machine's start.
    if start < 1e9 { isMonotonic = true }
    var record = EnergyRecord(label: cells[columns.name], seconds: seconds, line: number)
    record.place(start: start)
    for part in columns.parts {
      guard let joules = cells[part.place].finiteNumber, joules >= 0, joules < 1e100 else {
        missing.append(number)
        continue
      }
      record.parts.append(EnergyRecord.Part(device: part.device, component: part.component, joules: joules))
    }
    return record
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    if summary.endsInMidLine { rows.fileEndsInside(line: summary.lineCount) }
    var diagnostics = rows.diagnostics
    if let line = missing.first {
      diagnostics.append(
        Diagnostic(
          .warning, "zeus.missing-energy", line: line,
          "\(missing.count) energies are no numbers from 0; they were left out, not read as 0."))
    }
    guard !log.records.isEmpty else {
      diagnostics.append(Diagnostic(.warning, "zeus.no-windows", "The file has no window that can be read."))
      return ParsedContent(record: .none, diagnostics: diagnostics)
    }
    if isMonotonic {
      log.clock = .relative
      diagnostics.append(
        Diagnostic(
          .info, "zeus.monotonic-clock", line: log.records[0].line,
          "Times count from the machine's start and not from 1970; their time of day is not known."))
    }
    let found = WindowNesting.mark(&log.records)
    if found.nested > 0 {
      diagnostics.append(
        Diagnostic(
          .info, "zeus.nested-windows", line: log.records.first(where: \.isNested)?.line,
          "\(found.nested) of \(log.records.count) windows lie inside others, whose energy includes theirs."))
    }
    if found.overlapping > 0 {
      diagnostics.append(
        Diagnostic(
          .warning, "zeus.overlapping-windows",
          "\(found.overlapping) windows overlap another without lying inside it; the energy of the overlap is in both.")
      )
    }
    diagnostics.sort { ($0.line ?? 0, $0.code) < ($1.line ?? 0, $1.code) }
    return ParsedContent(record: .energyRecords(log), diagnostics: diagnostics)
  }
}
