import Accounting
import Alignment
import LogFormats
import Quantities

/// The way of a run's time from the printed number back to the stamps of its logs.
struct TimeTrail {
  let footprint: StudyFootprint
  let run: Int

  /// The trail as lines for the terminal.
  var lines: [String] {
    let run = footprint.runs[run].run
    var lines = ["", "time: \(seconds(run.processTime)), the sum of the trainings' windows"]
    for attempt in run.attempts {
      lines.append("  \(attempt.label): \(seconds(attempt.window.duration))")
      lines.append("    \(attempt.logPath), clock \(EvidenceWording.clock(attempt.clock))")
      lines.append("    first stamp \(stamp(attempt.window.start, attempt))")
      lines.append("    last stamp  \(stamp(attempt.window.end, attempt))\(end(of: attempt))")
      for row in PartRuns(attempt, nil).rows {
        let range = LogLineRange.of(row, attempt).map { ", \($0)" } ?? ""
        lines.append("      \(row.label): \(EvidenceWording.seconds(row.seconds))\(range)")
      }
    }
    lines.append("  by the clock, trainings side by side once: \(seconds(run.wallTime))")
    let devices = [footprint.runs[self.run]].deviceSeconds
    lines.append("  times the devices of each training: \(RunDetails.number(devices, 2)) s")
    if run.attempts.contains(where: \.isSuperseded) {
      lines.append(
        "  of the trainings that made the model: \(seconds(run.trainingTime)), which is the footprint's time per fold")
    }
    return lines
  }

  private func seconds(_ duration: Duration) -> String { "\(RunDetails.number(duration.inSeconds, 2)) s" }

  /// As the log shows it, and in UTC.
  private func stamp(_ instant: Instant, _ attempt: Attempt) -> String {
    "\(attempt.clock.wallTime(at: instant).iso8601) by the log's clock, \(instant.iso8601)"
  }

  /// Where the window ends after the log does.
  private func end(of attempt: Attempt) -> String {
    guard let last = attempt.log.lastStamp, attempt.clock.instant(last) < attempt.window.end else { return "" }
    return "; the log ends before, in an epoch that evidence shows to go on"
  }
}
