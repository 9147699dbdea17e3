import StudyStore
import Synchronization

/// How far reading has come: on a terminal a line that is written over from the first second on, elsewhere a line every
/// ten seconds, as the log of a job has it.
final class ProgressLine: Sendable {
  private struct State {
    let start = ContinuousClock.now
    var shown: ContinuousClock.Instant

    init() { shown = start }
  }

  private let state = Mutex(State())
  private let isTerminal = Terminal.showsProgress

  /// Shows the progress, at most ten times a second, or once in ten seconds where nobody watches.
  func update(_ progress: IngestProgress) {
    let now = ContinuousClock.now
    let pause: Duration = isTerminal ? .milliseconds(100) : .seconds(10)
    let elapsed = state.withLock { state -> Duration? in
      guard now - state.start > .seconds(1), now - state.shown > pause else { return nil }
      state.shown = now
      return now - state.start
    }
    guard let elapsed else { return }
    let text = Self.text(progress, after: elapsed)
    if isTerminal { Terminal.progress("\(text)  \(progress.currentPath)") } else { Terminal.message(text) }
  }

  /// Takes the line away.
  func end() { Terminal.endProgress() }

  /// How far it has come, how fast, and how long it will take at that rate.
  static func text(_ progress: IngestProgress, after elapsed: Duration) -> String {
    let seconds = max(Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18, 0.001)
    let megabytes = Double(progress.bytesDone) / seconds / 1e6
    let files = Double(progress.filesDone) / seconds
    // Small files are counted, large ones weighed.
    let weighs = progress.bytesTotal > 0 && (megabytes >= 10 || files < 1)
    let (done, total) =
      weighs
      ? (Double(progress.bytesDone), Double(progress.bytesTotal))
      : (Double(progress.filesDone), Double(max(progress.filesTotal, 1)))
    let rate = weighs ? "\(Int(megabytes)) MB/s" : "\(Int(files)) files/s"
    var text =
      "reading \(progress.filesDone) of \(progress.filesTotal) files, \(Int(100 * done / total)) %, \(rate)"
    if done > 0, done < total { text += ", \(remaining(seconds / done * (total - done))) left" }
    return text
  }

  private static func remaining(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 360_000 else { return "days" }
    let whole = Int(seconds.rounded(.up))
    if whole < 60 { return "\(whole) s" }
    return whole < 3600 ? "\(whole / 60) min \(whole % 60) s" : "\(whole / 3600) h \(whole / 60 % 60) min"
  }
}
