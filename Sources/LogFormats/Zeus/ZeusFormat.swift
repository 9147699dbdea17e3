import LogScanning

/// The windows that Zeus's monitor writes to its log file.
public enum ZeusFormat: LogFormatDefinition {
  public static let format = LogFormat.zeus

  public static let synopsis = (
    what: "Zeus's CSV of measured windows: joules of each board, and nested windows told apart",
    recognisedBy: "a header of start_time, window_name, elapsed_time and gpu0_energy"
  )

  public static let greatestScore = 95

  public static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    head.forEachLeadingLine(limit: 1) { line in
      if ZeusColumns(header: line) != nil { score = 95 }
      return false
    }
    return score
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser { ZeusParser() }
}

extension LogFormat {
  /// See ``ZeusFormat``.
  public static let zeus = LogFormat(rawValue: "zeus-windows")
}
