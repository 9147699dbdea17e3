import Accounting
import Testing

@Suite("Sampling profile")
struct SamplingProfileTests {
  @Test(
    "The gap threshold is the largest of three",
    arguments: [
      // Even sampling at 0.1 s: 2 s. At 10 s: three medians.
      (Array(repeating: 0.1, count: 99), 0.1, 2.0), (Array(repeating: 10.0, count: 99), 10, 30),
      // Median 10, median absolute deviation 9.
      ([1, 1, 1, 10, 19, 19, 19], 10, 10 + 3 * 1.4826 * 9),
    ] as [([Double], Double, Double)])
  func threshold(steps: [Double], median: Double, expected: Double) {
    var times: [Int64] = [0]
    for step in steps { times.append((times.last ?? 0) + Int64(step * 1e9)) }
    let profile = SamplingProfile(times: times)
    #expect(profile.medianInterval == median)
    #expect(abs(profile.gapThreshold - expected) < 1e-9)
  }

  @Test("Without intervals there is no period and no gap")
  func none() {
    #expect(SamplingProfile(times: [Int64]()).medianInterval == nil)
    #expect(SamplingProfile(times: [5, 5]).gapThreshold == .infinity)
  }
}
