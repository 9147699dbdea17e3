import LogScanning

/// The tables of CodeCarbon's load tests: one row for each step of load.
public enum CodeCarbonLoadProfileFormat: LogFormatDefinition {
  public static let format = LogFormat.codecarbonLoadProfile

  public static let synopsis = (
    what: "CodeCarbon's CPU load tests: measured, estimated and metered power of each step",
    recognisedBy: "a header of load_type, cpu_load, rapl_power and estimated_power"
  )

  public static let greatestScore = 95

  public static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    head.forEachLeadingLine(limit: 1) { line in
      if CodeCarbonLoadProfileParser.layout(header: line) != nil { score = 95 }
      return false
    }
    return score
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser { CodeCarbonLoadProfileParser(context) }
}

extension LogFormat {
  /// See ``CodeCarbonLoadProfileFormat``.
  public static let codecarbonLoadProfile = LogFormat(rawValue: "codecarbon-load-profile")
}
