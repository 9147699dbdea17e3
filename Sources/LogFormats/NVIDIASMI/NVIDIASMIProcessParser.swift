import LogScanning
import Quantities

/// Reads which processes used which boards, from `nvidia-smi pmon` or `nvidia-smi --query-compute-apps`.
///
/// There is no power in either; they tell which board a training had.
struct NVIDIASMIProcessParser: LogParser {
  /// More processes than this are a damaged file's.
  private static let mostProcesses = 4096

  /// Where cells stand.
  private struct Columns: Equatable {
    var separator: DelimitedFields.Separator
    var width: Int
    var gpu: Int
    var pid: Int
    var busy: Int?
    var name: Int?
    var date: Int?
    var time: Int?
  }

  private struct Key: Hashable {
    let gpu: [UInt8]
    let pid: Int
  }

  private var collector: TraceCollector
  private var columns: Columns?
  private var processes: [GPUProcess] = []
  private var places: [Key: Int] = [:]

  init(_ context: ParserContext) { collector = TraceCollector(context) }

  /// Whether a line is the header of `--query-compute-apps`.
  static func isQueryHeader(_ line: RawSpan) -> Bool { queryColumns(line) != nil }

  private static func queryColumns(_ line: RawSpan) -> Columns? {
    guard line.byteCount < 1024, line.contains("pid"), line.contains("gpu_") else { return nil }
    let names = DelimitedFields.texts(in: line, separator: .comma).map {
      $0.prefix { $0 != " " && $0 != "[" }.lowercased()
    }
    guard names.contains("process_name") || names.contains("used_gpu_memory") || names.contains("used_memory"),
      let pid = names.firstIndex(of: "pid"),
      let gpu = names.firstIndex(of: "gpu_uuid") ?? names.firstIndex(of: "gpu_bus_id")
    else { return nil }
    return Columns(
      separator: .comma, width: names.count, gpu: gpu, pid: pid, name: names.firstIndex(of: "process_name"),
      time: names.firstIndex(of: "timestamp"))
  }

  private static func monitorColumns(_ line: RawSpan) -> Columns? {
    guard let found = NVIDIASMIMonitorColumns(header: line), found.isProcessMonitor else { return nil }
    let names = DelimitedFields.texts(in: line.dropping(1).trimmed(), separator: found.separator).map {
      $0.prefix { $0 != " " && $0 != "[" }.lowercased()
    }
    guard let pid = names.firstIndex(of: "pid") else { return nil }
    return Columns(
      separator: found.separator, width: found.width, gpu: found.gpu, pid: pid, busy: names.firstIndex(of: "sm"),
      name: names.firstIndex(of: "command"), date: found.date, time: found.time)
  }

  mutating func consume(_ line: RawSpan, number: Int) {
    let line = line.trimmed()
    guard let first = line.firstByte else { return }
    if first == 0x23 {
      if let found = Self.monitorColumns(line) { adopt(found, number: number) }
      return
    }
    if NVIDIASMIParser.isErrorLine(line) { return collector.toolError(number, line.text) }
    if let found = Self.queryColumns(line) { return adopt(found, number: number) }
    row(line, number: number)
  }

  private mutating func adopt(_ found: Columns, number: Int) {
    if let columns, found != columns { collector.repeatedHeader(number) }
    columns = found
  }

  private mutating func row(_ line: RawSpan, number: Int) {
    guard let columns, line.byteCount < 4096 else { return collector.malformed(number) }
    let cells = DelimitedFields.texts(in: line, separator: columns.separator)
    // A command may have blanks in it.
    guard cells.count >= columns.width, columns.gpu < cells.count, columns.pid < cells.count else {
      return collector.malformed(number)
    }
    // A board without a process has a dash.
    guard cells[columns.pid] != "-" else { return }
    let gpu = cells[columns.gpu]
    guard let pid = Int(cells[columns.pid]), (1...1 << 30).contains(pid), (1...64).contains(gpu.utf8.count) else {
      return collector.malformed(number)
    }
    let key = Key(gpu: Array(gpu.utf8), pid: pid)
    let place: Int
    if let known = places[key] {
      place = known
    } else {
      guard processes.count < Self.mostProcesses else { return collector.malformed(number) }
      place = processes.count
      places[key] = place
      let name = columns.name.flatMap { $0 < cells.count ? cells[$0].onOneLine(limit: 80) : nil }
      processes.append(GPUProcess(gpu: gpu, pid: pid, name: name))
    }
    processes[place].rows += 1
    if let busy = columns.busy.flatMap({ $0 < cells.count ? Double(cells[$0]) : nil }), (0...100).contains(busy) {
      processes[place].busy += busy
    }
    guard let time = Self.time(cells, columns) else { return }
    processes[place].first = min(processes[place].first ?? time, time)
    processes[place].last = max(processes[place].last ?? time, time)
  }

  /// Local time; `nil` where a row has none, or no date.
  private static func time(_ cells: [String], _ columns: Columns) -> Int64? {
    guard let time = columns.time, time < cells.count else { return nil }
    var text = cells[time]
    if columns.separator != .comma || columns.date != nil {
      guard let date = columns.date, date < cells.count, cells[date].utf8.count == 8 else { return nil }
      let day = cells[date]
      text = "\(day.prefix(4))-\(day.dropFirst(4).prefix(2))-\(day.suffix(2)) \(text)"
    }
    return text.withUTF8 { UnsafeRawBufferPointer($0).bytes.leadingDateTime()?.nanoseconds }
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    let record = processes.isEmpty ? nil : LogRecord.gpuProcesses(GPUProcessLog(processes: processes))
    return collector.finish(summary, hasPower: false, record: record)
  }
}
