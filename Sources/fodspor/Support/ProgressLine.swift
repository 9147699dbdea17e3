import StudyStore
import Synchronization

/// A line on the terminal that tells how far reading has come, from its first second on.
final class ProgressLine: Sendable {
  private struct State {
    let start = ContinuousClock.now
    var shown = ContinuousClock.now
  }

  private let state = Mutex(State())

  /// Shows the progress, at most ten times a second.
  func update(_ progress: IngestProgress) {
    guard Terminal.showsProgress else { return }
    let now = ContinuousClock.now
    let elapsed = state.withLock { state -> Duration? in
      guard now - state.start > .seconds(1), now - state.shown > .milliseconds(100) else { return nil }
      state.shown = now
      return now - state.start
    }
    guard let elapsed else { return }
    let seconds = max(Double(elapsed.components.seconds), 1)
    let rate = Int(Double(progress.bytesDone) / seconds / 1_000_000)
    let share = progress.bytesTotal > 0 ? 100 * progress.bytesDone / progress.bytesTotal : 0
    Terminal.progress(
      "reading \(progress.filesDone) of \(progress.filesTotal) files, \(share) %, \(rate) MB/s  \(progress.currentPath)"
    )
  }

  /// Takes the line away.
  func end() { Terminal.endProgress() }
}
