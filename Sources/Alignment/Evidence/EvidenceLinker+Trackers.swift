import LogFormats
import Quantities

extension EvidenceLinker {
  /// Links a carbontracker session to the attempt whose epochs it monitored.
  mutating func linkTracker(_ number: Int, _ session: TrackerSession) {
    let windows = session.windows(on: evidence[number].clock).compactMap(\.self)
    guard let first = windows.first, let last = windows.last, first.start < last.end else { return }
    let span = TimeWindow(start: first.start, end: last.end)
    var candidates: [Candidate] = []
    for place in places {
      let attempt = attempt(place)
      guard attempt.window.start.advanced(by: .seconds(-60)) < span.end,
        span.start < attempt.window.end.advanced(by: .seconds(60)), var score = score(number, place)
      else { continue }
      if let match = Self.match(windows, with: attempt.epochs.windows) {
        // Trainings that start in the same second differ in their epochs' lengths, which have two decimals.
        score.add(
          .epochs(matched: match.count, of: windows.count, from: match.offset),
          quality: 0.05 / (0.05 + match.lengthDifference))
        candidates.append((place, score))
      } else if windows.count == 1, let shared = span.intersection(attempt.window)?.duration.inSeconds,
        shared >= 0.8 * attempt.window.duration.inSeconds, shared >= 0.5 * span.duration.inSeconds
      {
        // One epoch around the whole training: the usual way to wrap nnU-Net.
        score.add(.time, quality: shared / span.duration.inSeconds)
        candidates.append((place, score))
      }
    }
    linkBest(number, candidates)
  }

  /// How a tracker's epochs, taken as consecutive epochs of a log, coincide with it; `nil` when fewer than half do.
  ///
  /// A single epoch must be the log's first one: a tracker starts with the training, and one short epoch fits
  /// somewhere into any log by chance. A tracker that is called around nnU-Net's epochs also measures the checkpoint and the
  /// plot after the end that nnU-Net prints, so each epoch may as well last up to the next one.
  static func match(
    _ windows: [TimeWindow], with epochs: [TimeWindow]
  ) -> (count: Int, offset: Int, lengthDifference: Double)? {
    guard let first = windows.first else { return nil }
    let nearest = epochs.indices.min {
      abs(epochs[$0].start.duration(to: first.start).inSeconds)
        < abs(epochs[$1].start.duration(to: first.start).inSeconds)
    }
    guard let offset = nearest, windows.count > 1 || offset == 0 else { return nil }
    let logged = epochs[offset...]
    let alone = EpochCoincidence.matches(windows, logged)
    let withPauses = EpochCoincidence.matches(windows, EpochCoincidence.withPauses(logged))
    let best = withPauses > alone ? withPauses : alone
    return best.count > 0 && 2 * best.count >= windows.count ? (best.count, offset, best.lengthDifference) : nil
  }

  /// Links a tool's run to the attempt in which it ran: one that it names, or one whose time it fills.
  mutating func linkRun(_ number: Int, named name: String?) {
    guard let window = evidence[number].window, !window.isEmpty else { return }
    var candidates: [Candidate] = []
    for place in places {
      let attempt = attempt(place)
      guard let shared = window.intersection(attempt.window)?.duration.inSeconds, var score = score(number, place)
      else { continue }
      let inside = shared / window.duration.inSeconds
      let union = window.duration.inSeconds + attempt.window.duration.inSeconds - shared
      if score.beyondTime > 0, inside >= 0.8 {
        score.add(.time, quality: (1 + inside) / 2)
      } else if shared / union >= 0.5 {
        score.add(.time, quality: shared / union)
      } else {
        continue
      }
      candidates.append((place, score))
    }
    linkBest(number, candidates)
  }
}
