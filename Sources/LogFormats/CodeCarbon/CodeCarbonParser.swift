import LogScanning
import Quantities

/// Reads CodeCarbon's `emissions.csv` of any version.
struct CodeCarbonParser: LogParser {
  /// What makes rows cumulative readings of the same work.
  private struct RunKey: Hashable {
    var runID: String
    var task: String?
  }

  private var columns: CodeCarbonColumns?
  private var rows: [CodeCarbonRow] = []
  private var placeOfRun: [RunKey: Int] = [:]
  private var superseded = 0
  private var lineCount = 0

  private var wrongWidth: [Int] = []
  private var repaired: [Int] = []
  private var widened: [Int] = []
  private var headerChanges: [Int] = []
  private var repeatedHeaders: [Int] = []
  private var unreadable: [Int] = []
  private var shrinking: [Int] = []

  mutating func consume(_ line: RawSpan, number: Int) {
    lineCount = number
    let line = line.trimmed()
    guard line.byteCount > 0 else { return }
    // A changed header in the middle: the file was appended to by another version, or joined from several.
    if let header = CodeCarbonColumns(header: line) {
      if let columns { columns.names == header.names ? repeatedHeaders.append(number) : headerChanges.append(number) }
      columns = header
      return
    }
    guard let columns else { return unreadable.append(number) }
    let cells = DelimitedFields.texts(in: line, separator: .comma)
    guard cells.count == columns.width else { return otherWidth(cells, number: number, columns: columns) }
    guard let row = columns.row(cells, line: number) else { return unreadable.append(number) }
    add(row)
  }

  /// A row of another width than the header's: used when its cells fit the columns in exactly one way.
  private mutating func otherWidth(_ cells: [String], number: Int, columns: CodeCarbonColumns) {
    if cells.count < columns.width, let filled = CodeCarbonRowRepair.assign(cells, to: columns.names),
      let row = columns.row(filled, line: number)
    {
      repaired.append(number)
      return add(row)
    }
    if let (names, filled) = CodeCarbonRowRepair.assignToFullLayout(cells, header: columns.names),
      let row = CodeCarbonColumns(names: names)?.row(filled, line: number)
    {
      widened.append(number)
      return add(row)
    }
    wrongWidth.append(number)
  }

  private mutating func add(_ row: CodeCarbonRow) {
    guard let runID = row.runID else { return rows.append(row) }
    let key = RunKey(runID: runID, task: row.task)
    guard let place = placeOfRun[key] else {
      placeOfRun[key] = rows.count
      return rows.append(row)
    }
    if row.seconds < rows[place].seconds { shrinking.append(row.line) }
    rows[place] = row
    superseded += 1
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    rows.sort { $0.line < $1.line }
    guard !rows.isEmpty else {
      let empty = Diagnostic(.warning, "codecarbon.no-rows", "The file has no row that can be read.")
      return ParsedContent(record: .none, diagnostics: rowDiagnostics(summary) + [empty])
    }
    let versions = Set(rows.compactMap(\.toolVersion))
    let diagnostics = rowDiagnostics(summary) + valueDiagnostics()
    return ParsedContent(
      record: .codecarbon(CodeCarbonLog(rows: rows, supersededRows: superseded)),
      version: versions.count == 1 ? versions.first : nil,
      diagnostics: diagnostics.sorted { ($0.line ?? 0, $0.code) < ($1.line ?? 0, $1.code) })
  }

