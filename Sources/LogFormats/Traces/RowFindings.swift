/// What is odd in the lines of a trace, whatever its format: one diagnostic per kind at the end.
struct RowFindings {
  var tooManyDevices = false

  private var malformedCount = 0
  private var firstMalformed: Int?
  private var lastMalformed: Int?
  private var headerCount = 0
  private var firstHeader: Int?
  private var errorCount = 0
  private var firstError: (line: Int, text: String)?
  private var otherClockCount = 0
  private var firstOtherClock: Int?
  private var cutLine: Int?

  mutating func malformed(_ line: Int) {
    malformedCount += 1
    firstMalformed = firstMalformed ?? line
    lastMalformed = line
  }

  mutating func repeatedHeader(_ line: Int) {
    headerCount += 1
    firstHeader = firstHeader ?? line
  }

  mutating func toolError(_ line: Int, _ text: String) {
    errorCount += 1
    firstError = firstError ?? (line, text)
  }

  mutating func otherClock(_ line: Int) {
    otherClockCount += 1
    firstOtherClock = firstOtherClock ?? line
  }

  /// The file's last line has no end; when it could not be read, that is why.
  mutating func fileEndsInside(line: Int) {
    guard lastMalformed == line else { return }
    malformedCount -= 1
    if malformedCount == 0 { firstMalformed = nil }
    cutLine = line
  }

  var diagnostics: [Diagnostic] {
    var result: [Diagnostic] = []
    if let line = firstMalformed {
      result.append(
        Diagnostic(
          .warning, "trace.malformed-rows", line: line,
          "\(counted(malformedCount, "line is no readable row", "lines are no readable rows")) (wrong number of cells, no time "
            + "or unknown text); left out."))
    }
    if let line = cutLine {
      result.append(
        Diagnostic(
          .info, "trace.truncated-line", line: line, "The file ends inside its last row, which was left out."))
    }
    if let line = firstHeader {
      result.append(
        Diagnostic(
          .info, "trace.repeated-header", line: line,
          "The header stands \(headerCount + 1) times: the recording was restarted and appended."))
    }
    if let (line, text) = firstError {
      result.append(
        Diagnostic(
          .error, "trace.tool-error", line: line,
          "The recording tool failed \(counted(errorCount, "time", "times")) (first: '\(text.prefix(200))'); there is no sample for these "
            + "times."))
    }
    if let line = firstOtherClock {
      result.append(
        Diagnostic(
          .warning, "trace.mixed-clocks", line: line,
          "\(counted(otherClockCount, "row has a time", "rows have times")) of another kind than the rows before (with and "
            + "without a zone, say); "
            + "left out."))
    }
    if tooManyDevices {
      result.append(
        Diagnostic(
          .warning, "trace.too-many-devices",
          "More than \(TraceCollector.maximumSeries) devices; the rows of further ones were left out."))
    }
    return result
  }
}
