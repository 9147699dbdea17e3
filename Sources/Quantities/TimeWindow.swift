/// A stretch of the UTC timeline from `start` up to `end`; never negative.
public struct TimeWindow: Sendable, Hashable, Codable {
  public let start: Instant
  public let end: Instant

  /// Makes a window; an `end` before `start` gives an empty window at `start`.
  public init(start: Instant, end: Instant) {
    self.start = start
    self.end = max(start, end)
  }

  /// The window's length.
  public var duration: Duration { start.duration(to: end) }

  /// Whether the window has no length.
  public var isEmpty: Bool { start == end }

  /// Whether an instant lies in the window, its end excluded.
  public func contains(_ instant: Instant) -> Bool { start <= instant && instant < end }

  /// The part that both windows share; `nil` when that has no length.
  public func intersection(_ other: TimeWindow) -> TimeWindow? {
    let from = max(start, other.start)
    let to = min(end, other.end)
    return from < to ? TimeWindow(start: from, end: to) : nil
  }

  /// The window moved by a duration.
  public func advanced(by duration: Duration) -> TimeWindow {
    TimeWindow(start: start.advanced(by: duration), end: end.advanced(by: duration))
  }

  /// The total length that windows cover together, overlaps counted once.
  public static func unionDuration(_ windows: some Sequence<TimeWindow>) -> Duration {
    var total: Int64 = 0
    var reached = Int64.min
    for window in windows.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
      let from = max(window.start.nanoseconds, reached)
      if window.end.nanoseconds > from {
        total = total.addingSaturating(window.end.nanoseconds.subtractingSaturating(from))
        reached = window.end.nanoseconds
      }
    }
    return .nanoseconds(total)
  }
}
