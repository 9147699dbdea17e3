public import Quantities

/// What one nnU-Net `training_log_*.txt`, or the nnU-Net lines of a console capture, says: one process start.
public struct TrainingLog: Sendable, Hashable, Codable {
  /// The two generations of nnU-Net, which write different lines.
  public enum Generation: String, Sendable, Hashable, Codable {
    case v1, v2
  }

  /// What a log's stamps are of.
  public enum Clock: String, Sendable, Hashable, Codable {
    /// The host's clock, whose zone the log does not tell.
    case local
    /// Unix time: a stamp is read without any offset.
    case utc
  }

  /// The clock of every stamp in the log; nnU-Net's own logs are ``Clock/local``.
  public var clock: Clock {
    get { otherClock ?? .local }
    set { otherClock = newValue == .local ? nil : newValue }
  }

  /// Absent in what earlier versions stored.
  private var otherClock: Clock?

  /// `nil` when the log ends before a line that tells.
  public var generation: Generation?
  /// `DatasetNNN_Name` or `TaskNNN_Name` as the log's header names it; `nil` when it does not.
  public var dataset: String?
  public var trainer: String?
  public var plans: String?
  public var configuration: String?
  /// The fold from `Desired fold for training`; absent for fold `all` and in old v1 logs.
  public var fold: Int?
  public var batchSize: Int?
  public var patchSize: [Int]?
  /// What the network is trained on, where the log or console says so: `cuda:0`, `cpu`, `mps`.
  public var device: String?
  /// The processes that train together, one GPU each, where a console says so; the log itself never does.
  public var processCount: Int?
  /// Cases of this fold's split.
  public var trainingCases: Int?
  public var validationCases: Int?

  /// The log's first and last stamp, in file order.
  public var firstStamp: WallTime?
  public var lastStamp: WallTime?
  /// The epochs in file order, indices repeated where the log repeats them.
  public var epochs: [LoggedEpoch]
  /// The stamp of `Training done.` (v2), or of v1's final checkpoint after its last epoch.
  public var trainingDone: WallTime?
  /// The final validation, when the log has one.
  public var validation: LoggedValidation?
  /// Checkpoints whose saving is logged, in file order; v2 logs none.
  public var checkpoints: [LoggedCheckpoint] {
    get { loggedCheckpoints ?? [] }
    set { loggedCheckpoints = newValue.isEmpty ? nil : newValue }
  }

  /// Absent in what earlier versions stored.
  private var loggedCheckpoints: [LoggedCheckpoint]?

  /// The first stamps of all processes that wrote to the file, in file order; empty when it was one.
  public var processStarts: [WallTime] {
    get { loggedStarts ?? [] }
    set { loggedStarts = newValue.count > 1 ? newValue : nil }
  }

  /// Absent in what earlier versions stored.
  private var loggedStarts: [WallTime]?

  /// The log says that training went to its planned end: `Training done.`, or validation lines after the last epoch.
  public var finished: Bool
  /// Epoch records that stand byte for byte a second time in the file; they are not in `epochs`.
  public var duplicateEpochRecords: Int

  /// Where processes of different folds or models wrote to one file, as a console's job does that trains one fold after
  /// another: each process by itself, in file order. Empty when all processes are of one run, and in each process.
  public var processes: [TrainingLog] {
    get { separateProcesses ?? [] }
    set { separateProcesses = newValue.isEmpty ? nil : newValue }
  }

  /// Absent in what earlier versions stored.
  private var separateProcesses: [TrainingLog]?

  public init() {
    epochs = []
    finished = false
    duplicateEpochRecords = 0
  }

  /// The logs of the runs that wrote to the file: ``processes``, or the log itself.
  public var runs: [TrainingLog] { separateProcesses ?? [self] }

  /// Keeps of each epoch's pseudo Dice the mean over the classes, which is all that is asked for beyond the store: a list
  /// is an allocation for every epoch, and a study has millions.
  public mutating func keepMeanPseudoDiceOnly() {
    for place in epochs.indices { epochs[place].keepMeanPseudoDiceOnly() }
    guard var own = separateProcesses else { return }
    separateProcesses = nil
    for place in own.indices { own[place].keepMeanPseudoDiceOnly() }
    separateProcesses = own
  }

  /// The epochs with an end.
  public var completedEpochs: [LoggedEpoch] { epochs.filter { $0.end != nil } }
}

/// One epoch as a training log tells it.
public struct LoggedEpoch: Sendable, Hashable, Codable {
  /// The number in the log, from 0.
  public var index: Int
  /// The stamp of the `Epoch N` line; in a log without it, `end` minus `seconds`.
  public var start: WallTime
  /// The stamp of the `Epoch time` line; `nil` when the log ends or restarts before it: the epoch was aborted.
  @Compact public var end: WallTime?
  /// The printed epoch time in seconds, two decimals (v2) or more (v1); `nil` also where v1 stopped by itself, which
  /// prints none.
  @Compact public var seconds: Double?
  @Compact public var learningRate: Double?
  /// Not a number is kept as such: the loss diverged.
  @Compact public var trainLoss: Double?
  @Compact public var validationLoss: Double?
  /// The online estimate per foreground class; an element is `nil` where the log has `nan` or nothing.
  public var pseudoDice: [Double?]
  /// The exponential moving average from `New best EMA pseudo Dice`.
  @Compact public var bestEMADice: Double?
  /// The line of the epoch's start.
  public var line: Int

  public init(index: Int, start: WallTime, line: Int) {
    self.index = index
    self.start = start
    self.line = line
    pseudoDice = []
  }

  /// What is left of a list that was given up.
  @Compact private var keptMean: Double?

  mutating func keepMeanPseudoDiceOnly() {
    guard !pseudoDice.isEmpty else { return }
    keptMean = meanPseudoDice
    pseudoDice = []
  }

  /// The mean of the classes that have a pseudo Dice; `nil` when none has.
  public var meanPseudoDice: Double? {
    guard !pseudoDice.isEmpty else { return keptMean }
    let known = pseudoDice.compactMap(\.self)
    return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
  }
}

/// The final validation as a training log tells it.
public struct LoggedValidation: Sendable, Hashable, Codable {
  /// The stamp of the first `predicting` line (or of the split line before it).
  public var start: WallTime
  /// The stamp of the last validation line.
  public var end: WallTime
  /// `predicting` lines.
  public var cases: Int
  /// `Validation complete` or a mean Dice was printed.
  public var complete: Bool
  /// `Mean Validation Dice`; `nil` when not printed or `nan`.
  public var meanDice: Double?
  /// The line of ``start``; absent in what earlier versions stored.
  public var line: Int?
  /// The line of ``end``; absent in what earlier versions stored.
  public var lastLine: Int?

  public init(
    start: WallTime, end: WallTime, cases: Int = 0, complete: Bool = false, meanDice: Double? = nil, line: Int? = nil
  ) {
    self.line = line
    lastLine = line
    self.start = start
    self.end = end
    self.cases = cases
    self.complete = complete
    self.meanDice = meanDice
  }
}

/// The saving of a checkpoint as a training log tells it.
public struct LoggedCheckpoint: Sendable, Hashable, Codable {
  /// The stamp of `saving checkpoint...`.
  public var start: WallTime
  /// The stamp of `done, saving took …`.
  public var end: WallTime

  public init(start: WallTime, end: WallTime) {
    self.start = start
    self.end = end
  }
}
