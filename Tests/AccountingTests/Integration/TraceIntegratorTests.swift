import Accounting
import LogFormats
import Quantities
import StudyFile
import TestSupport
import Testing

@Suite("Cutting traces at boundaries")
struct TraceIntegratorTests {
  @Test("A ramp is cut along its straight line")
  func ramp() throws {
    // 100 W to 300 W in 10 s: 2000 J; the first quarter has 100 W to 150 W, which is 312.5 J.
    let column = TestTraces.column([(0, 100), (5, 200), (10, 300)])
    let boundaries = [0, 2.5, 10].map(TestTraces.time)
    let integral = try integrate(column, boundaries)
    #expect(integral.intervals.map { $0.energy?.joules } == [312.5, 1687.5])
    #expect(integral.intervals.map(\.coveredSeconds) == [2.5, 7.5])
    #expect(integral.intervals.map(\.samples) == [1, 2])
    #expect(integral.total?.joules == 2000)
  }

  @Test("A counter's energy is spread evenly between readings")
  func counter() throws {
    let column = TestTraces.column([(0, 10), (10, 110), (20, 310)])
    let integral = try integrate(column, [2, 12, 20].map(TestTraces.time), series: TestTraces.counter())
    #expect(integral.intervals.map { $0.energy?.joules } == [120, 160])
  }

  @Test("A mean power holds since the sample before, from the file's start on")
  func meanPower() throws {
    var series = TraceSeries(device: "pkg", component: .cpu, quantity: .meanPower, origin: TestTraces.time(0))
    let column = TestTraces.column([(10, 100), (20, 200), (30, 50)])
    let integral = try integrate(column, [0, 5, 15, 30].map(TestTraces.time), series: series)
    #expect(integral.intervals.map { $0.energy?.joules } == [500, 1500, 1500])
    #expect(integral.coveredSeconds == 30)
    // Without a start the first sample's interval is unknown, but for half a period.
    series.origin = nil
    #expect(try integrate(column, [0, 30].map(TestTraces.time), series: series).total?.joules == 2500 + 5 * 200)
  }

  @Test("Interval energies are spread evenly over their intervals, in any scale", arguments: [3, 6, 9])
  func intervalEnergy(decimals: Int) throws {
    let series = TraceSeries(
      device: "pkg", component: .cpu, quantity: .intervalEnergy, decimals: decimals, origin: TestTraces.time(0))
    var column = TestTraces.column([(10, 0), (20, 0), (30, 0)])
    let unit = Int64(series.unitsPerWatt)
    column.values = [1000 * unit, 2000 * unit, 500 * unit]
    let integral = try integrate(column, [0, 5, 15, 30].map(TestTraces.time), series: series)
    #expect(integral.intervals.map { $0.energy?.joules } == [500, 1500, 1500])
    #expect(TraceStatistics(column, of: series).counter?.joules == 3500)
    #expect(TraceStatistics(column, of: series).peak?.watts == 200)
  }

  @Test("The start of a file is none of the intervals when only later samples are read")
  func originFarAway() throws {
    let series = TraceSeries(device: "pkg", component: .cpu, quantity: .intervalEnergy, origin: TestTraces.time(0))
    let column = TestTraces.column([(1010, 1000), (1020, 1000), (1030, 1000)])
    let integral = try integrate(column, [1000, 1030].map(TestTraces.time), series: series)
    #expect(integral.gaps == 0)
    #expect(integral.total?.joules == 2500)
  }

  @Test("No sample or one sample is no energy, never 0 J", arguments: [0, 1])
  func tooFew(count: Int) throws {
    let column = TestTraces.column(Array([(5.0, 100.0)].prefix(count)))
    for series in [TestTraces.power, TestTraces.counter()] {
      let integral = try integrate(column, [0, 10].map(TestTraces.time), series: series)
      #expect(integral.total == nil)
      #expect(integral.coveredSeconds == 0)
      #expect(integral.intervals.map(\.samples) == [count])
    }
  }

