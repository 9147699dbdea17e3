import LogScanning

/// carbontracker's standard log.
enum CarbontrackerStandardFormat: LogFormatDefinition {
  static let format = LogFormat.carbontrackerStandard

  static let synopsis = (
    what: "carbontracker's standard log: epochs, mean powers, intensities (1.0.3 to 2.4.7)",
    recognisedBy: "a stamped carbontracker version line; the name …_carbontracker.log"
  )

  static let greatestScore = 95

  static func score(head: RawSpan, fileName: String) -> Int {
    TrackerSniffer(head: head).score(.standard, fileName: fileName, isEmpty: head.byteCount == 0)
  }

  static func makeParser(_ context: ParserContext) -> any LogParser { Parser() }

  private struct Parser: LogParser {
    private var reader = TrackerStandardReader()

    mutating func consume(_ line: RawSpan, number: Int) { reader.consume(line, number: number) }

    mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
      let (log, version, diagnostics) = reader.finish()
      return ParsedContent(record: .tracker(log), version: version, diagnostics: diagnostics)
    }
  }
}

extension LogFormat {
  /// See ``CarbontrackerStandardFormat``.
  public static let carbontrackerStandard = LogFormat(rawValue: "carbontracker-standard")
}
