import Quantities

/// Follows the final validations in a training log.
///
/// Every process start can have one; the last complete one is the log's result.
struct ValidationTracker {
  private var current: LoggedValidation?
  private(set) var past: [LoggedValidation] = []
  /// The same without their lines.
  private var seen: Set<LoggedValidation> = []
  /// The first stamp since the process started.
  private var processStart: Place?
  private var processHasEpochs = false
  /// The end of the work before the validation: training's end in v1, the first split line after it in v2.
  private var earliestStart: Place?
  /// The line that is being read.
  private var line = 0

  /// A stamp and its line.
  private struct Place {
    let stamp: WallTime
    let line: Int
  }

  /// Takes note of any stamp.
  mutating func observe(_ stamp: WallTime, line: Int) {
    self.line = line
    if processStart == nil { processStart = Place(stamp: stamp, line: line) }
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
    if earliestStart == nil { earliestStart = Place(stamp: stamp, line: line) }
  }

  /// v1 ends its training with a checkpoint, whose end the validation follows without any line of its own.
  mutating func finishTraining(_ stamp: WallTime) { earliestStart = Place(stamp: stamp, line: line) }

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
      current = LoggedValidation(start: start?.stamp ?? stamp, end: stamp, line: start?.line ?? line)
    }
    current?.end = stamp
    current?.lastLine = line
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
    // The same validation may stand in a file twice, at other lines.
    if let current, seen.insert(current.withoutLines).inserted { past.append(current) }
    current = nil
    earliestStart = nil
  }
}

extension LoggedValidation {
  /// Two are the same whatever their lines.
  fileprivate var withoutLines: LoggedValidation {
    var validation = self
    (validation.line, validation.lastLine) = (nil, nil)
    return validation
  }
}
