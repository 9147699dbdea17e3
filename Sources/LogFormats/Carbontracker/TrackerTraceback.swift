import LogScanning

/// Follows a Python traceback over its lines up to the error at its end.
struct TrackerTraceback {
  /// Monitoring ended with it.
  let ends: Bool
  private(set) var isOver = false

  init(ends: Bool) { self.ends = ends }

  /// Takes a line without a stamp; `false` when the traceback was over before it.
  mutating func consume(_ line: RawSpan, number: Int, into findings: inout TrackerFindings) -> Bool {
    guard !isOver else { return false }
    if line.trimmed().byteCount == 0 || line[byte: 0] == 0x20 || line[byte: 0] == 0x09 { return true }
    TrackerWarnings.noteTraceback(line, line: number, ends: ends, into: &findings)
    isOver = true
    return true
  }
}
