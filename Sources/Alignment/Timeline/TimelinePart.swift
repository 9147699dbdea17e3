public import Quantities

/// What a stretch of an attempt was spent on.
public enum PartKind: String, Sendable, Hashable, CaseIterable, Comparable {
  /// From the log's first stamp to the first epoch or the validation.
  case startUp = "start-up"
  case usefulEpoch = "useful epoch"
  case redoneEpoch = "redone epoch"
  case abortedEpoch = "aborted epoch"
  /// Plots, checkpoints that no log tells, and bookkeeping after an epoch.
  case betweenEpochs = "between epochs"
  /// The saving of a checkpoint between epochs, where the log tells it; inside an epoch it is part of the epoch.
  case checkpointing
  case finalValidation = "final validation"
  /// A stretch far longer than the log explains: a suspended machine, or waiting.
  case idle

  public static func < (left: PartKind, right: PartKind) -> Bool { left.rank < right.rank }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// A stretch of an attempt's window.
public struct TimelinePart: Sendable, Hashable {
  public let kind: PartKind
  public let window: TimeWindow
  /// The place of the epoch in ``Attempt/epochs``; `nil` when the part is no epoch.
  public let epoch: Int?

  public init(kind: PartKind, window: TimeWindow, epoch: Int? = nil) {
    self.kind = kind
    self.window = window
    self.epoch = epoch
  }
}
