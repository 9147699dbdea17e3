import Accounting
import Alignment
import LogFormats
import Quantities
import StudyStore

/// What the samples of one device look like over time: where there are none, and the power in buckets of time.
///
/// Samples are read block by block and reduced at once; only a series that goes back in time is held whole, as when it
/// is integrated.
struct TraceReading: Sendable {
  /// A stretch without samples that counts as a gap.
  typealias Gap = TimeWindow

  /// No more gaps than this are kept, the longest.
  static let maximumGaps = 400

  /// The longest gaps, in order of time.
  private(set) var gaps: [Gap] = []
  /// All gaps.
  private(set) var gapCount = 0
  private(set) var gapSeconds = 0.0
  /// From the first to the last sample in what was read; `nil` without samples.
  private(set) var window: TimeWindow?
  /// The interval from which one speaks of a gap, in seconds.
  private(set) var gapThreshold = Double.infinity
  /// Parallel to the grids asked for.
  private(set) var powers: [PowerGrid]

  private let range: TimeWindow
  private let series: TraceSeries
  private var unwrapper: CounterUnwrapper
  private var previous: (time: Int64, value: Int64)?

  /// Reads a device's samples.
  ///
  /// - Parameters:
  ///   - device: the device in its trace.
  ///   - clock: the trace's clock.
  ///   - range: the stretch of time that matters.
  ///   - grids: buckets to gather powers in.
  ///   - store: where the samples are.
  init(
    _ device: TraceEvidence.Device, clock: ClockReading, range: TimeWindow, grids: [PowerGrid], store: StudyStore
  ) throws(StoreError) {
    self.range = range
    series = device.series
    powers = grids
    unwrapper = CounterUnwrapper(
      range: series.counterRange, component: series.component, unitsPerJoule: series.unitsPerWatt)
    let reader = TraceReader(store: store)
    if reader.isOrdered(device, clock: clock) {
      var gatherer = SamplingProfile.Gatherer()
      try reader.samples(of: device, clock: clock, in: range) { times, _ in gatherer.consume(times) }
      gapThreshold = gatherer.profile.gapThreshold
      try reader.samples(of: device, clock: clock, in: range) { times, values in
        for (time, value) in zip(times, values) { take(time, value) }
      }
    } else {
      var column = TraceColumns.Column()
      try reader.samples(of: device, clock: clock, in: range) { times, values in
        column.times += times
        column.values += values
      }
      let ordered = OrderedSamples(column)
      gapThreshold = SamplingProfile(times: ordered.times).gapThreshold
      for (time, value) in zip(ordered.times, ordered.values) { take(time, value) }
    }
    keepLongest(Self.maximumGaps)
    gaps.sort { $0.start < $1.start }
  }

  private mutating func take(_ time: Int64, _ value: Int64) {
    guard let before = previous else {
      previous = (time, value)
      let instant = utc(time)
      window = TimeWindow(start: instant, end: instant)
      return
    }
    guard time >= before.time else { return }
    previous = (time, value)
    let stretch = TimeWindow(start: utc(before.time), end: utc(time))
    window = TimeWindow(start: window?.start ?? stretch.start, end: stretch.end)
    let length = stretch.duration.inSeconds
    let powers = watts(from: before.value, to: value, seconds: length)
    if length > gapThreshold {
      guard let shared = stretch.intersection(range) else { return }
      gaps.append(shared)
      gapCount += 1
      gapSeconds += shared.duration.inSeconds
      if gaps.count >= 2 * Self.maximumGaps { keepLongest(Self.maximumGaps) }
    } else if let powers, length > 0 {
      for place in self.powers.indices {
        self.powers[place].add(stretch, first: powers.first, last: powers.last)
      }
    }
  }

  /// The power at both ends of the time between two samples, in watts; `nil` when it is not known.
  private mutating func watts(from before: Int64, to value: Int64, seconds: Double) -> (first: Double, last: Double)? {
    let units = series.unitsPerWatt
    switch series.quantity {
    case .power: return (Double(before) / units, Double(value) / units)
    case .meanPower: return (Double(value) / units, Double(value) / units)
    case .intervalEnergy:
      guard seconds > 0 else { return nil }
      return (Double(value) / units / seconds, Double(value) / units / seconds)
    case .energyCounter:
      guard case .spent(let spent) = unwrapper.step(from: before, to: value, seconds: seconds), seconds > 0 else {
        return nil
      }
      return (Double(spent) / units / seconds, Double(spent) / units / seconds)
    }
  }

  private func utc(_ time: Int64) -> Instant { Instant(nanoseconds: time) }

  private mutating func keepLongest(_ count: Int) {
    guard gaps.count > count else { return }
    gaps.sort { ($1.duration, $0.start) < ($0.duration, $1.start) }
    gaps.removeLast(gaps.count - count)
  }
}

/// Power over one window in equal buckets: lowest, mean and highest.
struct PowerGrid: Sendable {
  /// One bucket's sums.
  struct Bucket: Sendable {
    var joules = 0.0
    var seconds = 0.0
    var low = Double.infinity
    var high = -Double.infinity
  }

  static let bucketCount = 800

  let window: TimeWindow
  private(set) var buckets: [Bucket]

  init(_ window: TimeWindow) {
    self.window = window
    buckets = window.isEmpty ? [] : Array(repeating: Bucket(), count: Self.bucketCount)
  }

  /// The length of a bucket in seconds.
  var bucketSeconds: Double { window.duration.inSeconds / Double(max(buckets.count, 1)) }

  /// Adds a stretch over which the power goes evenly from one value to another, in watts.
  mutating func add(_ stretch: TimeWindow, first: Double, last: Double) {
    guard !buckets.isEmpty, first.isFinite, last.isFinite, let shared = stretch.intersection(window) else { return }
    let length = stretch.duration.inSeconds
    let lead = stretch.start.duration(to: window.start).inSeconds
    let from = window.start.duration(to: shared.start).inSeconds
    let to = window.start.duration(to: shared.end).inSeconds
    func power(at seconds: Double) -> Double { first + (last - first) * min(max((seconds + lead) / length, 0), 1) }
    var place = min(Int(from / bucketSeconds), buckets.count - 1)
    var reached = from
    while reached < to, buckets.indices.contains(place) {
      let end = place == buckets.count - 1 ? to : min(to, Double(place + 1) * bucketSeconds)
      if end > reached {
        let (left, right) = (power(at: reached), power(at: end))
        buckets[place].joules += (left + right) / 2 * (end - reached)
        buckets[place].seconds += end - reached
        buckets[place].low = min(buckets[place].low, left, right)
        buckets[place].high = max(buckets[place].high, left, right)
        reached = end
      }
      place += 1
    }
  }

  /// Takes in what another file says about the same device; where both have a bucket's time, the one that has more of it.
  mutating func join(_ other: PowerGrid) {
    for place in buckets.indices where other.buckets.indices.contains(place) {
      let more = other.buckets[place]
      if buckets[place].seconds + more.seconds > 1.001 * bucketSeconds {
        if more.seconds > buckets[place].seconds { buckets[place] = more }
        continue
      }
      buckets[place].joules += more.joules
      buckets[place].seconds += more.seconds
      buckets[place].low = min(buckets[place].low, more.low)
      buckets[place].high = max(buckets[place].high, more.high)
    }
  }
}
