public import LogFormats
public import Quantities

/// One epoch of an attempt on the UTC timeline.
public struct AlignedEpoch: Sendable, Hashable {
  /// What became of an epoch.
  public enum Status: String, Sendable, Hashable, CaseIterable {
    /// The last completed epoch of its index in its run: the trained model contains it.
    case useful
    /// Completed, but trained again later: after a resume from an older checkpoint, or a fresh start.
    case redone
    /// Begun and never completed.
    case aborted
  }

  public var logged: LoggedEpoch
  public var window: TimeWindow
  public var status: Status

  public init(logged: LoggedEpoch, window: TimeWindow, status: Status) {
    self.logged = logged
    self.window = window
    self.status = status
  }

  /// The number in the log, from 0.
  public var index: Int { logged.index }

  /// A loss of this epoch is not a number.
  public var hasNaNLoss: Bool { logged.trainLoss?.isNaN == true || logged.validationLoss?.isNaN == true }
}
