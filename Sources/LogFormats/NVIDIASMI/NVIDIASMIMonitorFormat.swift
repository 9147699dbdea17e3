import LogScanning

/// What `nvidia-smi dmon` writes: one row per board and second, whole watts.
public enum NVIDIASMIMonitorFormat: LogFormatDefinition {
  public static let format = LogFormat.nvidiaSMIMonitor

  public static let synopsis = (
    what:
      "power samples of nvidia-smi dmon, with or without -o D, T or DT; time of day alone counts from the first row",
    recognisedBy: "a line that begins with # and names gpu and pwr, or gpu and two more of dmon's columns"
  )

  public static let greatestScore = 92

  public static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    head.forEachLeadingLine(limit: 64) { line in
      guard let columns = NVIDIASMIMonitorColumns(header: line) else { return true }
      score = columns.isProcessMonitor ? 0 : 92
      return false
    }
    return score
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser { NVIDIASMIMonitorParser(context) }
}

extension LogFormat {
  /// See ``NVIDIASMIMonitorFormat``.
  public static let nvidiaSMIMonitor = LogFormat(rawValue: "nvidia-smi-dmon")
}
