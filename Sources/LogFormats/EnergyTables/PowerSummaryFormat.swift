import LogScanning

/// Tables of mean powers by configuration, as studies publish them: recognised so that Fodspor can say why they add
/// nothing.
enum PowerSummaryFormat: LogFormatDefinition {
  static let format = LogFormat.powerSummary

  static let synopsis = (
    what: "tables of mean powers by configuration, such as Zeus' summary_power.csv: not read, for they are no log",
    recognisedBy: "a header with average_power and time_per_epoch"
  )

  static let greatestScore = 60

  static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    head.forEachLeadingLine(limit: 2) { line in
      guard line.contains("average_power") else { return false }
      let names = DelimitedFields.texts(in: line, separator: DelimitedFields.separator(of: line))
      if names.contains("average_power"), names.contains("time_per_epoch") { score = 60 }
      return false
    }
    return score
  }

  static func makeParser(_ context: ParserContext) -> any LogParser { Parser() }

  private struct Parser: LogParser {
    mutating func consume(_ line: RawSpan, number: Int) {}

    mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
      .none(
        Diagnostic(
          .info, "power-summary.no-log", line: 1,
          "A table of mean powers and epoch times by configuration, without device and date: a result, no log; left out."
        ))
    }
  }
}

extension LogFormat {
  /// See `PowerSummaryFormat`.
  public static let powerSummary = LogFormat(rawValue: "power-summary")
}
