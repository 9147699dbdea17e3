import Accounting
import Alignment
import LogFormats

/// How attempts and their peculiarities are called in tables and texts.
enum OutcomeText {
  /// How an attempt ended, in a few words: `finished`, `killed, continued later`, `exception (RuntimeError)`.
  static func outcome(of attempt: Attempt) -> String {
    if attempt.start == .validationOnly { return "validation only" }
    var text: String
    switch attempt.outcome {
    case .finished: text = "finished"
    case .stoppedEarly(let completed, let planned): text = "early stop (\(completed) of \(planned) epochs)"
    case .failed(let error): text = "exception (\(shortened(error)))"
    case .interrupted(.keyboardInterrupt): text = "keyboard interrupt"
    case .interrupted(.timeLimit): text = "time limit"
    case .interrupted(.cancelled): text = "cancelled"
    case .interrupted(.outOfMemory): text = "out of memory"
    case .killed: text = "killed"
    case .cutOff: text = attempt.start == .neverStarted ? "no epoch" : "log ends early"
    }
    if attempt.continuedLater { text += ", continued later" }
    if case .continued(let epoch) = attempt.start { text += ", continued from epoch \(epoch)" }
    return text
  }

  /// What else is peculiar about an attempt.
  static func remarks(on attempt: Attempt, of run: Run, monitored: (epochs: Int, of: Int)?) -> [String] {
    var remarks: [String] = []
    if attempt.discardsEarlierWork { remarks.append("fold trained again from epoch 0") }
    if attempt.discardedByFreshStart { remarks.append("thrown away by a fresh start") }
    if attempt.nanEpochs > 0 { remarks.append("NaN losses in \(attempt.nanEpochs) epochs") }
    if run.identity.fold == .all { remarks.append("fold all") }
    if let monitored, monitored.epochs < monitored.of {
      remarks.append("tracker monitored \(monitored.epochs) of \(monitored.of) epochs")
    }
    return remarks
  }

  /// The class of a Python exception, without its message.
  private static func shortened(_ error: String) -> String {
    let name = error.prefix { $0 != ":" }
    return String(name.split(separator: ".").last ?? name)
  }
}

extension StudyFootprint {
  /// How many of an attempt's epochs a linked tracker monitored epoch by epoch; `nil` when no tracker did.
  func monitoredEpochs(of attempt: Attempt) -> (epochs: Int, of: Int)? {
    for link in attempt.links {
      guard let epochs = link.epochs else { continue }
      return (epochs.matched, attempt.completedEpochs)
    }
    return nil
  }
}
