import LogScanning

/// PowerJoular's CSV files, of a machine and of single processes.
public enum PowerJoularFormat: LogFormatDefinition {
  public static let format = LogFormat.powerjoular

  public static let synopsis = (
    what: "PowerJoular's CSV files: CPU, GPU and their total, or the CPU share of one process",
    recognisedBy: "a header of Date, CPU Utilization and CPU Power"
  )

  public static let greatestScore = 95

  public static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    head.forEachLeadingLine(limit: 1) { line in
      if PowerJoularParser.layout(header: line) != nil { score = 95 }
      return false
    }
    return score
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser { PowerJoularParser(context) }
}

extension LogFormat {
  /// See ``PowerJoularFormat``.
  public static let powerjoular = LogFormat(rawValue: "powerjoular")
}