  @Test("An interval that no sample covers has no energy")
  func outside() throws {
    let column = TestTraces.column([(0, 100), (1, 100), (2, 100)])
    let integral = try integrate(column, [-20, -10, 0, 2, 10, 20].map(TestTraces.time))
    // Half a period (0.5 s) is added at both ends.
    #expect(integral.intervals.map { $0.energy?.joules } == [nil, 50, 200, 50, nil])
    #expect(integral.intervals.map(\.extendedSeconds) == [0, 0.5, 0, 0.5, 0])
    #expect(integral.coveredSeconds == 3)
  }

  @Test("Parts add up to the whole at any boundaries, for powers", arguments: 0..<20)
  func powerPartition(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let column = TestTraces.random(count: 2000, using: &generator)
    let statistics = TraceStatistics(column, of: TestTraces.power)
    for policy in [GapPolicy.bridge, .drop, .mean] {
      let whole = try integrate(column, ends(column), policy: policy)
      let parts = try integrate(column, cut(column, count: 300, using: &generator), policy: policy)
      try expectClose(parts.total?.joules, whole.total?.joules, within: 1e-9)
      try expectClose(parts.coveredSeconds, whole.coveredSeconds, within: 1e-9)
      #expect(parts.intervals.map(\.samples).reduce(0, +) == column.times.count)
      #expect(whole.gaps == 21 && whole.duplicateTimes == 65)
      if policy == .bridge { try expectClose(whole.total?.joules, statistics.trapezoid?.joules, within: 1e-12) }
    }
  }

  @Test("Parts add up to the whole at any boundaries, for counters that wrap", arguments: 0..<10)
  func counterPartition(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let range: Int64 = 65_532_610_987
    let (column, joules) = TestTraces.randomCounter(count: 2000, range: range, using: &generator)
    for known in [range, nil] {
      let series = TestTraces.counter(range: known)
      let parts = try integrate(column, cut(column, count: 300, using: &generator), series: series)
      try expectClose(parts.total?.joules, joules, within: 1e-9)
      #expect(parts.wraps >= 6)
      #expect(parts.resets == 0)
      #expect(parts.counterRange == range)
      #expect(parts.counterRangeIsInferred == (known == nil))
    }
  }

  @Test("Blocks of any size give what the whole column gives", arguments: [1, 7, 256])
  func blocks(size: Int) throws {
    var generator = SeededGenerator(seed: 3)
    let column = TestTraces.random(count: 1000, using: &generator)
    let boundaries = cut(column, count: 50, using: &generator)
    let whole = try integrate(column, boundaries)
    var integrator = TraceIntegrator(
      series: TestTraces.power, boundaries: boundaries, profile: SamplingProfile(times: column.times))
    for start in stride(from: 0, to: 1000, by: size) {
      let block = start..<min(start + size, 1000)
      integrator.consume(times: column.times[block], values: column.values[block])
    }
    #expect(try integrator.finish() == whole)
  }

  @Test("The order of samples and of boundaries does not matter")
  func order() throws {
    var generator = SeededGenerator(seed: 4)
    let column = TestTraces.random(count: 500, using: &generator)
    let boundaries = cut(column, count: 20, using: &generator)
    let whole = try integrate(column, boundaries)
    // Two files of one device, joined the wrong way round.
    let swapped = TraceColumns.Column(
      times: Array(column.times[200...] + column.times[..<200]),
      values: Array(column.values[200...] + column.values[..<200]))
    var joined = try integrate(swapped, boundaries.shuffled(using: &generator))
    #expect(joined.outOfOrder == 1)
    joined.outOfOrder = 0
    #expect(joined == whole)
  }

  @Test("Late samples of a stream are left out and counted")
  func lateSample() throws {
    let column = TestTraces.column([(0, 100), (1, 100), (0.5, 900), (2, 100)])
    var integrator = TraceIntegrator(
      series: TestTraces.power, boundaries: [0, 2].map(TestTraces.time), profile: SamplingProfile(times: column.times))
    integrator.consume(times: column.times[...], values: column.values[...])
    let integral = try integrator.finish()
    #expect(integral.total?.joules == 200)
    #expect(integral.outOfOrder == 1)
  }

