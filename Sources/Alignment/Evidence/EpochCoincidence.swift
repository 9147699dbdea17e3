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
}
