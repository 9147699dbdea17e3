import LogScanning

/// Reads `nvidia-smi -q`, report by report.
///
/// The same names stand under several headings (the board, its memory, the module), so the heading decides.
struct NVIDIASMIDetailParser: LogParser {
  private var reports: NVIDIASMIReportCollector
  private var report: NVIDIASMIReport?
  private var section: NVIDIASMIReport.Section?

  init(_ context: ParserContext) { reports = NVIDIASMIReportCollector(context) }

  /// `==============NVSMI LOG==============`
  static func isReportStart(_ line: RawSpan) -> Bool { line.starts(with: "=====") && line.contains("NVSMI LOG=====") }

  mutating func consume(_ line: RawSpan, number: Int) {
    let trimmed = line.trimmed()
    if Self.isReportStart(trimmed) {
      endReport()
      report = NVIDIASMIReport(line: number)
      section = nil
      return
    }
    if NVIDIASMIParser.isErrorLine(trimmed) { return reports.collector.toolError(number, trimmed.text) }
    guard report != nil, trimmed.byteCount > 0, trimmed.byteCount < 1024 else { return }
    guard let colon = trimmed.firstOffset(of: " : ") ?? Self.endingColon(trimmed) else { return heading(line, trimmed) }
    let name = trimmed.extracting(0..<colon).trimmed().text
    let value = trimmed.dropping(colon + 2).trimmed().text
    if line.firstByte == 0x20 || line.firstByte == 0x09 {
      boardEntry(name, value)
    } else {
      headEntry(name, value)
    }
  }

  private static func endingColon(_ line: RawSpan) -> Int? { line.ends(with: " :") ? line.byteCount - 2 : nil }

  private mutating func heading(_ line: RawSpan, _ trimmed: RawSpan) {
    if line.starts(with: "GPU ") {
      section = nil
      if report?.boards.count ?? 0 < 1024 {
        report?.boards.append(NVIDIASMIReport.Board(bus: trimmed.dropping(4).text))
      }
      return
    }
    switch trimmed.text {
    case "Power Readings", "GPU Power Readings": section = .board
    case "GPU Memory Power Readings": section = .memory
    case "Module Power Readings": section = .module
    default: section = nil
    }
  }

  private mutating func headEntry(_ name: String, _ value: String) {
    switch name {
    case "Timestamp":
      var value = value
      report?.time = value.withUTF8 { UnsafeRawBufferPointer($0).bytes.leadingCTime()?.nanoseconds }
    case "Driver Version": report?.driver = value
    case "Attached GPUs": report?.attached = Int(value)
    default: break
    }
  }

  private mutating func boardEntry(_ name: String, _ value: String) {
    guard let board = report?.boards.indices.last else { return }
    switch name {
    case "Product Name": report?.boards[board].model = value
    case "GPU UUID": report?.boards[board].uuid = value
    default:
      guard let section, (report?.boards[board].readings.count ?? 0) < 64 else { return }
      report?.boards[board].readings.append((section, name, value))
    }
  }

  private mutating func endReport() {
    if let report { reports.take(report) }
    report = nil
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    endReport()
    return reports.finish(summary)
  }
}
