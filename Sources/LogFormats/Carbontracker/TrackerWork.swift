public import Quantities

/// What a session did, to tell whether two sessions, of one file or of several, are the same one.
///
/// Until 1.2.5 the log of a process's first tracker also receives everything of its later ones, so that one session
/// stands in several files of a folder. All copies have the same stamps, release, durations and powers.
public struct TrackerWork: Sendable, Hashable {
  private struct EpochWork: Sendable, Hashable {
    let number: Int
    let seconds: Double?
    let watts: [String: [Double?]]
  }

  private struct BlockWork: Sendable, Hashable {
    let seconds: Double?
    let kilowattHours: Double?
    let grams: Double?

    init(_ block: ConsumptionBlock) {
      seconds = block.seconds
      kilowattHours = block.kilowattHours
      grams = block.grams
    }
  }

  /// The session's first stamp, on the host's wall clock; `nil` on consoles.
  public let start: WallTime?
  private let version: String?
  private let epochs: [EpochWork]
  private let blocks: [BlockWork]

  /// Makes the work of a session; `nil` when it has neither an epoch nor a consumption, since nothing can count twice.
  ///
  /// Blocks tell only where there are no epochs: a copy's output log may be lost.
  public init?(_ session: TrackerSession) {
    let blocks = [session.actual, session.predicted].compactMap(\.self)
    guard !session.epochs.isEmpty || !blocks.isEmpty else { return nil }
    start = session.firstStamp
    version = session.version
    epochs = session.epochs.map { epoch in
      EpochWork(
        number: epoch.number, seconds: epoch.seconds,
        watts: Dictionary(epoch.powers.map { ($0.component, $0.watts) }) { first, _ in first })
    }
    self.blocks = epochs.isEmpty ? blocks.map { BlockWork($0) } : []
  }

  /// Copies of the work can stand in other files of its folder: it has a time, and its release (before 2.0.0) or the
  /// lack of one does not rule out that handlers of several trackers wrote it.
  public var canHaveCopies: Bool {
    guard start != nil else { return false }
    return version.flatMap { TrackerRelease($0) }.map { !$0.averagesDevices } ?? true
  }
}
