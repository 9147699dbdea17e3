import LogFormats
import Quantities
import Reporting

extension Inspection {
  /// The members of an nnU-Net training log.
  static func members(of log: TrainingLog, path: String) -> [JSONOutput.Member] {
    let facts = TrainingFacts(log, path: path)
    return [
      .init("dataset", JSONOutput(facts.dataset)),
      .init("trainer", JSONOutput(facts.trainer)),
      .init("plans", JSONOutput(facts.plans)),
      .init("configuration", JSONOutput(facts.configuration)),
      .init("fold", fold(facts.fold)),
      .init("first_stamp", JSONOutput(log.firstStamp?.iso8601)),
      .init("last_stamp", JSONOutput(log.lastStamp?.iso8601)),
      .init("completed_epochs", JSONOutput(facts.completedEpochs)),
      .init("aborted_epochs", JSONOutput(log.epochs.count - facts.completedEpochs)),
      .init("duplicate_epoch_records", JSONOutput(log.duplicateEpochRecords)),
      .init("epoch_seconds_sum", JSONOutput(facts.epochSecondsSum)),
      .init("epoch_seconds_mean", JSONOutput(facts.epochSecondsMean)),
      .init("mean_validation_dice", JSONOutput(log.validation?.meanDice)),
      .init("finished", .boolean(log.finished)),
    ]
  }

  private static func fold(_ fold: Fold?) -> JSONOutput {
    guard let fold else { return nil }
    return fold.number.map { JSONOutput($0) } ?? .string(fold.description)
  }

  /// The members of what a job printed.
  static func members(of capture: ConsoleCapture, path: String) -> [JSONOutput.Member] {
    let tracebacks = capture.tracebacks.map { traceback -> JSONOutput in
      ["line": JSONOutput(traceback.line), "error": .string(traceback.error)]
    }
    return [
      .init("job", JSONOutput(capture.slurmJob)),
      .init("training", capture.training.map { .object(members(of: $0, path: path)) } ?? .null),
      .init("sessions", sessions(of: capture.tracker)),
      .init("tracebacks", .array(tracebacks)),
      .init("interruption", JSONOutput(capture.interruption?.rawValue)),
    ]
  }
}
