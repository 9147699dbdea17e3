import LogScanning

/// The table that `nvidia-smi` prints without options, once or many times.
public enum NVIDIASMITableFormat: LogFormatDefinition {
  public static let format = LogFormat.nvidiaSMITable

  public static let synopsis = (
    what: "tables of nvidia-smi without options, whole watts, one sample a table",
    recognisedBy: "the table's first lines, with NVIDIA-SMI and Driver Version between bars"
  )

  public static let greatestScore = 58

  public static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    var lines = 0
    head.forEachLeadingLine(limit: 40) { line in
      lines += 1
      guard line.starts(with: "| NVIDIA-SMI "), line.contains("Driver Version"), line.ends(with: "|") else {
        return true
      }
      // Below a query's header it is a query's file, and far below other text a transcript.
      score = lines <= 6 ? 58 : 30
      return false
    }
    return score
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser { NVIDIASMIParser(context) }
}

extension LogFormat {
  /// See ``NVIDIASMITableFormat``.
  public static let nvidiaSMITable = LogFormat(rawValue: "nvidia-smi-table")
}
