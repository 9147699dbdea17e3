public import LogFormats
public import Quantities
public import StudyFile

/// Cuts the energy of one series at boundaries, so that the parts add up to the whole.
///
/// Power samples are joined by straight lines (trapezoid rule), also across a boundary: a boundary between two samples
/// cuts the trapezoid in two. A counter's energy between two readings is spread evenly over the time between them.
/// Samples come block by block in ascending order of time; memory does not grow with their number.
public struct TraceIntegrator: Sendable {
  private struct Sample {
    var time: Int64
    var value: Int64
  }

  /// The sums of one interval while samples come in.
  private struct Accumulator {
    /// Everything outside gaps.
    var joules = CompensatedSum()
    var covered = CompensatedSum()
    var extended = CompensatedSum()
    /// Seconds in gaps, and the energy below straight lines across them.
    var gaps = CompensatedSum()
    var bridge = CompensatedSum()
    var samples = 0
  }

  private let quantity: TraceSeries.Quantity
  private let unitsPerWatt: Double
  private let boundaries: [Int64]
  private let profile: SamplingProfile
  private let policy: GapPolicy
  /// Only gaps that share time with this stretch count, and are errors where gaps are.
  private let gapWindow: (start: Int64, end: Int64)?
  private var unwrapper: CounterUnwrapper
  private var accumulators: [Accumulator]
  private var integral: TraceIntegral

  private var previous: Sample?
  /// The power in watts at the end of the last two samples' interval.
  private var lastWatts: Double?
  private var sampleCount = 0
  private var cursor = 0
  private var sampleCursor = 0
  /// Everything outside gaps, between the boundaries or not, for the mean power.
  private var measuredJoules = CompensatedSum()
  private var measuredSeconds = CompensatedSum()
  private var firstGap: (from: Int64, to: Int64)?

  /// Makes an integrator for one series.
  ///
  /// - Parameters:
  ///   - series: its quantity, component and counter range.
  ///   - boundaries: times on the trace's clock in nanoseconds; sorted when they are not.
  ///   - profile: the series' sampling, from a first pass over its times.
  ///   - policy: what is done about gaps.
  ///   - maximumPower: the greatest power of the device, to tell wraps of a counter from resets.
  ///   - gapWindow: the stretch in which gaps count; `nil` is from the first boundary to the last.
  public init(
    series: TraceSeries, boundaries: [Int64], profile: SamplingProfile, policy: GapPolicy = .bridge,
    maximumPower: Power? = nil, gapWindow: (start: Int64, end: Int64)? = nil
  ) {
    quantity = series.quantity
    unitsPerWatt = series.unitsPerWatt
    self.boundaries = boundaries.sorted()
    self.profile = profile
    self.policy = policy
    if let gapWindow {
      self.gapWindow = gapWindow
    } else if let start = boundaries.min(), let end = boundaries.max() {
      self.gapWindow = (start, end)
    } else {
      self.gapWindow = nil
    }
    unwrapper = CounterUnwrapper(
      range: series.counterRange, component: series.component, maximumPower: maximumPower,
      unitsPerJoule: series.unitsPerWatt)
    if let origin = series.origin, quantity == .meanPower || quantity == .intervalEnergy {
      previous = Sample(time: origin, value: 0)
    }
    let count = max(boundaries.count - 1, 0)
    accumulators = Array(repeating: Accumulator(), count: count)
    integral = TraceIntegral(intervals: Array(repeating: TraceIntegral.Interval(), count: count), profile: profile)
  }

  /// Integrates a whole column at once; samples that are out of order are sorted in, equal times in file order.
  ///
  /// - Throws: ``IntegrationError`` when `policy` is ``GapPolicy/fail`` and there is a gap.
  public static func integrate(
    _ column: TraceColumns.Column, of series: TraceSeries, boundaries: [Int64], policy: GapPolicy = .bridge,
    maximumPower: Power? = nil, gapWindow: (start: Int64, end: Int64)? = nil
  ) throws(IntegrationError) -> TraceIntegral {
    let ordered = OrderedSamples(column)
    var integrator = TraceIntegrator(
      series: series, boundaries: boundaries, profile: SamplingProfile(times: ordered.times), policy: policy,
      maximumPower: maximumPower, gapWindow: gapWindow)
    integrator.consume(times: ordered.times[...], values: ordered.values[...])
    var integral = try integrator.finish()
    integral.outOfOrder = ordered.backwardSteps
    return integral
  }

