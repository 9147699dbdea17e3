import Testing

@testable import Accounting

@Suite struct BootstrapTests {
  /// Against NumPy's quantiles and SciPy's formulas for the same drawn samples.
  @Test func intervalsOfGivenSamples() throws {
    let cases = try ReferenceStatistics.shared.get().bootstrap
    #expect(cases.count >= 3)
    for reference in cases {
      let bootstrap = try Bootstrap(reference.values, draws: reference.draws, statistic: Bootstrap.mean)
      for (method, expected) in [
        (Bootstrap.Method.percentile, reference.percentile), (.biasCorrectedAccelerated, reference.bca),
      ] {
        let interval = try bootstrap.interval(method: method)
        #expect(ReferenceStatistics.agree(interval.lowerBound, expected[0]), "\(method)")
        #expect(ReferenceStatistics.agree(interval.upperBound, expected[1]), "\(method)")
      }
    }
  }

  /// The first outputs for seed 1234567, as in the public reference vectors of SplitMix64 (Rosetta Code, "Pseudo-random
  /// numbers/Splitmix64").
  @Test func generator() {
    var generator = SplitMix64(seed: 1_234_567)
    let found = (0..<5).map { _ in generator.next() }
    #expect(
      found == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
        16_408_922_859_458_223_821,
      ])
  }

  @Test func placesAreInRangeAndEven() {
    var generator = SplitMix64(seed: 3)
    var counts = Array(repeating: 0, count: 5)
    for _ in 0..<10_000 { counts[generator.next(below: 5)] += 1 }
    // Five standard deviations: √(10 000 · 0.2 · 0.8) = 40.
    #expect(counts.allSatisfy { abs($0 - 2000) < 200 })
    #expect(generator.next(below: 1) == 0)
    #expect(generator.next(below: 0) == 0)
  }

  @Test func oneSeedOneInterval() throws {
    let values = [0.81, 0.84, 0.79, 0.86, 0.80, 0.9, 0.77, 0.83]
    let first = try Bootstrap(values, resamples: 500, seed: 7)
    #expect(try Bootstrap(values, resamples: 500, seed: 7) == first)
    #expect(try Bootstrap(values, resamples: 500, seed: 8) != first)
    let interval = try first.interval()
    #expect(interval.contains(first.estimate))
    #expect(interval.lowerBound > 0.77 && interval.upperBound < 0.9)
    let narrow = try first.interval(level: 0.5, method: .percentile)
    #expect(interval.lowerBound < narrow.lowerBound && narrow.upperBound < interval.upperBound)
  }

  @Test func whatDoesNotExistIsSaid() throws {
    #expect(throws: UndefinedStatistic.tooFewValues(found: 0, needed: 2)) { try Bootstrap([]) }
    #expect(throws: UndefinedStatistic.tooFewValues(found: 1, needed: 2)) { try Bootstrap([1]) }
    #expect(throws: UndefinedStatistic.notFinite) { try Bootstrap([1, .nan]) }
    #expect(throws: UndefinedStatistic.notFinite) { try Bootstrap([1, .infinity]) }
    #expect(throws: UndefinedStatistic.unequalLengths) {
      try Bootstrap([1, 2], draws: [[0, 2]], statistic: Bootstrap.mean)
    }
    let constant = try Bootstrap([3, 3, 3], resamples: 20)
    #expect(try constant.interval(method: .percentile) == 3...3)
    #expect(throws: UndefinedStatistic.noSpread) { try constant.interval() }
    for level in [0, 1, Double.nan] {
      #expect(throws: UndefinedStatistic.notFinite) { try constant.interval(level: level, method: .percentile) }
    }
    #expect(try Bootstrap([1, 2], resamples: -5).resampled.count == 1)
  }
}
