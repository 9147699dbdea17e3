import LogFormats
import Quantities

extension EvidenceLinker {
  /// How far a tracker's second-resolution stamp may lie from the log's, in seconds: rounding down, and the work
  /// between the tracker's call and nnU-Net's print.
  static let epochTolerance = 2.5

  /// Links a carbontracker session to the attempt whose epochs it monitored.
  mutating func linkTracker(_ number: Int, _ session: TrackerSession) {
    let clock = evidence[number].clock
    let windows = session.epochs.compactMap { epoch -> TimeWindow? in
      guard let end = epoch.end, let start = epoch.start else { return nil }
      return TimeWindow(start: clock.instant(start), end: clock.instant(end))
    }
    guard let first = windows.first, let last = windows.last else { return }
    let span = TimeWindow(start: first.start, end: last.end)
    let hints = NameHints(evidence[number].path)
    var candidates: [(place: Place, score: Double, reason: EvidenceLink.Reason)] = []
    for place in places {
      let run = runs[place.run].identity
      let attempt = attempt(place)
      guard attempt.window.advanced(by: .seconds(-60)).start < span.end, span.start < attempt.window.end.advanced(by: .seconds(60)),
        !hints.contradicts(run)
      else { continue }
      let bonus = hints.names(run) ? 1.25 : 1
      let (matched, closeness) = Self.coincidence(of: windows, with: attempt.epochs)
      if matched > 0, 2 * matched >= windows.count {
        candidates.append((place, closeness * bonus, .epochs(matched: matched, of: windows.count)))
      } else if windows.count == 1, let shared = span.intersection(attempt.window)?.duration.inSeconds,
        shared >= 0.8 * attempt.window.duration.inSeconds, shared >= 0.5 * span.duration.inSeconds
      {
        // One epoch around the whole training: the usual way to wrap nnU-Net.
        candidates.append((place, 0.5 * shared / span.duration.inSeconds * bonus, .time))
      }
    }
    linkBest(number, candidates)
  }

  /// How many of a tracker's epochs begin or end with an epoch of the log, and how closely on the whole, 0 to 1.
  static func coincidence(of windows: [TimeWindow], with epochs: [AlignedEpoch]) -> (matched: Int, closeness: Double) {
    let ordered = epochs.filter { $0.status != .aborted }.map(\.window).sorted { $0.end < $1.end }
    guard !ordered.isEmpty else { return (0, 0) }
    var matched = 0
    var closeness = 0.0
    for window in windows {
      var lower = 0
      var upper = ordered.count
      while lower < upper {
        let middle = (lower + upper) / 2
        if ordered[middle].end < window.end { lower = middle + 1 } else { upper = middle }
      }
      // The nearest end may lie on either side.
      let nearest = [lower - 1, lower].filter(ordered.indices.contains).map { place -> Double in
        let atEnd = abs(ordered[place].end.duration(to: window.end).inSeconds)
        let atStart = abs(ordered[place].start.duration(to: window.start).inSeconds)
        let length = abs(ordered[place].duration.inSeconds - window.duration.inSeconds)
        // A chance coincidence of one edge is not enough: the lengths must be alike, too.
        let tolerated = epochTolerance + 0.05 * window.duration.inSeconds
        return length <= tolerated ? min(atEnd, atStart) + 0.5 * length : .infinity
      }.min()
      if let nearest, nearest <= 2 * epochTolerance {
        matched += 1
        closeness += 1 - nearest / (2 * epochTolerance + 1)
      }
    }
    return (matched, closeness / Double(max(windows.count, 1)))
  }

  /// Links a CodeCarbon run to the attempt that ran in its time.
  mutating func linkCodeCarbon(_ number: Int, _ row: CodeCarbonRow) {
    guard let window = evidence[number].window, !window.isEmpty else { return }
    let hints = NameHints((row.project ?? "") + " " + evidence[number].path)
    var candidates: [(place: Place, score: Double, reason: EvidenceLink.Reason)] = []
    for place in places {
      let run = runs[place.run].identity
      let attempt = attempt(place)
      guard !hints.contradicts(run), let shared = window.intersection(attempt.window)?.duration.inSeconds else {
        continue
      }
      let union = window.duration.inSeconds + attempt.window.duration.inSeconds - shared
      let likeness = shared / union
      guard likeness >= 0.5 else { continue }
      let named = hints.names(run)
      candidates.append((place, likeness * (named ? 2 : 1), named ? .name(row.project ?? evidence[number].path) : .time))
    }
    linkBest(number, candidates)
  }
}
