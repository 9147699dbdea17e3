public import LogFormats
public import Quantities

/// Carbon intensity over time, to be integrated against power.
public struct IntensityCurve: Sendable, Hashable {
  /// In order, without overlaps; gaps between them are unknown.
  public let intervals: [IntensitySeries.Interval]

  /// The curve of a series.
  public init(_ series: IntensitySeries) { intervals = series.intervals }

  /// From the first interval's start to the last one's end; `nil` for an empty curve.
  public var window: TimeWindow? {
    guard let first = intervals.first, let last = intervals.last else { return nil }
    return TimeWindow(start: first.window.start, end: last.window.end)
  }

  /// The instants inside a window, its ends excluded, at which the intensity changes or becomes unknown.
  public func changes(in window: TimeWindow) -> [Instant] {
    var found: [Instant] = []
    for interval in overlapping(window) {
      for instant in [interval.window.start, interval.window.end]
      where window.start < instant && instant < window.end && found.last != instant { found.append(instant) }
    }
    return found
  }

  /// The mean over time in the known part of a window, and that part's share of the window, 0 to 1.
  ///
  /// For an empty window it is the intensity at the instant; `nil` where nothing is known.
  public func mean(over window: TimeWindow) -> (intensity: CarbonIntensity, share: Double)? {
    if window.isEmpty {
      let place = firstEnding(after: window.start)
      guard intervals.indices.contains(place), intervals[place].window.contains(window.start) else { return nil }
      return (intervals[place].intensity, 1)
    }
    var (weighted, known) = (CompensatedSum(), CompensatedSum())
    for interval in overlapping(window) {
      guard let shared = interval.window.intersection(window) else { continue }
      let seconds = shared.duration.inSeconds
      weighted.add(interval.intensity.gramsPerKilowattHour * seconds)
      known.add(seconds)
    }
    guard known.value > 0 else { return nil }
    return (
      .gramsPerKilowattHour(weighted.value / known.value), min(1, known.value / window.duration.inSeconds)
    )
  }

  private func overlapping(_ window: TimeWindow) -> ArraySlice<IntensitySeries.Interval> {
    let first = firstEnding(after: window.start)
    var last = first
    while last < intervals.count, intervals[last].window.start < window.end { last += 1 }
    return intervals[first..<last]
  }

  /// The place of the first interval that ends after an instant, or the count.
  private func firstEnding(after instant: Instant) -> Int {
    var (low, high) = (0, intervals.count)
    while low < high {
      let middle = (low + high) / 2
      if intervals[middle].window.end > instant { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
