import LogScanning

/// carbontracker's output log.
enum CarbontrackerOutputFormat: LogFormatDefinition {
  static let format = LogFormat.carbontrackerOutput

  static let synopsis = (
    what: "carbontracker's output log: predicted and actual consumption",
    recognisedBy: "stamped lines with CarbonTracker: ; the name …_carbontracker_output.log"
  )

  static let greatestScore = 90

  static func score(head: RawSpan, fileName: String) -> Int {
    TrackerSniffer(head: head).score(.output, fileName: fileName, isEmpty: head.byteCount == 0)
  }

  static func makeParser(_ context: ParserContext) -> any LogParser { Parser() }

  private struct Parser: LogParser {
    private var reader = TrackerOutputReader(kind: .output)

    mutating func consume(_ line: RawSpan, number: Int) { reader.consume(line, number: number) }

    mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
      let (log, diagnostics) = reader.finish()
      return ParsedContent(record: .tracker(log), diagnostics: diagnostics)
    }
  }
}

extension LogFormat {
  /// See ``CarbontrackerOutputFormat``.
  public static let carbontrackerOutput = LogFormat(rawValue: "carbontracker-output")
}
