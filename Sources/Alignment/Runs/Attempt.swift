public import LogFormats
public import Quantities

/// One process start of a run: a training, a continuation or a validation.
public struct Attempt: Sendable {
  /// How an attempt began.
  public enum Start: Sendable, Hashable {
    /// From epoch 0.
    case fresh
    /// From a checkpoint, at this epoch.
    case continued(fromEpoch: Int)
    /// No epoch: only the final validation was run (`--val`).
    case validationOnly
    /// The log ends before an epoch or a validation began.
    case neverStarted
  }

  /// How an attempt ended.
  public enum Outcome: Sendable, Hashable {
    /// As planned.
    case finished
    /// The trainer ended training before the planned number of epochs and validated.
    case stoppedEarly(completed: Int, planned: Int)
    /// A Python exception, as the console shows it.
    case failed(error: String)
    /// Ended from outside, as the console shows it.
    case interrupted(ConsoleCapture.Interruption)
    /// The log just ends, and so does the console: the process was killed.
    case killed
    /// The log just ends, and no console tells why; the process was killed or crashed, or is running.
    case cutOff
  }

  /// The path of the attempt's training log (or console capture, when there is no log), as reports print it.
  public let logPath: String
  /// Further paths with the same bytes, or shorter snapshots of the same log.
  public var copies: [String]
  /// What the log says. Its epochs are in ``epochs`` and no longer here when a study is aligned.
  public internal(set) var log: TrainingLog
  /// How many epochs the log has, those that another attempt counts included.
  public internal(set) var loggedEpochs = 0
  /// The version of nnU-Net, as far as the log tells.
  public let version: String?
  /// How the log's clock was read.
  public var clock: ClockReading
  public var slurmJob: Int?
  /// Where it ran, as far as its consoles and `debug.json` tell.
  public var placement = Placement()
  public var start: Start
  public var outcome: Outcome
  /// From the log's first stamp to its last, or to the end of an aborted epoch.
  public var window: TimeWindow
  public var epochs: AlignedEpochs
  /// When the last epoch was done and the final validation was about to begin, where the log tells.
  public var trainingDone: Instant?
  /// When the final validation ran, when there was one.
  public var validation: TimeWindow?
  /// The window cut into parts without gap or overlap, in order of time.
  public var parts: TimelineParts
  public var links: [EvidenceLink]
  /// The attempt began at epoch 0 although the fold had completed epochs before.
  public var discardsEarlierWork: Bool
  /// A later attempt of the run began at epoch 0: all of this attempt's epochs were thrown away.
  public var discardedByFreshStart: Bool
  /// Only the final validation was run, although a training attempt of the run had validated already.
  public var repeatsValidation: Bool
  /// A later attempt of the run went on from this one's checkpoint.
  public var continuedLater: Bool

  /// Moves the attempt to another zone, so much further ahead of UTC.
  mutating func moveZone(by shift: Duration, basis: ClockReading.Basis) {
    let back = .zero - shift
    clock = clock.movedAhead(by: shift, basis: basis)
    window = window.advanced(by: back)
    epochs.advance(by: back)
    trainingDone = trainingDone?.advanced(by: back)
    validation = validation?.advanced(by: back)
  }

  /// Every number of its Slurm job: its own, and that of its array.
  public var jobs: Set<Int> { Set([slurmJob, placement.job, placement.arrayJob].compactMap(\.self)) }

  /// Nothing of the attempt is in the trained model or its result: thrown away, or a validation once more.
  public var isSuperseded: Bool { discardedByFreshStart || repeatsValidation }

  /// The savings of checkpoints that the log tells, in order of time and without overlap; inside epochs or between them.
  public var checkpoints: [TimeWindow] {
    let logged = log.checkpoints.map { TimeWindow(start: clock.instant($0.start), end: clock.instant($0.end)) }
    var found: [TimeWindow] = []
    for save in logged.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
      guard let part = save.intersection(window), part.start >= found.last?.end ?? part.start else { continue }
      found.append(part)
    }
    return found
  }

  /// Epochs with an end.
  public var completedEpochs: Int { epochs.count - epochs.count(.aborted) }

  /// Completed epochs whose loss is not a number.
  public var nanEpochs: Int { epochs.count { $0.status != .aborted && $0.hasNaNLoss } }

  /// The job number, or the log's name when there is none: how tables call the attempt.
  public var label: String { slurmJob.map { String($0) } ?? StudyIndex.name(of: logPath) }
}
