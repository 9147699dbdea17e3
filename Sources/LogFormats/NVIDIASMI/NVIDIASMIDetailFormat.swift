import LogScanning

/// What `nvidia-smi -q` prints: a text report, or many one after another with `-l`.
public enum NVIDIASMIDetailFormat: LogFormatDefinition {
  public static let format = LogFormat.nvidiaSMIDetail

  public static let synopsis = (
    what: "text reports of nvidia-smi -q, one sample a report",
    recognisedBy: "the line ==============NVSMI LOG=============="
  )

  public static let greatestScore = 90

  public static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    head.forEachLeadingLine(limit: 64) { line in
      if NVIDIASMIDetailParser.isReportStart(line) { score = 90 }
      return score == 0
    }
    return score
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser { NVIDIASMIDetailParser(context) }
}

extension LogFormat {
  /// See ``NVIDIASMIDetailFormat``.
  public static let nvidiaSMIDetail = LogFormat(rawValue: "nvidia-smi-q")
}
