public import LogFormats
public import Quantities

/// What one series amounts to as it stands in its file, before it is cut at anything.
///
/// Sums run over all pairs of neighbouring samples in order of time; no gap is left out except in
/// ``trapezoidWithoutGaps``. Pairs with equal times add nothing.
public struct TraceStatistics: Sendable, Hashable, Codable {
  public var samples: Int
  /// Rows of the device without a readable value.
  public var missingSamples: Int
  /// The first and the last time in order of time, in nanoseconds on the trace's clock; `nil` without samples.
  public var first: Int64?
  public var last: Int64?
  /// From the first to the last sample, in seconds; `nil` without samples.
  public var durationSeconds: Double?

  /// The integral of the power with straight lines between samples; `nil` with fewer than two samples.
  public var trapezoid: Energy?
  /// The same without the intervals that are longer than 10 × the median.
  public var trapezoidWithoutGaps: Energy?
  /// Each power holds until the next sample.
  public var leftRectangle: Energy?
  /// Each power has held since the sample before.
  public var rightRectangle: Energy?
  /// The unwrapped difference of a counter's last and first reading, or the sum of interval energies; `nil` for power.
  public var counter: Energy?

  /// Energy over duration, which weights by time; `nil` when one of them is missing or zero.
  public var mean: Power?
  /// The arithmetic mean of the power samples; `nil` for a counter.
  public var sampleMean: Power?
  /// The largest power sample, or the largest mean power between two counter readings.
  public var peak: Power?
  public var minimum: Power?

  /// The median of the intervals between different times, in seconds.
  public var medianInterval: Double?
  public var longestInterval: Double?
  /// Intervals longer than 10 × the median.
  public var gaps = 0
  /// How often the file goes back in time.
  public var backwardSteps: Int
  /// Pairs of samples with the same time.
  public var duplicateTimes = 0
  public var wraps = 0
  public var resets = 0
  public var counterRangeIsInferred = false

  /// An interval longer than this many medians is a gap here.
  public static let gapFactor = 10.0

  /// Computes the statistics of a series' column.
  public init(_ column: TraceColumns.Column, of series: TraceSeries) {
    let ordered = OrderedSamples(column)
    samples = ordered.times.count
    missingSamples = series.missingSamples
    backwardSteps = ordered.backwardSteps
    first = ordered.times.first
    last = ordered.times.last
    if let first, let last { durationSeconds = seconds(from: first, to: last) }
    let intervals = zip(ordered.times, ordered.times.dropFirst()).map { seconds(from: $0, to: $1) }
    let positive = intervals.filter { $0 > 0 }
    duplicateTimes = intervals.count - positive.count
    medianInterval = medianOf(positive)
    longestInterval = positive.max()
    let limit = medianInterval.map { $0 * Self.gapFactor } ?? .infinity
    gaps = positive.count { $0 > limit }
    switch series.quantity {
    case .power, .meanPower:
      addPowers(ordered.values, intervals: intervals, limit: limit, unit: series.unitsPerWatt)
    case .intervalEnergy: addEnergies(ordered, series: series)
    case .energyCounter: addCounter(ordered.values, intervals: intervals, series: series)
    }
    // A mean over an interval holds for all of it: the right rectangle is its integral.
    let energy = series.quantity == .meanPower ? rightRectangle : trapezoid ?? counter
    if let energy, let durationSeconds, durationSeconds > 0 {
      mean = .watts(energy.joules / durationSeconds)
    }
  }

  private mutating func addPowers(_ values: [Int64], intervals: [Double], limit: Double, unit: Double) {
    guard let largest = values.max(), let smallest = values.min() else { return }
    peak = .watts(Double(largest) / unit)
    minimum = .watts(Double(smallest) / unit)
    var all = CompensatedSum()
    for value in values { all.add(Double(value) / unit) }
    sampleMean = .watts(all.value / Double(values.count))
    guard values.count > 1 else { return }
    var (left, right, cut) = (CompensatedSum(), CompensatedSum(), CompensatedSum())
    var whole = CompensatedSum()
    for (pair, length) in zip(zip(values, values.dropFirst()), intervals) {
      let (before, after) = (Double(pair.0) / unit, Double(pair.1) / unit)
      let energy = (before + after) / 2 * length
      left.add(before * length)
      right.add(after * length)
      whole.add(energy)
      if length <= limit { cut.add(energy) }
    }
    trapezoid = .joules(whole.value)
    trapezoidWithoutGaps = .joules(cut.value)
    leftRectangle = .joules(left.value)
    rightRectangle = .joules(right.value)
  }

  private mutating func addEnergies(_ samples: OrderedSamples, series: TraceSeries) {
    guard !samples.values.isEmpty else { return }
    var joules = CompensatedSum()
    var previous = series.origin
    for (time, value) in zip(samples.times, samples.values) {
      let energy = Double(value) / series.unitsPerWatt
      joules.add(energy)
      if let previous, time > previous {
        let watts = Power.watts(energy / seconds(from: previous, to: time))
        peak = max(peak ?? watts, watts)
        minimum = min(minimum ?? watts, watts)
      }
      previous = time
    }
    counter = .joules(joules.value)
    if let origin = series.origin, let last { durationSeconds = seconds(from: origin, to: last) }
  }

  private mutating func addCounter(_ values: [Int64], intervals: [Double], series: TraceSeries) {
    guard values.count > 1 else { return }
    var unwrapper = CounterUnwrapper(
      range: series.counterRange, component: series.component, unitsPerJoule: series.unitsPerWatt)
    var joules = CompensatedSum()
    for (pair, length) in zip(zip(values, values.dropFirst()), intervals) {
      guard case .spent(let units) = unwrapper.step(from: pair.0, to: pair.1, seconds: length) else { continue }
      let energy = Double(units) / series.unitsPerWatt
      joules.add(energy)
      guard length > 0 else { continue }
      let watts = Power.watts(energy / length)
      peak = max(peak ?? watts, watts)
      minimum = min(minimum ?? watts, watts)
    }
    counter = .joules(joules.value)
    wraps = unwrapper.wraps
    resets = unwrapper.resets
    counterRangeIsInferred = unwrapper.rangeIsInferred
  }
}
