import LogScanning

/// What `dcgmi dmon` prints: one row per entity and second.
public enum DCGMMonitorFormat: LogFormatDefinition {
  public static let format = LogFormat.dcgmMonitor

  public static let synopsis = (
    what: "field values printed by dcgmi dmon; times only where each line begins with one",
    recognisedBy: "a line that begins with #Entity, and rows with GPU and a number"
  )

  public static let greatestScore = 90

  public static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    head.forEachLeadingLine(limit: 64) { line in
      guard DCGMMonitorParser.header(line) != nil else { return true }
      score = 90
      return false
    }
    return score
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser { DCGMMonitorParser(context) }
}

extension LogFormat {
  /// See ``DCGMMonitorFormat``.
  public static let dcgmMonitor = LogFormat(rawValue: "dcgm-dmon")
}
