import LogFormats
import Quantities

extension EvidenceLinker {
  /// Links a carbontracker session to the attempt whose epochs it monitored.
  mutating func linkTracker(_ number: Int, _ session: TrackerSession) {
    let windows = session.windows(on: evidence[number].clock).compactMap(\.self)
    guard let first = windows.first, let last = windows.last, first.start < last.end else { return }
    let span = TimeWindow(start: first.start, end: last.end)
    let hints = NameHints(evidence[number].path)
    var candidates: [Candidate] = []
    for place in places {
      let run = runs[place.run].identity
      let attempt = attempt(place)
      guard attempt.window.start.advanced(by: .seconds(-60)) < span.end,
        span.start < attempt.window.end.advanced(by: .seconds(60)), !hints.contradicts(run)
      else { continue }
      let bonus = hints.names(run) ? 1.25 : 1
      if let match = Self.match(windows, with: attempt.epochs.map(\.window)) {
        // Trainings that start in the same second differ in their epochs' lengths, which have two decimals.
        let score = bonus / (0.05 + match.lengthDifference)
        candidates.append(
          (place, score, .epochs(matched: match.count, of: windows.count, from: match.offset)))
      } else if windows.count == 1, let shared = span.intersection(attempt.window)?.duration.inSeconds,
        shared >= 0.8 * attempt.window.duration.inSeconds, shared >= 0.5 * span.duration.inSeconds
      {
        // One epoch around the whole training: the usual way to wrap nnU-Net.
        candidates.append((place, 0.5 * bonus * shared / span.duration.inSeconds, .time))
      }
    }
    linkBest(number, candidates)
  }

  /// How a tracker's epochs, taken as consecutive epochs of a log, coincide with it; `nil` when fewer than half do.
  ///
  /// A single epoch must be the log's first one: a tracker starts with the training, and one short epoch fits
  /// somewhere into any log by chance.
  static func match(
    _ windows: [TimeWindow], with epochs: [TimeWindow]
  ) -> (count: Int, offset: Int, lengthDifference: Double)? {
    guard let first = windows.first else { return nil }
    let nearest = epochs.indices.min {
      abs(epochs[$0].start.duration(to: first.start).inSeconds)
        < abs(epochs[$1].start.duration(to: first.start).inSeconds)
    }
    guard let offset = nearest, windows.count > 1 || offset == 0 else { return nil }
    var count = 0
    var difference = 0.0
    for (window, epoch) in zip(windows, epochs[offset...]) {
      if EpochCoincidence.holds(between: window, and: epoch) {
        count += 1
        difference += abs(epoch.duration.inSeconds - window.duration.inSeconds)
      }
    }
    return count > 0 && 2 * count >= windows.count ? (count, offset, difference / Double(count)) : nil
  }

  /// Links a Slurm job's record to the attempt that has its number; `false` when there is none.
  mutating func linkJob(_ number: Int, _ job: Int?) -> Bool {
    guard let job, evidence[number].window != nil else { return false }
    let members = places.filter { attempt($0).slurmJob == job }
    for place in members { link(number, to: place, .slurmJob(job)) }
    return !members.isEmpty
  }

  /// Links a tool's run to the attempt in which it ran: one that it names, or one whose time it fills.
  mutating func linkRun(_ number: Int, named name: String?) {
    guard let window = evidence[number].window, !window.isEmpty else { return }
    let hints = NameHints((name ?? "") + " " + evidence[number].path)
    var candidates: [Candidate] = []
    for place in places {
      let run = runs[place.run].identity
      let attempt = attempt(place)
      guard !hints.contradicts(run), let shared = window.intersection(attempt.window)?.duration.inSeconds else {
        continue
      }
      let inside = shared / window.duration.inSeconds
      let union = window.duration.inSeconds + attempt.window.duration.inSeconds - shared
      if hints.names(run), inside >= 0.8 {
        candidates.append((place, 1 + inside, .name(name ?? evidence[number].path)))
      } else if shared / union >= 0.5 {
        candidates.append((place, shared / union, .time))
      }
    }
    linkBest(number, candidates)
  }
}
