import LogScanning

/// Finds Python tracebacks in a console's text and keeps the error of each.
struct TracebackCollector {
  /// The longest traceback that is followed, in lines.
  private static let lineLimit = 2000

  private(set) var tracebacks: [ConsoleCapture.Traceback] = []
  private var start: (line: Int, count: Int)?

  /// Takes the next line.
  ///
  /// A line with a stamp between a traceback's lines is another stream's and passed over, as are indented lines; the
  /// first line that is neither is the error.
  mutating func consume(_ line: RawSpan, number: Int) {
    if line.starts(with: "Traceback (most recent call last):") {
      start = (number, 0)
      return
    }
    guard let begun = start else { return }
    let isInside = line.trimmed().byteCount == 0 || line[byte: 0] == 0x20 || line[byte: 0] == 0x09
    if isInside || line.leadingWallTime() != nil || line.starts(with: "CarbonTracker:") {
      start = begun.count < Self.lineLimit ? (begun.line, begun.count + 1) : nil
      return
    }
    start = nil
    tracebacks.append(ConsoleCapture.Traceback(line: begun.line, error: line.trackerExcerpt))
  }
}
