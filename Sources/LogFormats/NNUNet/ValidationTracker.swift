import Quantities

/// Follows the final validations in a training log.
///
/// Every process start can have one; the last complete one is the log's result.
struct ValidationTracker {
  private var current: LoggedValidation?
  private(set) var past: [LoggedValidation] = []
  /// The first stamp since the process started.
  private var processStart: WallTime?
  private var processHasEpochs = false
  /// The end of the work before the validation: training's end in v1, the first split line after it in v2.
  private var earliestStart: WallTime?

  /// Takes note of any stamp.
  mutating func observe(_ stamp: WallTime) {
    if processStart == nil { processStart = stamp }
  }

  /// A new process begins in the same file.
  mutating func beginProcess() {
    close()
    processStart = nil
    processHasEpochs = false
    earliestStart = nil
  }

  /// An epoch begins or ends: what was printed before is no part of a validation that follows.
  mutating func passEpoch() {
    close()
    processHasEpochs = true
    earliestStart = nil
  }

  /// A line that comes right before the validation's first prediction.
  mutating func approach(_ stamp: WallTime) {
    if current?.complete == true { close() }
    if earliestStart == nil { earliestStart = stamp }
  }

  /// v1 ends its training with a checkpoint, whose end the validation follows without any line of its own.
  mutating func finishTraining(_ stamp: WallTime) { earliestStart = stamp }

  /// `predicting CASE`.
  mutating func predict(_ stamp: WallTime) {
    if current?.complete == true { close() }
    advance(to: stamp)
    current?.cases += 1
  }

  /// Any other line of the validation.
  mutating func advance(to stamp: WallTime) {
    if current == nil {
      let start = processHasEpochs ? earliestStart : processStart
      current = LoggedValidation(start: start ?? stamp, end: stamp)
    }
    current?.end = stamp
  }

  /// The line after the last case.
  mutating func complete(_ stamp: WallTime) {
    advance(to: stamp)
    current?.complete = true
  }

  /// `Mean Validation Dice`.
  mutating func complete(_ stamp: WallTime, meanDice: Double) {
    complete(stamp)
    current?.meanDice = meanDice.isFinite ? meanDice : nil
  }

  /// The validation that counts: the last complete one, else the last; `nil` when there is none.
  mutating func result() -> LoggedValidation? {
    close()
    return past.last { $0.complete } ?? past.last
  }

  private mutating func close() {
    if let current, !past.contains(current) { past.append(current) }
    current = nil
    earliestStart = nil
  }
}
