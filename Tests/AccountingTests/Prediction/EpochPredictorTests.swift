import TestSupport
import Testing

@testable import Accounting

@Suite("Predicting epochs")
struct EpochPredictorTests {
  static let all = EpochPredictor.allCases

  @Test("equal epochs go on as they are, by every rule", arguments: all, [1, 2, 3, 9, 40])
  func equal(_ rule: EpochPredictor, seen: Int) throws {
    let amount = try #require(rule.predict(Array(repeating: 2.5, count: seen), remaining: 7))
    #expect(amount.value == 17.5)
    // They differ by less than is printed: nobody knows by how much.
    #expect(amount.interval == nil)
  }

  @Test("carbontracker's total is N times the mean of all")
  func linear() throws {
    let rest = try #require(EpochPredictor.carbontracker.predict([4, 1, 1], remaining: 7))
    #expect(rest.adding(known: 6).value == 20)
  }

  @Test("the first of each process is left out of the level")
  func withoutFirst() throws {
    let seen = [9.0, 1, 2, 9, 3]
    let rest = try #require(
      EpochPredictor.withoutFirst.predict(seen, beginsProcess: [true, false, false, true, false], remaining: 10))
    #expect(rest.value == 20)
    // Alone it is all that there is, and no interval can be told.
    let single = try #require(EpochPredictor.withoutFirst.predict([9], remaining: 10))
    #expect(single.value == 90 && single.interval == nil)
  }

  @Test("one epoch of an hour moves the late median little, and the mean much")
  func outlier() throws {
    let seen = [1.0, 1, 1.1, 3600, 1, 1.1]
    let median = try #require(EpochPredictor.lateMedian.predict(seen, remaining: 100)).value
    let mean = try #require(EpochPredictor.withoutFirst.predict(seen, remaining: 100)).value
    #expect(median < 120)
    #expect(mean > 70_000)
  }

  /// Weights 1, 2, 3, 4, 5 for 10, 10, 10, 20, 20: half of the weight lies at 20.
  @Test("late epochs weigh more")
  func lateWeights() throws {
    #expect(try #require(EpochPredictor.lateMedian.predict([0, 10, 10, 10, 20, 20], remaining: 1)).value == 20)
  }

  /// 11 epochs 10, 11, … 20 after the first: slope 1, mean 15, middle at 16. To come are 21…31 and then 31 for ever.
  @Test("a clear slope is followed for as long as it was seen, and no further", arguments: [1, 5, 11, 12, 100])
  func slope(remaining: Int) throws {
    let seen = [99.0] + (10...20).map(Double.init)
    let expected = (1...remaining).map { Double(20 + min($0, 11)) }.reduce(0, +)
    let rest = try #require(EpochPredictor.robustTrend.predict(seen, remaining: remaining))
    #expect(abs(rest.value - expected) < 1e-9 * expected)
  }

  @Test("a falling slope never goes below 0")
  func falling() throws {
    let seen = [99.0] + (0...20).map { Double(20 - $0) }
    #expect(try #require(EpochPredictor.robustTrend.predict(seen, remaining: 5000)).value == 0)
  }

  @Test("without a slope the robust trend is the mean without the first")
  func noSlope() throws {
    let seen = [9.0] + (0..<30).map { Double(3 + $0 * 7 % 5) }
    let trend = try #require(EpochPredictor.robustTrend.predict(seen, remaining: 50))
    #expect(trend == EpochPredictor.withoutFirst.predict(seen, remaining: 50))
  }

  /// s² of 1, 2, 3, 4 is 5/3; t₀.₉₇₅ with 3 degrees of freedom is 3.182446 (any table of Student's t); four epochs to come
  /// from a mean of four: 3.182446 · √(5/3) · √(4 + 4²/4) · √φ, where
  /// φ = (1 + 0.5) / (1 − 0.5) for fewer than 8 epochs.
  @Test("the interval of a mean is the textbook's, widened for correlation")
  func interval() throws {
    let rest = try #require(EpochPredictor.carbontracker.predict([1, 2, 3, 4], remaining: 4))
    let half = try #require(rest.halfWidth)
    #expect(abs(half - 3.182446 * (5.0 / 3).squareRoot() * 8.0.squareRoot() * 3.0.squareRoot()) < 1e-4)
  }

  @Test("autocorrelated epochs tell less", arguments: all)
  func autocorrelation(_ rule: EpochPredictor) throws {
    var random = SeededGenerator(seed: 4)
    let noise = (0..<200).map { _ in Double.random(in: 9...11, using: &random) }
    let sorted = (0..<200).map { epoch -> Double in
      let level = (epoch / 20) % 2 == 0 ? 10.0 : 11.0
      return level + Double(epoch % 3) * 0.01
    }
    let independent = try #require(rule.predict(noise, remaining: 100)?.interval)
    let blocks = try #require(rule.predict(sorted, remaining: 100)?.interval)
    let share = (blocks.upperBound - blocks.lowerBound) / (independent.upperBound - independent.lowerBound)
    #expect(share > 2)
  }

  @Test("values that cannot be are left out, by every rule", arguments: all)
  func hostile(_ rule: EpochPredictor) throws {
    let clean = try #require(rule.predict([3, 1, 2, 3], remaining: 5))
    let dirty = try #require(
      rule.predict(
        [3, .nan, 1, -7, 2, .infinity, 3], beginsProcess: [true, false, false, false, false, false, false],
        remaining: 5))
    #expect(clean == dirty)
    #expect(rule.predict([], remaining: 5) == nil)
    #expect(rule.predict([.nan, -1], remaining: 5) == nil)
    #expect(rule.predict([0, 0, 0], remaining: 5)?.value == 0)
    #expect(rule.predict([3, 1, 2], remaining: 0)?.value == 0)
    #expect(rule.predict([3, 1, 2], remaining: -4)?.value == 0)
    // Sums that overflow give nothing rather than infinity.
    #expect(rule.predict([1e308, 1e308, 1e308], remaining: 9) == nil)
  }

  @Test("any numbers: finite, not negative, inside the interval", arguments: all)
  func properties(_ rule: EpochPredictor) throws {
    var random = SeededGenerator(seed: 99)
    for _ in 0..<300 {
      let count = Int.random(in: 1...60, using: &random)
      let seen = (0..<count).map { _ in Double.random(in: 0...1, using: &random) * 100 }
      let remaining = Int.random(in: 0...2000, using: &random)
      let amount = try #require(rule.predict(seen, remaining: remaining))
      #expect(amount.value.isFinite && amount.value >= 0)
      if let interval = amount.interval {
        #expect(interval.contains(amount.value) && interval.lowerBound >= 0 && interval.upperBound.isFinite)
      }
      // The unit does not matter.
      let scaled = try #require(rule.predict(seen.map { $0 * 3600 }, remaining: remaining))
      #expect(abs(scaled.value - amount.value * 3600) <= 1e-9 * scaled.value + 1e-12)
    }
  }

  /// Against the exact quantile, below and above where the expansion takes over.
  @Test("the fast quantile of Student's t", arguments: [1, 2, 39, 40, 41, 42, 60, 120, 999, 9999])
  func quantile(degrees: Int) throws {
    let exact = try #require(StudentT.quantile(0.975, degreesOfFreedom: Double(degrees)))
    #expect(abs(try #require(IntervalQuantile.at(degreesOfFreedom: degrees)) / exact - 1) < 1e-7)
    #expect(IntervalQuantile.at(degreesOfFreedom: degrees - 10_000) == nil)
  }
}