  @Test("Gap policies")
  func gapPolicies() throws {
    // 100 W for 10 s, nothing for 30 s, 300 W for 10 s.
    let seconds = Array(0...10) + Array(40...50)
    let samples = seconds.map { (Double($0), $0 < 40 ? 100.0 : 300.0) }
    let column = TestTraces.column(samples)
    let boundaries = [0, 20, 50].map(TestTraces.time)
    func intervals(_ policy: GapPolicy) throws -> [TraceIntegral.Interval] {
      try integrate(column, boundaries, policy: policy).intervals
    }

    let bridged = try intervals(.bridge)
    // The bridge rises from 100 W to 300 W in 30 s: its first 10 s have 133.3 W on average.
    try expectClose(bridged[0].energy?.joules, 1000 + 4000 / 3.0, within: 1e-12)
    try expectClose(bridged[1].energy?.joules, 6000 - 4000 / 3.0 + 3000, within: 1e-12)
    #expect(bridged.map(\.bridgedSeconds) == [10, 20])
    #expect(bridged.map(\.coveredSeconds) == [20, 30])

    let dropped = try intervals(.drop)
    #expect(dropped.map { $0.energy?.joules } == [1000, 3000])
    #expect(dropped.map(\.coveredSeconds) == [10, 10])
    #expect(dropped.map(\.bridgedSeconds) == [0, 0])

    let mean = try intervals(.mean)
    #expect(mean.map { $0.energy?.joules } == [1000 + 2000, 4000 + 3000])
    #expect(mean.map(\.coveredSeconds) == [20, 30])

    #expect(throws: IntegrationError.gap(from: TestTraces.time(10), to: TestTraces.time(40))) {
      try intervals(.fail)
    }
    // A gap outside the boundaries is nobody's matter.
    #expect(try integrate(column, [0, 10].map(TestTraces.time), policy: .fail).total?.joules == 1000)
  }

  @Test("A gap that a counter spans keeps its energy, a reset in it does not")
  func counterGap() throws {
    let seconds = Array(0...10) + Array(40...50)
    let samples = seconds.map { (Double($0), Double(100 * $0)) }
    let whole = try integrate(
      TestTraces.column(samples), [0, 50].map(TestTraces.time), series: TestTraces.counter(range: 262_143_328_850))
    #expect(whole.total?.joules == 5000)
    #expect(whole.gaps == 1)
    let restarted = seconds.map { (Double($0), Double($0 < 40 ? 100 * $0 : $0 - 40)) }
    let reset = try integrate(
      TestTraces.column(restarted), [0, 50].map(TestTraces.time), series: TestTraces.counter(range: 262_143_328_850))
    #expect(reset.resets == 1)
    #expect(reset.total?.joules == 1010)
    #expect(reset.coveredSeconds == 20)
  }

  @Test("Hostile times and boundaries do not trap")
  func hostile() throws {
    let column = TraceColumns.Column(
      times: [.min, -1, 0, 0, .max], values: [.max, .min, 0, .max, .max])
    for series in [TestTraces.power, TestTraces.counter(), TestTraces.counter(range: .max)] {
      for boundaries in [[], [0], [0, 0], [.min, .max], [.max, .min, 0]] as [[Int64]] {
        let integral = try integrate(column, boundaries, series: series)
        #expect(integral.intervals.count == max(boundaries.count - 1, 0))
        _ = TraceStatistics(column, of: series)
      }
    }
  }

  private func integrate(
    _ column: TraceColumns.Column, _ boundaries: [Int64], series: TraceSeries = TestTraces.power,
    policy: GapPolicy = .bridge
  ) throws -> TraceIntegral {
    try TraceIntegrator.integrate(column, of: series, boundaries: boundaries, policy: policy)
  }

  private func ends(_ column: TraceColumns.Column) -> [Int64] { [column.times.first ?? 0, column.times.last ?? 0] }

  private func cut(
    _ column: TraceColumns.Column, count: Int, using generator: inout SeededGenerator
  ) -> [Int64] {
    let (first, last) = (column.times.first ?? 0, column.times.last ?? 0)
    return [first, last] + (0..<count).map { _ in Int64.random(in: first...last, using: &generator) }
  }

  private func expectClose(_ value: Double?, _ expected: Double?, within tolerance: Double) throws {
    let (value, expected) = (try #require(value), try #require(expected))
    #expect(abs(value - expected) <= tolerance * abs(expected))
  }
}
