import LogFormats
import StudyStore

/// What the result files beside the logs tell about runs: planned epochs, Dice, architecture, machine.
struct RunFacts {
  private var debugFiles: [String: DebugFile] = [:]
  private var plansFiles: [String: PlansFile] = [:]
  private var summaries: [String: (path: String, summary: ValidationSummary)] = [:]

  init(index: StudyIndex) {
    for entry in index.entries {
      for path in [entry.path] + entry.copies {
        let folder = StudyIndex.folder(of: path)
        switch entry.content.record {
        case .debug(let debug): debugFiles[folder] = debug
        case .plans(let plans): plansFiles[folder] = plans
        case .summary(let summary):
          // A pooled result is of several folds, and a postprocessed one of another model.
          let scope = ResultScope(filePath: path) ?? summary.scope
          guard scope?.kind == .fold, scope?.isPostprocessed == false, scope?.variant == nil else { continue }
          let name = StudyIndex.name(of: folder)
          // v2 `validation`, v1 `validation_raw`.
          if name == "validation" || name == "validation_raw" {
            summaries[StudyIndex.folder(of: folder)] = (path, summary)
          }
        default: break
        }
      }
    }
  }

  /// Adds what is known to a run.
  func complete(_ run: inout Run) {
    let folder = run.identity.location
    let debug = debugFiles[folder]
    if let count = debug?.plannedEpochs, count > 0 {
      run.planned = .init(count: count, source: .debugFile)
    } else if let count = Self.epochsInName(run.identity.trainer) {
      run.planned = .init(count: count, source: .trainerName)
    }
    if let (path, summary) = summaries[folder], let dice = summary.foregroundMeanDice {
      run.dice = .init(value: dice, path: path)
    } else if let attempt = run.attempts.last(where: { $0.log.validation?.meanDice != nil }),
      let dice = attempt.log.validation?.meanDice
    {
      run.dice = .init(value: dice, path: attempt.logPath)
    }
    let plans = plansFiles[StudyIndex.folder(of: folder)]
    let planned = plans?.configurations.first { $0.name == run.identity.configuration }
    let log = run.attempts.last?.log
    run.architecture.networkClass = planned?.networkClass
    run.architecture.batchSize = log?.batchSize ?? planned?.batchSize ?? debug?.batchSize
    run.architecture.patchSize = log?.patchSize ?? planned?.patchSize
    run.architecture.iterationsPerEpoch = debug?.iterationsPerEpoch
    run.architecture.gpuName = debug?.gpuName
    run.architecture.hostname = debug?.hostname
    run.architecture.torchVersion = debug?.torchVersion
    if let debug, let host = debug.hostname { setHost(host, of: debug, in: &run) }
    settleOutcomes(&run)
  }

  /// `debug.json` is of one start: that of the log that it names, else the last.
  private func setHost(_ host: String, of debug: DebugFile, in run: inout Run) {
    let name = debug.logFile.map { StudyIndex.name(of: $0) }
    let named = run.attempts.firstIndex { StudyIndex.name(of: $0.logPath) == name }
    guard let place = named ?? run.attempts.indices.last, run.attempts[place].placement.host == nil else { return }
    run.attempts[place].placement.host = host
  }

  /// `debug.json` goes after path and log; where it says something else, a folder was renamed or copied.
  func disagreements(_ runs: [Run]) -> [StudyDiagnostic] {
    runs.compactMap { run -> StudyDiagnostic? in
      guard let debug = debugFiles[run.identity.location] else { return nil }
      let named = Self.epochsInName(run.identity.trainer)
      let pairs: [(what: String, known: String?, debug: String?)] = [
        ("fold", run.identity.fold?.description, debug.fold),
        ("configuration", run.identity.configuration, debug.configuration),
        ("data set", run.identity.dataset, debug.dataset),
        ("planned epochs", named.map { String($0) }, debug.plannedEpochs.map { String($0) }),
      ]
      let differing = pairs.compactMap { pair -> String? in
        guard let known = pair.known, let other = pair.debug, known != other else { return nil }
        return "\(pair.what) \(other) for \(known)"
      }
      guard !differing.isEmpty else { return nil }
      return StudyDiagnostic(
        path: run.attempts.last?.logPath,
        Diagnostic(
          .warning, "run.debug-disagrees",
          "debug.json beside the log says \(differing.joined(separator: ", ")); its planned epochs were believed, else "
            + "the path."))
    }
  }

  /// `summary.json` is of the fold's last validation; earlier ones in its logs are told.
  func overwrittenResults(_ runs: [Run]) -> [StudyDiagnostic] {
    runs.flatMap { run -> [StudyDiagnostic] in
      guard let dice = run.dice else { return [] }
      return run.attempts.dropLast().compactMap { attempt in
        guard let logged = attempt.log.validation?.meanDice, abs(logged - dice.value) > 5e-5 else { return nil }
        return StudyDiagnostic(
          path: attempt.logPath,
          Diagnostic(
            .info, "run.result-overwritten",
            "This log's own mean validation Dice is \(logged); the fold's result, \(dice.value), is of a later validation "
              + "(\(dice.path))."))
      }
    }
  }

  /// A training that says it is done below its planned number of epochs was stopped early by its trainer.
  private func settleOutcomes(_ run: inout Run) {
    var reached: Set<Int> = []
    for place in run.attempts.indices {
      if run.attempts[place].start == .fresh { reached.removeAll() }
      for epoch in run.attempts[place].epochs where epoch.status != .aborted { reached.insert(epoch.index) }
      // The last index and not the number of epochs: the log of the training's beginning may be missing.
      let last = run.attempts[place].epochs.last { $0.status != .aborted }?.index
      // A table of epochs has no line for the end; the last planned epoch is one.
      if run.attempts[place].log.clock == .utc, let last, last >= run.planned.count - 1 {
        run.attempts[place].outcome = .finished
      }
      if let last, run.attempts[place].outcome == .finished, run.planned.source != .nnunetDefault,
        last < run.planned.count - 1
      {
        run.attempts[place].outcome = .stoppedEarly(completed: reached.count, planned: run.planned.count)
      }
    }
  }

  /// `nnUNetTrainer_250epochs` and `nnUNetTrainerCT_12epochsEarlyStop` name their number of epochs.
  static func epochsInName(_ trainer: String?) -> Int? {
    guard let trainer else { return nil }
    for part in trainer.split(separator: "_") {
      let digits = part.prefix { $0.isASCII && $0.isNumber }
      if !digits.isEmpty, part.dropFirst(digits.count).hasPrefix("epoch") { return Int(digits) }
    }
    return nil
  }
}
