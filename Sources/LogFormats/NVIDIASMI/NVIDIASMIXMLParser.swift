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
