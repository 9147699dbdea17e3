import LogScanning

/// Outputs of several `nvidia-smi` commands one after another, as bug reports and test data have them.
///
/// Each is of one moment and none is a recording, so nothing is read but that it is so.
public enum NVIDIASMICaptureFormat: LogFormatDefinition {
  public static let format = LogFormat.nvidiaSMICapture

  public static let synopsis = (
    what: "outputs of several nvidia-smi commands in one text, which is no recording; recognised and left out",
    recognisedBy: "two or more lines '# $ nvidia-smi …' or '$ nvidia-smi …' that name the commands"
  )

  public static let greatestScore = 92

  public static func score(head: RawSpan, fileName: String) -> Int {
    var commands = 0
    head.forEachLeadingLine(limit: 4000) { line in
      if line.starts(with: "# $ nvidia-smi") || line.starts(with: "$ nvidia-smi") { commands += 1 }
      return commands < 2
    }
    return commands >= 2 ? 92 : 0
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser {
    Parser(collector: TraceCollector(context))
  }

  private struct Parser: LogParser {
    var collector: TraceCollector
    var commands = 0

    mutating func consume(_ line: RawSpan, number: Int) {
      if line.starts(with: "# $ nvidia-smi") || line.starts(with: "$ nvidia-smi") { commands += 1 }
    }

    mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
      collector.refuse(
        Diagnostic(
          .info, "nvidia-smi.capture",
          "The outputs of \(commands) nvidia-smi commands stand one after another; each is of one moment and none is a "
            + "recording, so no power was read."))
      return collector.finish(summary)
    }
  }
}

extension LogFormat {
  /// See ``NVIDIASMICaptureFormat``.
  public static let nvidiaSMICapture = LogFormat(rawValue: "nvidia-smi-capture")
}
