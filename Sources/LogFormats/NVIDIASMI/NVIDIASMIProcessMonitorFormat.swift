import LogScanning

/// What `nvidia-smi pmon` and `--query-compute-apps` write: processes and the boards that they use, without any power.
public enum NVIDIASMIProcessMonitorFormat: LogFormatDefinition {
  public static let format = LogFormat.nvidiaSMIProcessMonitor

  public static let synopsis = (
    what: "processes and their boards, by nvidia-smi pmon or --query-compute-apps; there is no power in it",
    recognisedBy: "a line that begins with # and names gpu, pid and type, or a header with gpu_uuid, pid, process_name"
  )

  public static let greatestScore = 92

  public static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    head.forEachLeadingLine(limit: 64) { line in
      if NVIDIASMIProcessParser.isQueryHeader(line) {
        score = 90
        return false
      }
      guard let columns = NVIDIASMIMonitorColumns(header: line) else { return true }
      score = columns.isProcessMonitor ? 92 : 0
      return false
    }
    return score
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser { NVIDIASMIProcessParser(context) }
}

extension LogFormat {
  /// See ``NVIDIASMIProcessMonitorFormat``.
  public static let nvidiaSMIProcessMonitor = LogFormat(rawValue: "nvidia-smi-pmon")
}
