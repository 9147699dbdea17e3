import LogScanning

/// Reads an nnU-Net training log, or nnU-Net's lines among others, whole and process by process.
///
/// A job that trains one fold after another prints them into one console; there each process is a log of its own.
struct TrainingLogReader {
  /// More processes than anyone starts into one file; what follows stays with the last.
  private static let processLimit = 10_000

  private var whole = TrainingLogLines()
  /// The process that is being read, from the second one on; until then what the whole file says is what the first says.
  private var process: TrainingLogLines?
  private var finished: [TrainingLog] = []

  /// Takes the next line and says whether it was understood as nnU-Net's. `number` counts from 1.
  mutating func consume(_ line: RawSpan, number: Int) -> Bool {
    if TrainingLogConsole.beginsProcess(line.trimmed()) {
      var last = process ?? whole
      if last.hasStamp, finished.count < Self.processLimit {
        finished.append(last.finish().log)
        process = TrainingLogLines()
      }
    }
    guard whole.consume(line, number: number) else { return false }
    _ = process?.consume(line, number: number)
    return true
  }

  /// Ends the log and returns what was read.
  mutating func finish() -> (log: TrainingLog, version: String?, diagnostics: [Diagnostic]) {
    var (log, version, diagnostics) = whole.finish()
    if !finished.isEmpty {
      if var last = process, last.hasStamp { finished.append(last.finish().log) }
      let processes = finished
      if Self.areOfSeveralRuns(processes) {
        log.processes = processes
        diagnostics.append(
          Diagnostic(
            .info, "nnunet.several-runs",
            "\(processes.count) processes of different folds or models wrote to this file; each was read for itself."))
      }
    }
    return (log, version, diagnostics)
  }

  /// Whether two processes name different folds, configurations, plans or data sets.
  private static func areOfSeveralRuns(_ logs: [TrainingLog]) -> Bool {
    func differ<Value: Hashable>(_ path: KeyPath<TrainingLog, Value?>) -> Bool {
      Set(logs.compactMap { $0[keyPath: path] }).count > 1
    }
    return differ(\.fold) || differ(\.configuration) || differ(\.plans) || differ(\.dataset) || differ(\.trainer)
  }
}
