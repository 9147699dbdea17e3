import LogScanning
import Quantities

/// Follows the epochs in a training log: which one is open, which have ended, which stand twice.
struct EpochTracker {
  /// The closed epochs in file order.
  private(set) var epochs: [LoggedEpoch] = []
  private(set) var duplicates = 0
  /// The last end was v1's, and no epoch of v1 has begun since.
  private(set) var lastEndWasV1 = false
  /// v1 prints the learning rate before the epoch that it is for.
  var nextLearningRate: Double?

  private var open: LoggedEpoch?
  /// Where the last closed epoch stands; `nil` when it was not kept or another process has started.
  private var lastClosed: Int?
  private var records: Set<Record> = []
  private var unfinishedDice: PseudoDiceList?

  /// What makes an epoch the same wherever it stands: microseconds make it unique.
  private struct Record: Hashable {
    let index: Int
    let start: WallTime
    let end: WallTime
    let seconds: Double
  }

  /// An epoch has begun and not ended.
  var isInEpoch: Bool { open != nil }

  /// A Dice list goes on in the next line.
  var isInDiceList: Bool { unfinishedDice != nil }

  /// A new process begins in the same file.
  mutating func beginProcess(_ findings: inout TrainingLogFindings) {
    abort(&findings)
    nextLearningRate = nil
    lastClosed = nil
  }

  mutating func begin(
    _ index: Int, at stamp: WallTime, line: Int, _ generation: TrainingLog.Generation,
    _ findings: inout TrainingLogFindings
  ) {
    abort(&findings)
    var epoch = LoggedEpoch(index: index, start: stamp, line: line)
    if generation == .v1 {
      epoch.learningRate = nextLearningRate
      nextLearningRate = nil
      lastEndWasV1 = false
    }
    open = epoch
    lastClosed = nil
  }

  /// Ends the open epoch and says whether there was one.
  mutating func end(
    at stamp: WallTime, seconds: Double, line: Int, _ generation: TrainingLog.Generation,
    _ findings: inout TrainingLogFindings
  ) -> Bool {
    guard var epoch = open else {
      findings.orphans.note(line)
      return false
    }
    open = nil
    epoch.end = stamp
    epoch.seconds = seconds.isFinite ? seconds : nil
    lastEndWasV1 = generation == .v1
    let record = Record(index: epoch.index, start: epoch.start, end: stamp, seconds: seconds)
    if records.insert(record).inserted {
      findings.checkClock(of: epoch, line: line)
      lastClosed = epochs.endIndex
      epochs.append(epoch)
    } else {
      duplicates += 1
      findings.duplicates.note(epoch.line)
      lastClosed = nil
    }
    return true
  }

  /// Ends the open epoch, whose time is not printed.
  mutating func endWithoutTime(at stamp: WallTime, _ findings: inout TrainingLogFindings) {
    guard var epoch = open else { return }
    open = nil
    lastEndWasV1 = true
    // No epoch takes a negative time, so this meets only its own kind.
    guard records.insert(Record(index: epoch.index, start: epoch.start, end: stamp, seconds: -1)).inserted else {
      duplicates += 1
      findings.duplicates.note(epoch.line)
      lastClosed = nil
      return
    }
    epoch.end = stamp
    findings.untimed.note(epoch.line)
    lastClosed = epochs.endIndex
    epochs.append(epoch)
  }

  /// Closes the open epoch, if there is one, without an end.
  mutating func abort(_ findings: inout TrainingLogFindings) {
    guard let epoch = open else { return }
    findings.aborted.note(epoch.line)
    epochs.append(epoch)
    open = nil
    lastClosed = nil
  }

  /// Sets a value on the open epoch, or on the one that has just ended: some lines follow an epoch's end.
  mutating func set(_ kind: EpochValue, _ value: Double) {
    if open != nil {
      open?[kind] = value
    } else if let lastClosed, epochs[lastClosed][kind] == nil {
      epochs[lastClosed][kind] = value
    }
  }

  /// Sets a Dice list, or keeps it when it goes on in the next line.
  mutating func set(_ list: PseudoDiceList, line: Int, _ findings: inout TrainingLogFindings) {
    unfinishedDice = nil
    if list.isDamaged {
      findings.unreadable.note(line)
    } else if !list.isComplete {
      unfinishedDice = list
    } else if open != nil {
      open?.pseudoDice = list.values
    } else if let lastClosed, epochs[lastClosed].pseudoDice.isEmpty {
      epochs[lastClosed].pseudoDice = list.values
    }
  }

  /// Goes on with an unfinished Dice list and says whether the line is part of it.
  mutating func continueDiceList(_ text: RawSpan, line: Int, _ findings: inout TrainingLogFindings) -> Bool {
    guard var list = unfinishedDice else { return false }
    guard PseudoDiceList.canContinue(with: text) else {
      endDiceList(line: line, &findings)
      return false
    }
    list.append(text)
    set(list, line: line, &findings)
    return true
  }

  /// Gives up an unfinished Dice list: something else follows.
  mutating func endDiceList(line: Int, _ findings: inout TrainingLogFindings) {
    if unfinishedDice != nil { findings.unreadable.note(line) }
    unfinishedDice = nil
  }
}

/// The numbers that a line of their own tells of an epoch.
enum EpochValue {
  case learningRate, trainLoss, validationLoss, bestEMADice
}

extension LoggedEpoch {
  /// One of the numbers; a key path would take longer than reading the line.
  fileprivate subscript(kind: EpochValue) -> Double? {
    get {
      switch kind {
      case .learningRate: learningRate
      case .trainLoss: trainLoss
      case .validationLoss: validationLoss
      case .bestEMADice: bestEMADice
      }
    }
    set {
      switch kind {
      case .learningRate: learningRate = newValue
      case .trainLoss: trainLoss = newValue
      case .validationLoss: validationLoss = newValue
      case .bestEMADice: bestEMADice = newValue
      }
    }
  }
}
