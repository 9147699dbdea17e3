import LogScanning

/// powertop's CSV report.
public enum PowertopFormat: LogFormatDefinition {
  public static let format = LogFormat.powertop

  public static let synopsis = (
    what: "powertop's report; its watts are a model's estimates and it is left out with a reason",
    recognisedBy: "the title 'P o w e r T O P'"
  )

  public static let greatestScore = 95

  public static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    head.forEachLeadingLine(limit: 20) { line in
      if line.contains("P o w e r T O P") || line.contains("PowerTOP Version") { score = 95 }
      return score == 0
    }
    return score
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser {
    RefusedFileParser { _ in
      Diagnostic(
        .warning, "powertop.estimates", line: 1,
        "A report of powertop: its watts are estimates of a model for one moment and no trace; nothing was read.")
    }
  }
}

extension LogFormat {
  /// See ``PowertopFormat``.
  public static let powertop = LogFormat(rawValue: "powertop-report")
}
