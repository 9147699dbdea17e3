import LogScanning

/// eco2AI's `emission.csv`.
public enum ECO2AIFormat: LogFormatDefinition {
  public static let format = LogFormat.eco2ai

  public static let synopsis = (
    what: "eco2AI's emission.csv: kilowatt-hours of runs or epochs",
    recognisedBy: "a header of start_time, duration(s) and power_consumption(kWh) or (kWTH)"
  )

  public static let greatestScore = 95

  public static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    head.forEachLeadingLine(limit: 1) { line in
      if ECO2AIColumns(header: line) != nil { score = 95 }
      return false
    }
    return score
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser { ECO2AIParser() }
}

extension LogFormat {
  /// See ``ECO2AIFormat``.
  public static let eco2ai = LogFormat(rawValue: "eco2ai-emissions")
}
