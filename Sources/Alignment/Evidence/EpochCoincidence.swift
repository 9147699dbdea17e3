public import Quantities

/// Whether a tracker's epoch is an epoch of a training log.
public enum EpochCoincidence {
  /// How far they may lie apart at either edge, in seconds: a tracker's stamps have whole seconds, and some work lies
  /// between its calls and nnU-Net's prints. A tenth of the epoch is tolerated beside it.
  static let edgeTolerance = 1.5

  /// Whether both begin together and end together.
  public static func holds(between tracked: TimeWindow, and logged: TimeWindow) -> Bool {
    let tolerance = edgeTolerance + 0.1 * tracked.duration.inSeconds
    return abs(logged.start.duration(to: tracked.start).inSeconds) <= tolerance
      && abs(logged.end.duration(to: tracked.end).inSeconds) <= tolerance
  }

  /// Whether both begin together, whatever the tracker still measures after the log's end.
  public static func begins(_ tracked: TimeWindow, with logged: TimeWindow) -> Bool {
    let tolerance = edgeTolerance + 0.1 * tracked.duration.inSeconds
    return abs(logged.start.duration(to: tracked.start).inSeconds) <= tolerance && tracked.end > logged.start
  }

  /// How many of a tracker's epochs coincide with as many of a log, and by how many seconds their lengths differ on
  /// average.
  struct Matches: Comparable {
    var count = 0
    var lengthDifference = 0.0

    /// More epochs are better, then more similar ones.
    static func < (left: Matches, right: Matches) -> Bool {
      (left.count, right.lengthDifference) < (right.count, left.lengthDifference)
    }
  }

  /// Compares a tracker's epochs with those of a log, from the first on.
  static func matches(_ tracked: [TimeWindow], _ logged: some Collection<TimeWindow>) -> Matches {
    let pairs = zip(tracked, logged).filter { holds(between: $0, and: $1) }
    let difference = pairs.reduce(0) { $0 + abs($1.1.duration.inSeconds - $1.0.duration.inSeconds) }
    return Matches(count: pairs.count, lengthDifference: pairs.isEmpty ? 0 : difference / Double(pairs.count))
  }

  /// A log's epochs, each up to the start of the next; after the last one, the median of the pauses before.
  static func withPauses(_ logged: some Collection<TimeWindow>) -> [TimeWindow] {
    let pauses = zip(logged, logged.dropFirst()).map { $0.end.duration(to: $1.start) }
    let usual = pauses.sorted().dropFirst(pauses.count / 2).first ?? .zero
    return zip(logged, pauses + [usual]).map { epoch, pause in
      TimeWindow(start: epoch.start, end: epoch.end.advanced(by: max(pause, .zero)))
    }
  }
}
