public import Quantities

/// How far a training has come, and what it took until then: all that predictions are made of.
public struct TrainingProgress: Sendable {
  /// What something took.
  public struct Part: Sendable, Hashable {
    public var seconds: Double
    /// The IT energy; `nil` when it was not measured.
    public var energy: Energy?

    public init(seconds: Double, energy: Energy?) {
      self.seconds = seconds
      self.energy = energy
    }
  }

  /// One completed epoch.
  public struct Epoch: Sendable, Hashable {
    /// How long it took, in seconds; negative or not finite where a log is broken, which no predictor uses.
    public let seconds: Double
    /// Its IT energy; `nil` when it was not measured.
    public let energy: Energy?
    /// It is the first of its process.
    public let beginsProcess: Bool
    /// All that was spent since the epoch before, or since the start: start-up, redone epochs, bookkeeping.
    public var before = Part(seconds: 0, energy: .zero)
    /// The part of ``before`` that lies between any two epochs; `nil` when no log tells, as of trackers.
    public var between: Part?
    /// When it ended, by the clock of the log.
    public var end: WallTime?

    public init(seconds: Double, energy: Energy?, beginsProcess: Bool = false) {
      self.seconds = seconds
      self.energy = energy
      self.beginsProcess = beginsProcess
    }
  }

  /// Where a number of planned epochs is from.
  public enum PlannedSource: Sendable, Hashable {
    /// The user's `--epochs`.
    case given
    /// A file beside the log, the trainer's name, or what else the words say.
    case known(String)
  }

  /// How the training ended.
  public enum State: Sendable, Hashable {
    /// The log just ends: the training runs, or its process was killed without a word.
    case open
    /// As planned, or stopped early by its trainer.
    case finished
    /// With an exception or a signal, in these words; a prediction holds if it is continued.
    case ended(String)
  }

  /// How tables call it.
  public var name: String
  /// The log that the epochs are from, as reports print it.
  public var log: String
  /// What was trained, for finding past runs of the same; `nil` when only a tracker's log is there.
  public var model: String?
  /// The epochs that the whole training has; `nil` when no log tells.
  public var planned: Int?
  public var plannedSource: PlannedSource?
  public var state: State
  /// The completed epochs that the model keeps, in order.
  public var epochs: [Epoch]
  /// The final validation; `nil` when there was none yet or no log tells.
  public var validation: Part?
  /// What the finished training took in all; `nil` before its end.
  public var whole: Part?
  /// What the clock's zone is, as `UTC+01:00 (Europe/Copenhagen)`; `nil` when nothing is known of it.
  public var zone: String?
  /// The energies are a tracker's own numbers, at least in part.
  public var isLogged: Bool
  /// The time is all that is known: why, in words for the user.
  public var energyRemark: String?

  /// Makes a progress of epochs alone, as of a tracker's log.
  public init(name: String, log: String = "", planned: Int?, epochs: [Epoch], state: State = .open) {
    self.name = name
    self.log = log
    self.planned = planned
    self.epochs = epochs
    self.state = state
    isLogged = false
  }

  /// The training as it was when its log had so many epochs, and nobody knew how it would end.
  public func first(_ count: Int) -> TrainingProgress {
    var early = self
    early.epochs = Array(epochs.prefix(max(0, count)))
    early.state = .open
    early.validation = nil
    early.whole = nil
    return early
  }

  /// All that was spent up to the end of the last of ``epochs``, in seconds.
  public var spentSeconds: Double {
    epochs.lazy.flatMap { [$0.before.seconds, $0.seconds] }.filter { $0.isFinite && $0 >= 0 }.compensatedSum()
  }

  /// The IT energy of the same; `nil` when a part of it was not measured.
  public var spentEnergy: Energy? {
    var sum = CompensatedSum()
    for epoch in epochs {
      guard let before = epoch.before.energy, let own = epoch.energy else { return nil }
      sum.add(before.joules)
      sum.add(own.joules)
    }
    return epochs.isEmpty ? nil : .joules(sum.value)
  }

  /// The mean of what lies between two epochs; `nil` for fewer than two, and when no log tells.
  public var between: Part? {
    let parts = epochs.dropFirst().compactMap(\.between)
    guard !parts.isEmpty else { return nil }
    let count = Double(parts.count)
    let energies = parts.compactMap(\.energy)
    return Part(
      seconds: parts.lazy.map(\.seconds).compensatedSum() / count,
      energy: energies.count == parts.count ? energies.compensatedSum() / count : nil)
  }

  /// When the last of ``epochs`` ended, by the clock of the log.
  public var lastEnd: WallTime? { epochs.last?.end }

  /// The epochs' times in seconds.
  var times: [Double] { epochs.map(\.seconds) }

  /// The epochs' energies in joules, not a number where one was not measured.
  var energies: [Double] { epochs.map { $0.energy?.joules ?? .nan } }

  /// Which epochs are the first of a process.
  var beginnings: [Bool] { epochs.map(\.beginsProcess) }

  /// The mean time of the epochs seen, in seconds; `nil` when there is none.
  public var meanSeconds: Double? { Self.mean(times) }

  /// The mean energy of the epochs that were measured; `nil` when none was.
  public var meanEnergy: Energy? { Self.mean(energies).map(Energy.joules) }

  /// The epochs whose energy is known.
  public var measuredEpochs: Int { energies.count { $0.isFinite && $0 >= 0 } }

  private static func mean(_ values: [Double]) -> Double? {
    let usable = values.filter { $0.isFinite && $0 >= 0 }
    return usable.isEmpty ? nil : usable.compensatedSum() / Double(usable.count)
  }
}
