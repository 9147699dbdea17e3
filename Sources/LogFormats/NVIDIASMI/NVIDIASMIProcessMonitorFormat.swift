import LogScanning

/// What `nvidia-smi pmon` writes: processes and their shares of a board, without any power.
public enum NVIDIASMIProcessMonitorFormat: LogFormatDefinition {
  public static let format = LogFormat.nvidiaSMIProcessMonitor

  public static let synopsis = (
    what: "processes' shares of boards as nvidia-smi pmon writes them; there is no power in it",
    recognisedBy: "a line that begins with # and names gpu, pid and type"
  )

  public static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    head.forEachLeadingLine(limit: 64) { line in
      guard let columns = NVIDIASMIMonitorColumns(header: line) else { return true }
      score = columns.isProcessMonitor ? 92 : 0
      return false
    }
    return score
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser { NVIDIASMIMonitorParser(context) }
}

extension LogFormat {
  /// See ``NVIDIASMIProcessMonitorFormat``.
  public static let nvidiaSMIProcessMonitor = LogFormat(rawValue: "nvidia-smi-pmon")
}
