import LogScanning

/// carbontracker's error log.
enum CarbontrackerErrorFormat: LogFormatDefinition {
  static let format = LogFormat.carbontrackerError

  static let synopsis = (
    what: "carbontracker's error log: warnings and tracebacks (since 1.0.7)",
    recognisedBy: "stamped lines with a thread and a level and known warnings; the name …_carbontracker_err.log"
  )

  static let greatestScore = 85

  static func score(head: RawSpan, fileName: String) -> Int {
    TrackerSniffer(head: head).score(.error, fileName: fileName, isEmpty: head.byteCount == 0)
  }

  static func makeParser(_ context: ParserContext) -> any LogParser { Parser() }

  private struct Parser: LogParser {
    private var reader = TrackerErrorReader()

    mutating func consume(_ line: RawSpan, number: Int) { reader.consume(line, number: number) }

    mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
      let (log, diagnostics) = reader.finish()
      return ParsedContent(record: .tracker(log), diagnostics: diagnostics)
    }
  }
}

extension LogFormat {
  /// See ``CarbontrackerErrorFormat``.
  public static let carbontrackerError = LogFormat(rawValue: "carbontracker-error")
}