  /// Takes the next samples: times in nanoseconds, values in the series' units, as many of each.
  public mutating func consume(times: ArraySlice<Int64>, values: ArraySlice<Int64>) {
    for (time, value) in zip(times, values) { take(Sample(time: time, value: value)) }
  }

  /// Ends the series and returns what it amounts to.
  ///
  /// With fewer than two samples there is no energy: one reading has no duration.
  ///
  /// - Throws: ``IntegrationError`` when the policy is ``GapPolicy/fail`` and a gap overlaps the boundaries' range.
  public mutating func finish() throws(IntegrationError) -> TraceIntegral {
    if policy == .fail, let firstGap { throw .gap(from: firstGap.from, to: firstGap.to) }
    if sampleCount >= 2, let last = previous, let watts = lastWatts, let reach = halfPeriod {
      let end = last.time.addingReportingOverflow(reach)
      extend(from: last.time, to: end.overflow ? .max : end.partialValue, watts: watts)
    }
    let meanWatts = measuredSeconds.value > 0 ? measuredJoules.value / measuredSeconds.value : nil
    for (place, sums) in accumulators.enumerated() {
      let gaps = sums.gaps.value
      integral.intervals[place].measuredEnergy = sums.covered.value > 0 ? .joules(sums.joules.value) : nil
      integral.intervals[place].measuredSeconds = sums.covered.value
      integral.intervals[place].gapSeconds = gaps
      integral.intervals[place].bridgeEnergy = gaps > 0 ? .joules(sums.bridge.value) : nil
      integral.intervals[place].meanEnergy = gaps > 0 ? meanWatts.map { .joules($0 * gaps) } : nil
      integral.intervals[place].extendedSeconds = sums.extended.value
      integral.intervals[place].samples = sums.samples
      let share = integral.intervals[place].share(policy)
      integral.intervals[place].energy = share.energy
      integral.intervals[place].coveredSeconds = share.seconds
      integral.intervals[place].bridgedSeconds = share.seconds > sums.covered.value ? gaps : 0
    }
    integral.wraps = unwrapper.wraps
    integral.resets = unwrapper.resets
    integral.ambiguousIntervals = unwrapper.ambiguousIntervals
    integral.counterRange = quantity == .energyCounter ? unwrapper.range : nil
    integral.counterRangeIsInferred = unwrapper.rangeIsInferred
    return integral
  }

  // MARK: Samples

  private mutating func take(_ sample: Sample) {
    guard let before = previous else {
      count(sample)
      previous = sample
      return
    }
    guard sample.time >= before.time else {
      integral.outOfOrder += 1
      return
    }
    let length = seconds(from: before.time, to: sample.time)
    // The file's first interval says nothing when its first samples were not asked for.
    let isFarFromOrigin = sampleCount == 0 && length > profile.gapThreshold
    count(sample)
    previous = sample
    if isFarFromOrigin { return }
    if sample.time == before.time { integral.duplicateTimes += 1 }
    guard let (first, last) = watts(from: before, to: sample, length: length) else {
      lastWatts = nil
      return
    }
    // The power before the first sample is that of the first sample, or of the first counter interval.
    if let reach = halfPeriod, lastWatts == nil, sampleCount == 2 {
      let start = before.time.subtractingReportingOverflow(reach)
      extend(from: start.overflow ? .min : start.partialValue, to: before.time, watts: first)
    }
    lastWatts = last
    guard length > 0 else { return }
    if length > profile.gapThreshold {
      gap(from: before.time, to: sample.time, first: first, last: last)
    } else {
      measuredJoules.add((first + last) / 2 * length)
      measuredSeconds.add(length)
      spread(from: before.time, to: sample.time) { sums, start, end in
        sums.joules.add(Self.energy(first: first, last: last, length: length, start: start, end: end))
        sums.covered.add(end - start)
      }
    }
  }

