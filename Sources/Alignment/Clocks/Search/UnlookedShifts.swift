/// How likely shifts can be at most that were only compared by their outlines.
///
/// Beyond its outline such a shift may gain as much as those that were looked at gained at most, the best one left out, but
/// no more than the likeliest of those has in all, since shifts are looked at in the order of their outlines. In the same
/// zone, where that is known; in a zone that is further from the best one than a training is long, the training's own
/// epochs cannot fit by chance, so the other zones are what is taken.
struct UnlookedShifts {
  /// The best zone, in seconds.
  let best: Double
  /// Of the longest training, in seconds.
  let duration: Double

  /// In nats.
  private struct Limits {
    /// Beyond the outline.
    var gain = -Double.infinity
    /// In all.
    var value = -Double.infinity

    mutating func take(_ other: Limits) {
      gain = max(gain, other.gain)
      value = max(value, other.value)
    }
  }

  private var byZone: [Double: Limits] = [:]

  init(best: Double, duration: Double) {
    self.best = best
    self.duration = duration
  }

  /// Takes note of a shift that was looked at, with its log-probability and that of its outline.
  mutating func take(value: Double, outline: Double, zone: Double) {
    byZone[zone, default: Limits()].take(Limits(gain: value - outline, value: value))
  }

  /// The log-probability that a shift with an outline may have at most.
  func value(outline: Double, zone: Double) -> Double {
    let limits = limits(of: zone)
    guard limits.gain.isFinite else { return outline }
    return min(outline + limits.gain, max(limits.value, outline))
  }

  private func limits(of zone: Double) -> Limits {
    if let own = byZone[zone] { return own }
    let isFar = abs(zone - best) >= duration && byZone.keys.contains { $0 != best }
    return byZone.filter { !isFar || $0.key != best }.values.reduce(into: Limits()) { $0.take($1) }
  }
}
