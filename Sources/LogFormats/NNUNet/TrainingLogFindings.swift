import LogScanning
import Quantities

/// What was odd in a training log, many findings of one kind counted as one.
struct TrainingLogFindings {
  /// A kind of finding: how often it was met, and where first.
  struct Finding {
    private(set) var count = 0
    private(set) var firstLine: Int?

    mutating func note(_ line: Int) {
      count += 1
      if firstLine == nil { firstLine = line }
    }
  }

  /// How far the stamps of an epoch may be from its printed time, in seconds; nnU-Net's own differ by 0.02 s.
  static let clockTolerance = 30.0

  var processStarts = 0
  var aborted = Finding()
  var duplicates = Finding()
  var orphans = Finding()
  var unreadable = Finding()
  var backwards = Finding()
  var divergedLosses = Finding()
  var foldChanges = Finding()
  var mixedGenerations = Finding()
  /// Ends of epochs that carry no stamp.
  var unstampedEnds = Finding()
  /// Epochs that ended without a printed time.
  var untimed = Finding()
  private var clockSteps = Finding()
  private var hourSteps = Finding()

  /// Compares an epoch's stamps with its printed time: an hour's difference is a change to or from daylight saving
  /// time, another one a suspended machine, a clock that was set, or an edited log.
  mutating func checkClock(of epoch: LoggedEpoch, line: Int) {
    guard let end = epoch.end, let seconds = epoch.seconds else { return }
    let difference = epoch.start.duration(to: end).inSeconds - seconds
    if abs(abs(difference) - 3600) <= Self.clockTolerance {
      hourSteps.note(line)
    } else if abs(difference) > Self.clockTolerance {
      clockSteps.note(line)
    }
  }

  /// Everything found, in order of line.
  func diagnostics(for log: TrainingLog, validations: Int) -> [Diagnostic] {
    var found: [Diagnostic] = []
    func add(
      _ finding: Finding, _ severity: Diagnostic.Severity, _ code: String, _ message: (String) -> String,
      one: String, many: String
    ) {
      guard finding.count > 0 else { return }
      let subject = finding.count == 1 ? "One \(one)" : "\(finding.count) \(many)"
      found.append(Diagnostic(severity, code, line: finding.firstLine, message(subject)))
    }
    add(
      aborted, .warning, "nnunet.aborted-epoch",
      { "\($0) no end: the process stopped or was started again there; the time counts as aborted." },
      one: "epoch has", many: "epochs have")
    add(
      duplicates, .info, "nnunet.duplicate-epochs",
      { "\($0) met a second time in the file with the same stamps and time; each was counted once." },
      one: "epoch record was", many: "epoch records were")
    add(
      orphans, .warning, "nnunet.orphan-end",
      { "\($0) without a start, so of unknown number; left out." },
      one: "epoch's end stands", many: "epochs' ends stand")
    add(
      unreadable, .warning, "nnunet.unreadable-line",
      { "\($0) a value that cannot be read; that value was taken as missing." },
      one: "line of an epoch or validation has", many: "lines of epochs or validations have")
    add(
      backwards, .warning, "nnunet.clock-backwards",
      { "\($0) earlier than the one before: the clock was set back, or logs were joined; the stamps were kept." },
      one: "stamp is", many: "stamps are")
    add(
      hourSteps, .warning, "nnunet.clock-hour",
      { "\($0) an hour away from the printed time: a change to or from daylight saving time; the stamps were kept." },
      one: "epoch has stamps", many: "epochs have stamps")
    add(
      clockSteps, .warning, "nnunet.clock-step",
      {
        "\($0) more than 30 s away from the printed time: the machine slept, its clock was set, or the log was edited; the stamps were kept."
      },
      one: "epoch has stamps", many: "epochs have stamps")
    add(
      divergedLosses, .warning, "nnunet.nan-loss",
      { "\($0) not a finite number: the training diverged there; the energy counts all the same." },
      one: "loss is", many: "losses are")
    add(
      foldChanges, .warning, "nnunet.fold-changes",
      { "\($0) a different fold than the one before; the last was taken." },
      one: "line names", many: "lines name")
    add(
      mixedGenerations, .warning, "nnunet.mixed-generations",
      { "\($0) of the other generation of nnU-Net than the first; logs were joined." },
      one: "line is", many: "lines are")
    add(
      untimed, .info, "nnunet.untimed-epoch",
      { "\($0) ended by nnU-Net's own early stopping, which prints no time; the stamps tell it." },
      one: "epoch was", many: "epochs were")
    found += wholeLogDiagnostics(for: log, validations: validations)
    return found.sorted { ($0.line ?? .max, $0.code) < ($1.line ?? .max, $1.code) }
  }

  private func wholeLogDiagnostics(for log: TrainingLog, validations: Int) -> [Diagnostic] {
    var found: [Diagnostic] = []
    if processStarts > 1 {
      found.append(
        Diagnostic(.info, "nnunet.several-starts", "\(processStarts) processes wrote to this file one after another."))
    }
    if validations > 1 {
      found.append(
        Diagnostic(
          .info, "nnunet.several-validations",
          "\(validations) validations stand in this file; the last complete one was taken as the result."))
    }
    if let line = unstampedEnds.firstLine {
      if log.epochs.isEmpty {
        found.append(
          Diagnostic(
            .warning, "nnunet.unstamped-epochs", line: line,
            "\(unstampedEnds.count) epochs are printed without a stamp, so that nobody knows when they were; left out.")
        )
      } else {
        found.append(
          Diagnostic(
            .info, "nnunet.repeated-epochs", line: line,
            "\(unstampedEnds.count) ends of epochs have no stamp, as all processes but the first print them when several train together; only those with stamps were counted."
          ))
      }
    }
    if log.generation == .v1, let line = Self.changeOfClasses(log.epochs) {
      found.append(
        Diagnostic(
          .info, "nnunet.dice-classes-vary", line: line,
          "The number of classes in the epochs' Dice lists varies, since v1 leaves out a class that does not occur: a place in the list is no fixed class."
        ))
    }
    if log.epochs.isEmpty, log.validation != nil {
      found.append(Diagnostic(.info, "nnunet.validation-only", "A validation without any training epoch."))
    } else if log.epochs.isEmpty, log.generation != nil {
      found.append(
        Diagnostic(.warning, "nnunet.no-epochs", "The process stopped before its first epoch; the log has none."))
    }
    return found
  }

  /// The line of the first epoch that has another number of classes than those before it.
  private static func changeOfClasses(_ epochs: [LoggedEpoch]) -> Int? {
    let listed = epochs.filter { !$0.pseudoDice.isEmpty }
    return listed.first { $0.pseudoDice.count != listed.first?.pseudoDice.count }?.line
  }
}
