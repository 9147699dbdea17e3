import LogScanning
import Quantities

/// What stands before a carbontracker message: a stamp, a level, the tag `CarbonTracker: `; any of them may be missing.
///
/// 1.0.0 to 1.0.6 and all error logs write `2020-05-02 21:03:11,747 - MainThread - INFO - `, the others
/// `2022-05-19 22:16:44 - `; consoles have the tag alone.
struct TrackerLine {
  /// The logging level of a message.
  enum Level { case debug, info, warning, critical }

  /// The stamp, on the host's wall clock.
  private(set) var stamp: WallTime?
  private(set) var level: Level?
  /// The message begins with `CarbonTracker:`.
  private(set) var isTagged = false
  /// The thread is one that only carbontracker starts.
  private(set) var isTrackerThread = false
  /// Where the message begins, everything before it passed over.
  private(set) var bodyOffset = 0

  init(_ line: RawSpan) {
    if let (time, length) = line.leadingWallTime(), line.matches(" - ", at: length) {
      stamp = time
      bodyOffset = length + 3
      if line[byte: 19] == 0x2C { readThreadAndLevel(line) }
    }
    if line.matches("CarbonTracker:", at: bodyOffset) {
      isTagged = true
      bodyOffset += 14
      if line.matches(" ", at: bodyOffset) { bodyOffset += 1 }
      // Consoles show the level of error messages behind the tag.
      if level == nil { readConsoleLevel(line) }
    }
  }

  /// Reads `MainThread - INFO - `; thread names hold blanks (`Thread-1 (one)`), so the level is looked for.
  private mutating func readThreadAndLevel(_ line: RawSpan) {
    let limited = line.extracting(0..<min(line.byteCount, bodyOffset + 120))
    var found: (offset: Int, length: Int, level: Level)?
    for (text, length, level) in Self.levels {
      guard let offset = limited.firstOffset(of: text, from: bodyOffset), offset < found?.offset ?? .max else {
        continue
      }
      found = (offset, length, level)
    }
    guard let found else { return }
    isTrackerThread =
      line.matches("CarbonTrackerThread - ", at: bodyOffset) || line.matches("CarbonIntensityThread - ", at: bodyOffset)
    level = found.level
    bodyOffset = found.offset + found.length
  }

  private mutating func readConsoleLevel(_ line: RawSpan) {
    for (text, length, level) in Self.consoleLevels where line.matches(text, at: bodyOffset) {
      self.level = level
      bodyOffset += length
      return
    }
  }

  private static let levels: [(StaticString, Int, Level)] = [
    (" - DEBUG - ", 11, .debug), (" - INFO - ", 10, .info), (" - WARNING - ", 13, .warning),
    (" - ERROR - ", 11, .critical), (" - CRITICAL - ", 14, .critical),
  ]

  private static let consoleLevels: [(StaticString, Int, Level)] = [
    ("DEBUG - ", 8, .debug), ("INFO - ", 7, .info), ("WARNING - ", 10, .warning), ("ERROR - ", 8, .critical),
    ("CRITICAL - ", 11, .critical),
  ]
}
