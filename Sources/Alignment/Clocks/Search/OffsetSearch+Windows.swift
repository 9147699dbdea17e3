extension OffsetSearch {
  /// So many separate places are looked at closely, and as many again in other places of their zones.
  private static let windowCount = 4
  /// Only so many devices of each training are looked at closely.
  private static let closeProfiles = 2

  /// Shifts of a zone that are looked at closely.
  typealias Window = (zone: Int, from: Double, to: Double)

  /// Where a close look is worth it: around the best outlines, and around no residual in the best zone.
  func closeWindows(of trials: [OutlineTrial]) -> [Window] {
    let reach = min(1.5 * epoch + 5, 120)
    let ranked = trials.sorted { $0.value(1) > $1.value(1) }
    var windows: [Window] = []
    func add(_ shift: Double, zone: Int, reach: Double) {
      // Windows of one zone do not overlap, so that no shift weighs twice.
      var (from, to) = (shift - reach, shift + reach)
      for window in windows where window.zone == zone {
        if window.from <= shift, shift <= window.to { return }
        if window.to < shift { from = max(from, window.to + 1e-6) } else { to = min(to, window.from - 1e-6) }
      }
      windows.append((zone, from, to))
    }
    // The best places of the best zones, so that none is judged by its outline alone.
    for limit in [1, 2] {
      var counts: [Int: Int] = [:]
      for trial in ranked {
        guard windows.count < Self.windowCount * limit else { break }
        let count = windows.count
        guard counts[trial.zone, default: 0] < limit else { continue }
        add(trial.shift, zone: trial.zone, reach: reach)
        if windows.count > count || limit == 1 { counts[trial.zone, default: 0] += 1 }
      }
    }
    if let best = ranked.first { add(zones[best.zone].seconds, zone: best.zone, reach: 10) }
    return windows
  }

  /// The devices of each training that show it best at the middles of windows.
  func closeProfiles(at windows: [Window]) -> [[Int]] {
    subjects.map { subject in
      guard subject.candidates.count > Self.closeProfiles else { return subject.candidates }
      let outline = subject.outline()
      let scores = subject.candidates.map { number in
        windows.map { window in
          let gain = LoadMatch.gain(outline, subject.profiles[number], shift: (window.from + window.to) / 2)
          return gain.hasContrast ? gain.likelihood : 0
        }.max() ?? 0
      }
      let ranked = scores.indices.sorted { scores[$0] > scores[$1] }
      return ranked.prefix(Self.closeProfiles).map { subject.candidates[$0] }
    }
  }
}
