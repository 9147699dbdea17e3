import LogFormats
import Quantities

/// Finds out when aborted epochs ended.
///
/// A log that ends inside an epoch does not tell how long the process lived on. Where the job's own trace goes on, the
/// aborted epoch lasts until the trace ends, but no longer than the longest completed epoch of its run, and not into what
/// the job started next: what comes after that is not this training.
struct AbortedEpochEnds {
  let traceEnds: [String: Instant]
  /// When the attempts of each job began: one job may start several processes, one after another.
  private let jobStarts: [Int: [Instant]]
  private(set) var diagnostics: [StudyDiagnostic] = []

  init(evidence: [Evidence], runs: [Run]) {
    var ends: [String: Instant] = [:]
    for item in evidence {
      if case .trace = item.content, let window = item.window { ends[item.id] = window.end }
    }
    traceEnds = ends
    var starts: [Int: [Instant]] = [:]
    for attempt in runs.flatMap(\.attempts) {
      if let job = attempt.slurmJob { starts[job, default: []].append(attempt.window.start) }
    }
    jobStarts = starts
  }

  /// Sets the ends of aborted last epochs of a run's attempts, and the attempts' windows with them.
  mutating func settle(_ run: inout Run) {
    let longest =
      run.attempts.flatMap(\.epochs).filter { $0.status != .aborted }.map(\.window.duration).max() ?? .zero
    for place in run.attempts.indices {
      let attempt = run.attempts[place]
      guard let last = attempt.epochs.indices.last, attempt.epochs[last].status == .aborted,
        attempt.validation == nil
      else { continue }
      let start = attempt.epochs[last].window.start
      var end = attempt.window.end
      let byJob = attempt.links.filter { link in link.grounds.contains { $0.isJob || $0 == .declared } }
      if let traceEnd = byJob.compactMap({ traceEnds[$0.evidence] }).max() {
        var limit = longest > .zero ? min(traceEnd, start.advanced(by: longest)) : traceEnd
        // What the job started next is not this process.
        let later = run.attempts[(place + 1)...].map(\.window.start)
        let next = (later + (attempt.slurmJob.flatMap { jobStarts[$0] } ?? [])).filter { $0 > start }.min()
        if let next { limit = min(limit, next) }
        end = max(end, limit)
        diagnostics.append(
          StudyDiagnostic(
            path: attempt.logPath,
            Diagnostic(
              .info, "timeline.aborted-epoch-end", line: attempt.epochs[last].logged.line,
              "The log ends inside epoch \(attempt.epochs[last].index); by the job's trace, and by the run's longest "
                + "epoch, it was taken to last "
                + "\(Self.printed(start.duration(to: end))) s.")))
      }
      run.attempts[place].epochs.set(TimeWindow(start: start, end: end), at: last)
      run.attempts[place].window = TimeWindow(start: attempt.window.start, end: end)
    }
  }

  private static func printed(_ duration: Duration) -> String {
    let tenths = Int((duration.inSeconds * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
