import LogScanning

/// Reads `nvidia-smi -q -x`, document by document, each as a stream of elements.
struct NVIDIASMIXMLParser: LogParser {
  /// No document of a machine is larger, in bytes; one board takes some ten thousand.
  private static let sizeLimit = 64 << 20

  private var reports: NVIDIASMIReportCollector
  private var reader: XMLDocumentReader?
  private var elements = NVIDIASMIXMLElements()
  private var size = 0
  private var startLine = 0
  private var brokenDocuments: (count: Int, line: Int)?

  init(_ context: ParserContext) { reports = NVIDIASMIReportCollector(context) }

  mutating func consume(_ line: RawSpan, number: Int) {
    let line = number == 1 ? line.withoutByteOrderMark() : line
    if let start = start(in: line) {
      if start > 0 { push(line.extracting(0..<start)) }
      endDocument()
      begin(line: number)
      push(line.dropping(start))
    } else {
      if reader == nil, NVIDIASMIParser.isErrorLine(line) { reports.collector.toolError(number, line.text) }
      push(line)
    }
  }

  /// Where a document begins in a line: at its declaration, or without one at its type or root once none is open.
  private func start(in line: RawSpan) -> Int? {
    guard line.contains(byte: 0x3C) else { return nil }
    if let declaration = line.firstOffset(of: "<?xml") { return declaration }
    guard reader?.isComplete ?? true else { return nil }
    return line.firstOffset(of: "<!DOCTYPE nvidia_smi_log") ?? line.firstOffset(of: "<nvidia_smi_log")
  }

  private mutating func begin(line: Int) {
    elements = NVIDIASMIXMLElements()
    reader = XMLDocumentReader(handler: elements)
    size = 0
    startLine = line
  }

  private mutating func push(_ bytes: RawSpan) {
    guard let reader, !reader.isComplete, !reader.isBroken else { return }
    size += bytes.byteCount + 1
    guard size <= Self.sizeLimit else {
      self.reader = nil
      return broken()
    }
    reader.push(bytes)
    reader.pushLineEnd()
  }

  private mutating func endDocument() {
    guard let reader else { return }
    self.reader = nil
    guard reader.isComplete else { return broken() }
    elements.report.line = startLine
    reports.take(elements.report)
  }

  private mutating func broken() {
    brokenDocuments = ((brokenDocuments?.count ?? 0) + 1, brokenDocuments?.line ?? startLine)
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    endDocument()
    if let brokenDocuments {
      reports.collector.note(
        Diagnostic(
          .warning, "nvidia-smi.broken-document", line: brokenDocuments.line,
          "\(brokenDocuments.count) XML documents are cut off or damaged; they were left out."))
    }
    return reports.finish(summary)
  }
}

/// Takes from a document what a report needs.
private final class NVIDIASMIXMLElements: XMLDocumentReader.Handler {
  var report = NVIDIASMIReport()
  private var bus: String?

  func begin(path: [String], identifier: String?) {
    guard path.count == 2, path[0] == "nvidia_smi_log", path[1] == "gpu", report.boards.count < 1024 else { return }
    report.boards.append(NVIDIASMIReport.Board(bus: identifier))
  }

  func end(path: [String], text: String) {
    guard path.first == "nvidia_smi_log" else { return }
    switch path.count {
    case 2: endOfHead(path[1], text)
    case 3: endOfBoard(path[2], text)
    case 4 where path[1] == "gpu": endOfReading(section: path[2], name: path[3], text)
    default: break
    }
  }

  private func endOfHead(_ name: String, _ text: String) {
    switch name {
    case "timestamp":
      var text = text
      report.time = text.withUTF8 { UnsafeRawBufferPointer($0).bytes.leadingCTime()?.nanoseconds }
    case "driver_version": report.driver = text
    case "attached_gpus": report.attached = Int(text)
    default: break
    }
  }

  private func endOfBoard(_ name: String, _ text: String) {
    guard let board = report.boards.indices.last, !text.isEmpty, text != "N/A" else { return }
    switch name {
    case "uuid": report.boards[board].uuid = text
    case "product_name": report.boards[board].model = text
    default: break
    }
  }

  private func endOfReading(section: String, name: String, _ text: String) {
    guard let board = report.boards.indices.last, report.boards[board].readings.count < 64 else { return }
    let part: NVIDIASMIReport.Section
    switch section {
    case "power_readings", "gpu_power_readings": part = .board
    case "gpu_memory_power_readings": part = .memory
    case "module_power_readings": part = .module
    default: return
    }
    report.boards[board].readings.append((part, name, text))
  }
}
