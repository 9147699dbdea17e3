import LogScanning
import Quantities

/// The date in `# started on Sun Aug 24 12:00:00 2026`, which C's `ctime` prints in English in every locale.
enum PerfStartDate {
  /// Nanoseconds on the host's clock; `nil` when the line is another one.
  static func read(_ line: RawSpan) -> Int64? {
    guard let start = line.firstOffset(of: "started on ") else { return nil }
    return date(line.dropping(start + 11).trimmed())
  }

  /// Reads `Sun Aug 24 12:00:00 2026`.
  static func date(_ span: RawSpan) -> Int64? {
    let words = span.extracting(0..<min(span.byteCount, 64)).text.split(separator: " ")
    guard words.count >= 5, let month = months.firstIndex(of: String(words[1])), let day = Int(words[2]),
      let year = Int(words[4])
    else { return nil }
    let clock = words[3].split(separator: ":").compactMap { Int($0) }
    guard clock.count == 3 else { return nil }
    return CivilDateTime(year: year, month: month + 1, day: day, hour: clock[0], minute: clock[1], second: clock[2])
      .nanosecondsSinceEpoch
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
