import LogScanning
import Quantities

/// Reads eco2AI's table: a row for each run, written anew until the run ends, or one for each epoch.
struct ECO2AIParser: LogParser {
  private var columns: ECO2AIColumns?
  private var log = EnergyRecordLog(tool: "eco2AI", clock: .local)
  private var placeOfRun: [String: Int] = [:]
  private var rows = RowFindings()
  private var implausible: [Int] = []
  private var uneven: [Int] = []
  private var untimed: [Int] = []

  mutating func consume(_ line: RawSpan, number: Int) {
    let line = line.trimmed()
    guard line.byteCount > 0 else { return }
    if let header = ECO2AIColumns(header: line) {
      columns = header
      return
    }
    let cells = DelimitedFields.texts(in: line, separator: .comma)
    guard let row = columns?.row(cells, line: number) else { return rows.malformed(number) }
    if row.isImplausible { implausible.append(number) }
    if row.isUneven { uneven.append(number) }
    if row.record.start == nil { untimed.append(number) }
    guard let id = row.id, !row.isEpoch else { return log.records.append(row.record) }
    if let place = placeOfRun[id] {
      log.records[place] = row.record
      log.supersededRows += 1
    } else {
      placeOfRun[id] = log.records.count
      log.records.append(row.record)
    }
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    log.records.sort { $0.line < $1.line }
    if summary.endsInMidLine { rows.fileEndsInside(line: summary.lineCount) }
    var diagnostics = rows.diagnostics
    if let line = implausible.first {
      diagnostics.append(
        Diagnostic(
          .error, "eco2ai.implausible-energy", line: line,
          "\(implausible.count) rows hold more energy than 20 kW would make in their time, as when watt-hours or "
            + "joules are printed as kilowatt-hours; they were kept as written and do not count."))
    }
    if let line = uneven.first {
      diagnostics.append(
        Diagnostic(
          .warning, "eco2ai.parts-differ", line: line,
          "The parts of \(uneven.count) rows do not add up to their total (a PUE, or a part without a column); the "
            + "total counts."))
    }
    if let line = untimed.first {
      diagnostics.append(
        Diagnostic(
          .warning, "eco2ai.no-start", line: line,
          "\(untimed.count) rows have no start that can be read; they cannot be matched with trainings by time."))
    }
    if log.supersededRows > 0 {
      diagnostics.append(
        Diagnostic(
          .info, "eco2ai.superseded-rows",
          "\(log.supersededRows) rows were written anew by a later row of the same id and were not counted again."))
    }
    diagnostics.sort { ($0.line ?? 0, $0.code) < ($1.line ?? 0, $1.code) }
    guard !log.records.isEmpty else {
      diagnostics.append(Diagnostic(.warning, "eco2ai.no-rows", "The file has no row that can be read."))
      return ParsedContent(record: .none, diagnostics: diagnostics)
    }
    return ParsedContent(record: .energyRecords(log), diagnostics: diagnostics)
  }
}
