import LogScanning
import Quantities

/// Reads PowerJoular's tables.
///
/// The total is the sum of CPU and GPU. A file without it is of one process: PowerJoular gives the process a part of
/// the CPU's power by its share of CPU time, so that nothing in such a file counts beside the machine's own.
struct PowerJoularParser: LogParser {
  private var table: TableTrace
  private var isOfProcess = false

  init(_ context: ParserContext) { table = TableTrace(context) }

  /// What a header says; `nil` when the line is none.
  static func layout(header line: RawSpan) -> TableTrace.Layout? {
    guard line.contains("CPU Power"), line.contains("Date") else { return nil }
    let names = DelimitedFields.texts(in: line, separator: .comma)
    guard let time = names.firstIndex(of: "Date"), names.contains("CPU Power"), names.contains("CPU Utilization") else {
      return nil
    }
    let isOfProcess = !names.contains("Total Power")
    let columns = names.enumerated().compactMap { place, name -> TableTrace.Column? in
      switch name {
      case "CPU Power":
        let device = isOfProcess ? "process (CPU)" : "CPU"
        return TableTrace.Column(
          place,
          TraceSeries(
            device: device, component: .cpu, quantity: .meanPower, role: isOfProcess ? .contained : .counted,
            decimals: 9, isModelled: isOfProcess))
      case "GPU Power":
        return TableTrace.Column(
          place,
          TraceSeries(
            device: "GPU", component: .gpu, quantity: .power, role: isOfProcess ? .contained : .counted,
            decimals: 9))
      case "Total Power":
        return TableTrace.Column(
          place,
          TraceSeries(device: "total", component: .node, quantity: .meanPower, role: .alternative, decimals: 9))
      default: return nil
      }
    }
    return TableTrace.Layout(width: names.count, time: time, columns: columns)
  }

  mutating func consume(_ line: RawSpan, number: Int) {
    let line = line.trimmed()
    guard let first = line.firstByte else { return }
    if first &- 0x30 > 9, let layout = Self.layout(header: line) {
      isOfProcess = !layout.columns.contains { $0.series.role == .counted }
      return table.adopt(layout, line: number)
    }
    table.row(line, number: number) { Self.stamp($0) }
  }

  /// `2023-09-30 22:58:59`, or the same with blanks before numbers and whole milliseconds at the end
  /// (`2024- 11- 2  19: 17: 6. 623`), which a modified build writes.
  static func stamp(_ cell: RawSpan) -> (nanoseconds: Int64, clock: TraceLog.Clock)? {
    if let (nanoseconds, length) = cell.leadingDateTime() {
      return length == cell.byteCount ? (nanoseconds, .local) : nil
    }
    var numbers: (Int, Int, Int, Int, Int, Int, Int) = (0, 0, 0, 0, 0, 0, 0)
    var count = 0
    var offset = 0
    while offset < cell.byteCount {
      let byte = cell[byte: offset]
      guard byte &- 0x30 <= 9 else {
        guard byte == 0x20 || byte == 0x2D || byte == 0x3A || byte == 0x2E else { return nil }
        offset += 1
        continue
      }
      let start = offset
      while offset < cell.byteCount, cell[byte: offset] &- 0x30 <= 9 { offset += 1 }
      guard offset - start <= 9, let value = cell.digits(start, offset - start) else { return nil }
      switch count {
      case 0: numbers.0 = value
      case 1: numbers.1 = value
      case 2: numbers.2 = value
      case 3: numbers.3 = value
      case 4: numbers.4 = value
      case 5: numbers.5 = value
      case 6: numbers.6 = value
      default: return nil
      }
      count += 1
    }
    guard count >= 6, numbers.6 < 1000 else { return nil }
    let civil = CivilDateTime(
      year: numbers.0, month: numbers.1, day: numbers.2, hour: numbers.3, minute: numbers.4, second: numbers.5,
      nanosecond: numbers.6 * 1_000_000)
    return civil.nanosecondsSinceEpoch.map { ($0, .local) }
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    if isOfProcess {
      table.collector.note(
        Diagnostic(
          .info, "powerjoular.process-share",
          "The file is of one process: its power is a share of the CPU's, reckoned by CPU time; it counts for nothing "
            + "beside the machine's own file."))
    }
    return table.finish(summary)
  }
}