  private func rowDiagnostics(_ summary: LineReader.Summary) -> [Diagnostic] {
    var result: [Diagnostic] = []
    var wrongWidth = wrongWidth
    if summary.endsInMidLine, wrongWidth.last == lineCount {
      wrongWidth.removeLast()
      result.append(
        Diagnostic(
          .info, "codecarbon.truncated-line", line: lineCount,
          "The file ends inside its last row, which was left out."))
    }
    if let line = wrongWidth.first {
      result.append(
        Diagnostic(
          .error, "codecarbon.row-width", line: line,
          "\(list(wrongWidth)): not as many cells as the header has columns, so that the cells cannot be told apart; "
            + "left out."))
    }
    if let line = repaired.first {
      result.append(
        Diagnostic(
          .warning, "codecarbon.row-repaired", line: line,
          "\(list(repaired)): shorter than the header, as when empty columns are dropped from a row; the cells fit the "
            + "columns in one way only and were read so."))
    }
    if let line = widened.first {
      result.append(
        Diagnostic(
          .warning, "codecarbon.row-of-other-columns", line: line,
          "\(list(widened)): written with other columns than the header has; the cells fit the columns of CodeCarbon 3 "
            + "in one way only and were read so."))
    }
    if let line = headerChanges.first {
      result.append(
        Diagnostic(
          .info, "codecarbon.header-changed", line: line,
          "\(list(headerChanges)): another header, of another version or a joined file; the rows after it were read by "
            + "it."))
    }
    if let line = repeatedHeaders.first {
      result.append(
        Diagnostic(
          .info, "codecarbon.repeated-header", line: line,
          "\(list(repeatedHeaders)): the header again; files were joined."))
    }
    if let line = unreadable.first {
      result.append(
        Diagnostic(
          .error, "codecarbon.unreadable-row", line: line,
          "\(list(unreadable)): no header before it, or no readable time and duration; left out."))
    }
    if let line = shrinking.first {
      result.append(
        Diagnostic(
          .warning, "codecarbon.run-id-reused", line: line,
          "\(list(shrinking)): shorter than an earlier row of the same run id, though rows are cumulative; only the "
            + "last row of the run id was used."))
    }
    return result
  }

  private func valueDiagnostics() -> [Diagnostic] {
    var result: [Diagnostic] = []
    if superseded > 0 {
      result.append(
        Diagnostic(
          .info, "codecarbon.superseded-rows",
          "\(superseded) rows are included in a later row of the same run id and were not counted again."))
    }
    if rows.contains(where: { $0.task != nil }) {
      result.append(
        Diagnostic(
          .info, "codecarbon.task-rows",
          "The rows are tasks, parts of a run; a row of the same run id in emissions.csv counts such work again."))
    }
    let fallback = rows.count(where: \.isCPUEstimated)
    if fallback > 0 {
      result.append(
        Diagnostic(
          .info, "codecarbon.cpu-estimated",
          "The CPU power of \(fallback) of \(rows.count) runs is CodeCarbon's constant of 42.5 W: an estimate, "
            + "not a measurement."))
    }
    if rows.contains(where: { ($0.ramKilowattHours ?? 0) > 0 }) {
      result.append(
        Diagnostic(
          .info, "codecarbon.ram-estimated",
          "CodeCarbon's memory energy is a model by installed memory (3 W per 8 GB in "
            + "\(rows.count(where: \.isMemoryByCapacity)) of \(rows.count) runs, else another), not measured."
        ))
    }
    let excessive = rows.filter(Self.isExcessive)
    if let first = excessive.first {
      result.append(
        Diagnostic(
          .warning, "codecarbon.implausible-power", line: first.line,
          "\(list(excessive.map(\.line))): more energy than such devices can draw in the row's duration, as when a "
            + "counter that could not be read for a moment was taken for one that wrapped; the values were kept."))
    }
    if let row = rows.first(where: { ($0.pue ?? 1) != 1 && ($0.pue ?? 1) > 0 }) {
      result.append(
        Diagnostic(
          .info, "codecarbon.pue-divided", line: row.line,
          "The file's energies include a PUE (\(row.pue ?? 1) here), which was divided out."))
    }
    return result
  }

  /// Whether a component's mean power is above what such devices draw; see ``SampleChecks/greatestWatts(of:)``.
  private static func isExcessive(_ row: CodeCarbonRow) -> Bool {
    func isAbove(_ kilowattHours: Double?, _ component: Component, count: Int = 1) -> Bool {
      guard let kilowattHours else { return false }
      return kilowattHours * Energy.joulesPerKilowattHour
        > SampleChecks.greatestWatts(of: component) * Double(max(count, 1)) * max(row.seconds, 1)
    }
    return isAbove(row.cpuKilowattHours, .cpu) || isAbove(row.ramKilowattHours, .dram)
      || isAbove(row.gpuKilowattHours, .gpu, count: row.gpuCount ?? 1)
  }

  private func list(_ lines: [Int]) -> String {
    let shown = lines.prefix(10).map(String.init).joined(separator: ", ")
    let noun = lines.count == 1 ? "Line" : "Lines"
    return lines.count > 10 ? "\(noun) \(shown) and \(lines.count - 10) more" : "\(noun) \(shown)"
  }
}
