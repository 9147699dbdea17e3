import LogScanning

/// CodeCarbon's `emissions.csv`: one row of cumulative totals per run, or several when it was flushed.
public enum CodeCarbonFormat: LogFormatDefinition {
  public static let format = LogFormat.codecarbonEmissions

  public static let synopsis = (
    what: "CodeCarbon's emissions.csv, all versions, and its files of tasks",
    recognisedBy: "a header row with timestamp, duration and emissions"
  )

  public static let greatestScore = 95

  public static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    head.forEachLeadingLine(limit: 1) { line in
      if let columns = CodeCarbonColumns(header: line) { score = columns.has("energy_consumed") ? 95 : 50 }
      return false
    }
    return score
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser { CodeCarbonParser() }
}

extension LogFormat {
  /// See ``CodeCarbonFormat``.
  public static let codecarbonEmissions = LogFormat(rawValue: "codecarbon-emissions")
}
