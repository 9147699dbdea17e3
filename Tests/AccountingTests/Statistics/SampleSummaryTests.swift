import Accounting
import Quantities
import Testing

@Suite struct SampleSummaryTests {
  @Test func describesASample() throws {
    let summary = try #require(SampleSummary([2, 4, 4, 4, 5, 5, 7, 9]))
    #expect(summary.count == 8)
    #expect(summary.mean == 5)
    #expect(summary.minimum == 2)
    #expect(summary.maximum == 9)
    #expect(abs(try #require(summary.standardDeviation) - (32.0 / 7).squareRoot()) < 1e-15)
  }

  /// Five folds: t = 2.776 for 4 degrees of freedom.
  @Test func intervalOfFiveFolds() throws {
    let summary = try #require(SampleSummary([0.81, 0.84, 0.79, 0.86, 0.80]))
    let deviation = try #require(summary.standardDeviation)
    let interval = try #require(summary.confidenceInterval)
    let half = 2.7764451051977934 * deviation / 5.squareRoot()
    #expect(abs(summary.mean - 0.82) < 1e-15)
    #expect(abs(interval.lowerBound - (0.82 - half)) < 1e-12)
    #expect(abs(interval.upperBound - (0.82 + half)) < 1e-12)
  }

  @Test func smallSamplesLeaveThingsUnknown() throws {
    let one = try #require(SampleSummary([3]))
    #expect(one.mean == 3)
    #expect(one.standardDeviation == nil)
    #expect(one.confidenceInterval == nil)
    let two = try #require(SampleSummary([3, 5]))
    #expect(two.standardDeviation == 2.0.squareRoot())
    #expect(two.confidenceInterval == nil)
    #expect(try #require(SampleSummary([3, 5, 4])).confidenceInterval != nil)
  }

  @Test func equalValuesHaveNoSpread() throws {
    let summary = try #require(SampleSummary(Array(repeating: 0.1, count: 7)))
    #expect(summary.mean == 0.1)
    #expect(summary.standardDeviation == 0)
    #expect(summary.confidenceInterval == 0.1...0.1)
  }

  /// The textbook formula Σx² − n·mean² gives 0 or nonsense here.
  @Test func largeOffsetKeepsTheSpread() throws {
    let summary = try #require(SampleSummary([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]))
    #expect(summary.mean == 1e9 + 10)
    #expect(summary.standardDeviation == 30.0.squareRoot())
  }

  @Test(arguments: [[], [.nan], [1, .infinity], [1, -.infinity, 2], [1e308, 1e308, 1e308], [-1e300, 1e300]])
  func unusableSamplesAreNil(values: [Double]) {
    #expect(SampleSummary(values) == nil)
  }

  @Test func quantitiesInTheirBaseUnit() throws {
    let summary = try #require(SampleSummary(of: [Energy.kilowattHours(1), .kilowattHours(3)]))
    #expect(Energy(baseValue: summary.mean) == .kilowattHours(2))
  }
}
