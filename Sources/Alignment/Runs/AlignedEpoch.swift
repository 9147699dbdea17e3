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

  public var logged: LoggedFacts
  public var window: TimeWindow
  public var status: Status

  public init(logged: LoggedFacts, window: TimeWindow, status: Status) {
    self.logged = logged
    self.window = window
    self.status = status
  }

  /// The number in the log, from 0.
  public var index: Int { logged.index }

  /// A loss of this epoch is not a number.
  public var hasNaNLoss: Bool { logged.hasNaNLoss }

  /// What of a ``LoggedEpoch`` is asked for on the timeline; 48 bytes for each of millions.
  public struct LoggedFacts: Sendable, Hashable {
    /// The number in the log, from 0.
    public let index: Int
    /// The line of the epoch's start.
    public let line: Int
    /// The log's stamps of its start and end; no end when it was aborted.
    public let start: WallTime
    @Compact public private(set) var end: WallTime?
    /// The mean of the classes that have a pseudo Dice, 0 to 1; `nil` when none has.
    @Compact public private(set) var meanPseudoDice: Double?
    /// A loss is not a number.
    public let hasNaNLoss: Bool

    /// Takes them from a log's epoch.
    public init(_ epoch: LoggedEpoch) {
      index = epoch.index
      line = epoch.line
      start = epoch.start
      hasNaNLoss = epoch.trainLoss?.isNaN == true || epoch.validationLoss?.isNaN == true
      _end = Compact(wrappedValue: epoch.end)
      _meanPseudoDice = Compact(wrappedValue: epoch.meanPseudoDice)
    }
  }
}
