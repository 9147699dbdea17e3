import LogScanning

/// Reads nothing and says why.
struct RefusedFileParser: LogParser {
  private let reason: (Int) -> Diagnostic

  /// - Parameter reason: makes the finding from the number of lines.
  init(reason: @escaping (Int) -> Diagnostic) { self.reason = reason }

  mutating func consume(_ line: RawSpan, number: Int) {}

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent { .none(reason(summary.lineCount)) }
}