  /// The power at both ends of the line between two samples; `nil` when it is not known.
  private mutating func watts(from before: Sample, to sample: Sample, length: Double) -> (Double, Double)? {
    switch quantity {
    case .power:
      return (Double(before.value) / unitsPerWatt, Double(sample.value) / unitsPerWatt)
    case .meanPower:
      let mean = Double(sample.value) / unitsPerWatt
      return (mean, mean)
    case .intervalEnergy:
      let joules = Double(sample.value) / unitsPerWatt
      guard length > 0 else {
        addInstant(joules, at: sample.time)
        return lastWatts.map { ($0, $0) }
      }
      return (joules / length, joules / length)
    case .energyCounter:
      guard case .spent(let units) = unwrapper.step(from: before.value, to: sample.value, seconds: length) else {
        return nil
      }
      guard length > 0 else {
        // Two readings of one instant: the energy belongs to the instant, and no power follows from it.
        addInstant(Double(units) / unitsPerWatt, at: sample.time)
        return lastWatts.map { ($0, $0) }
      }
      let mean = Double(units) / unitsPerWatt / length
      return (mean, mean)
    }
  }

  private mutating func gap(from start: Int64, to end: Int64, first: Double, last: Double) {
    if let gapWindow, end > gapWindow.start, start < gapWindow.end {
      integral.gaps += 1
      if firstGap == nil { firstGap = (start, end) }
    }
    let length = seconds(from: start, to: end)
    spread(from: start, to: end) { sums, from, to in
      sums.bridge.add(Self.energy(first: first, last: last, length: length, start: from, end: to))
      sums.gaps.add(to - from)
    }
  }

  private mutating func extend(from start: Int64, to end: Int64, watts: Double) {
    guard let lower = boundaries.first else { return }
    // A stretch before the first sample lies behind no cursor yet; one after the last lies at or after it.
    guard end > lower else { return }
    spread(from: start, to: end) { sums, from, to in
      sums.joules.add(watts * (to - from))
      sums.covered.add(to - from)
      sums.extended.add(to - from)
    }
  }

  // MARK: Intervals

  /// Calls `body` for each interval that shares time with a stretch, with the shared part in seconds since its start.
  private mutating func spread(
    from start: Int64, to end: Int64, _ body: (_ sums: inout Accumulator, _ start: Double, _ end: Double) -> Void
  ) {
    while cursor < accumulators.count, boundaries[cursor + 1] <= start { cursor += 1 }
    var place = cursor
    while place < accumulators.count, boundaries[place] < end {
      let from = max(boundaries[place], start)
      let to = min(boundaries[place + 1], end)
      if from < to { body(&accumulators[place], seconds(from: start, to: from), seconds(from: start, to: to)) }
      place += 1
    }
  }

  /// The integral from `start` to `end` (seconds) over a line from `first` to `last` watts that is `length` seconds long.
  private static func energy(first: Double, last: Double, length: Double, start: Double, end: Double) -> Double {
    let middle = (start + end) / 2 / length
    return (first + (last - first) * middle) * (end - start)
  }

  private mutating func addInstant(_ joules: Double, at time: Int64) {
    guard joules > 0, let place = interval(of: time) else { return }
    accumulators[place].joules.add(joules)
  }

  private mutating func count(_ sample: Sample) {
    sampleCount += 1
    if let place = interval(of: sample.time) { accumulators[place].samples += 1 }
  }

  /// The interval that a time lies in, later times than before only; `nil` outside the boundaries.
  private mutating func interval(of time: Int64) -> Int? {
    guard let lower = boundaries.first, let upper = boundaries.last, !accumulators.isEmpty, time >= lower, time <= upper
    else { return nil }
    while sampleCursor + 1 < accumulators.count, boundaries[sampleCursor + 1] <= time { sampleCursor += 1 }
    return sampleCursor
  }

  /// Half the median period in nanoseconds.
  private var halfPeriod: Int64? {
    profile.medianInterval.flatMap { Int64(exactly: ($0 * 0.5e9).rounded()) }
  }
}
