import LogScanning
import Quantities

/// Reads an error log (`…_err.log`, since 1.0.7): warnings, and the tracebacks that ended monitoring.
struct TrackerErrorReader {
  private var session: TrackerSession?
  private var findings = TrackerFindings()
  private var traceback: TrackerTraceback?

  init() {}

  /// Takes the next line.
  mutating func consume(_ line: RawSpan, number: Int) {
    let head = TrackerLine(line)
    guard let stamp = head.stamp else {
      // Hints of several lines and the rest of tracebacks have no stamp.
      _ = traceback?.consume(line, number: number, into: &findings)
      return
    }
    traceback = nil
    var session = self.session ?? TrackerSession(line: number)
    if session.firstStamp == nil { session.firstStamp = stamp }
    session.lastStamp = stamp
    let body = line.dropping(head.bodyOffset)
    switch TrackerWarnings.read(body, level: head.level, line: number, into: &findings) {
    case .intensities(let intensities): session.intensities += intensities
    case .traceback(let ends):
      traceback = TrackerTraceback(ends: ends)
      if ends { session.state = .failed }
    case .other: break
    }
    self.session = session
  }

  /// Ends the file. All of it is one session, whose state is failed or, since an error log holds no numbers, empty.
  mutating func finish() -> (log: TrackerLog, diagnostics: [Diagnostic]) {
    guard var session else { return (TrackerLog(kind: .error), findings.diagnostics) }
    if session.state != .failed { session.state = .empty }
    return (TrackerLog(kind: .error, sessions: [session]), findings.diagnostics)
  }
}
