import LogScanning

/// Time stamps that scripts write between the answers of a tool that has no clock: `date`, `date +%s`, ISO 8601.
enum StampLine {
  /// The time of a line that is a stamp and nothing else; `nil` when it is not.
  static func time(_ line: RawSpan) -> (nanoseconds: Int64, clock: TraceLog.Clock)? {
    guard line.byteCount >= 9, line.byteCount <= 64 else { return nil }
    if let stamp = CounterStamp(leading: line), stamp.length == line.byteCount {
      return (stamp.nanoseconds, stamp.clock)
    }
    return LooseDate(line).map { ($0.nanoseconds, $0.clock) }
  }

  /// The same of a text.
  static func time(_ text: String) -> (nanoseconds: Int64, clock: TraceLog.Clock)? {
    Array(text.utf8).withUnsafeBytes { time($0.bytes) }
  }
}
