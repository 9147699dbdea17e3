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

  /// Where a console's processes ran; `null` where it does not tell.
  private static func placement(_ placement: Placement?) -> JSONOutput {
    guard let placement else { return nil }
    func list(_ texts: [String]?) -> JSONOutput { texts.map { .array($0.map(JSONOutput.string)) } ?? nil }
    return [
      "job": JSONOutput(placement.job), "array_job": JSONOutput(placement.arrayJob),
      "array_task": JSONOutput(placement.arrayTask), "job_name": JSONOutput(placement.jobName),
      "host": JSONOutput(placement.host), "visible_gpus": list(placement.visibleGPUs),
      "node_gpus": list(placement.nodeGPUs),
      "processes": placement.processes.map { .array($0.map { JSONOutput($0) }) } ?? nil,
    ]
  }

  /// The members of a list of processes on GPUs.
  static func members(of log: GPUProcessLog) -> [JSONOutput.Member] {
    let processes = log.processes.map { process -> JSONOutput in
      [
        "gpu": .string(process.gpu), "pid": JSONOutput(process.pid), "name": JSONOutput(process.name),
        "rows": JSONOutput(process.rows), "sm_percent_sum": .number(process.busy),
      ]
    }
    return [.init("processes", .array(processes))]
  }

  /// The members of what a job printed.
  static func members(of capture: ConsoleCapture, path: String) -> [JSONOutput.Member] {
    let tracebacks = capture.tracebacks.map { traceback -> JSONOutput in
      ["line": JSONOutput(traceback.line), "error": .string(traceback.error)]
    }
    return [
      .init("job", JSONOutput(capture.slurmJob)),
      .init("placement", placement(capture.placement)),
      .init("training", capture.training.map { .object(members(of: $0, path: path)) } ?? .null),
      .init("sessions", sessions(of: capture.tracker)),
      .init("tracebacks", .array(tracebacks)),
      .init("interruption", JSONOutput(capture.interruption?.rawValue)),
    ]
  }
}
