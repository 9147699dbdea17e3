import LogScanning

/// The log of a wall meter that SPEC's power daemon (PTDaemon) writes, as in MLPerf's power measurements.
public enum PTDFormat: LogFormatDefinition {
  public static let format = LogFormat.powerDaemon

  public static let synopsis = (
    what: "wall-meter samples of SPEC PTDaemon, as MLPerf's power runs have them (spl.txt)",
    recognisedBy: "rows Time,MM-DD-YYYY HH:MM:SS.mmm,Watts,…"
  )

  public static let greatestScore = 95

  public static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    head.forEachLeadingLine(limit: 8) { line in
      if line.starts(with: "Time,"), line.contains(",Watts,") { score = 95 }
      return score == 0
    }
    return score
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser { PTDParser(context) }
}

extension LogFormat {
  /// See ``PTDFormat``.
  public static let powerDaemon = LogFormat(rawValue: "ptdaemon")
}
