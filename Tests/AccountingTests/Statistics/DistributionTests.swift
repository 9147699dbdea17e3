import Testing

@testable import Accounting

/// Distribution functions against SciPy's.
@Suite struct DistributionTests {
  private let reference: ReferenceStatistics.Distributions

  init() throws { reference = try ReferenceStatistics.shared.get().distributions }

  private func check(
    _ rows: [[Double]], count: Int, _ function: ([Double]) -> Double?, location: SourceLocation = #_sourceLocation
  ) {
    #expect(rows.count >= count, sourceLocation: location)
    for row in rows {
      let found = function(row)
      #expect(
        ReferenceStatistics.agree(found, row.last ?? .nan), "\(row): \(String(describing: found))",
        sourceLocation: location)
    }
  }

  @Test func studentT() {
    check(reference.tCumulative, count: 64) { StudentT.cumulative($0[0], degreesOfFreedom: $0[1]) }
    check(reference.tQuantile, count: 35) { StudentT.quantile($0[0], degreesOfFreedom: $0[1]) }
  }

  @Test("A rectangular error beside Student's t")
  func rectangularAndT() throws {
    check(try ReferenceStatistics.shared.get().rectangularAndT, count: 35) {
      RectangularAndT.halfWidth(0.95, bound: $0[0], scale: $0[1], degreesOfFreedom: $0[2])
    }
    // Without either of them it is the other's.
    #expect(RectangularAndT.halfWidth(0.95, bound: 2, scale: 0, degreesOfFreedom: 3) == 1.9)
    let t = StudentT.quantile(0.975, degreesOfFreedom: 3)
    #expect(RectangularAndT.halfWidth(0.95, bound: 0, scale: 2, degreesOfFreedom: 3) == t.map { 2 * $0 })
    for (bound, scale, degrees) in [(-1.0, 1.0, 3.0), (1, -1, 3), (1, 1, 0.5), (.infinity, 1, 3), (1, .nan, 3)] {
      #expect(RectangularAndT.halfWidth(0.95, bound: bound, scale: scale, degreesOfFreedom: degrees) == nil)
    }
  }

  @Test func normal() {
    check(reference.normalQuantile, count: 11) { NormalDistribution.quantile($0[0]) }
    check(reference.normalCumulative, count: 8) { NormalDistribution.cumulative($0[0]) }
  }

  @Test func chiSquaredAndF() {
    check(reference.chiSquaredTail, count: 42) { ChiSquaredDistribution.upperTail($0[0], degreesOfFreedom: $0[1]) }
    check(reference.fTail, count: 30) { FDistribution.upperTail($0[0], over: $0[1], under: $0[2]) }
  }

  @Test func studentizedRange() {
    func known(_ rows: [[Double?]]) -> [[Double]] { rows.map { $0.map { $0 ?? .infinity } } }
    check(known(reference.rangeCumulative), count: 28) {
      StudentizedRange.cumulative($0[0], groups: Int($0[1]), degreesOfFreedom: $0[2])
    }
    check(known(reference.rangeQuantile), count: 22) {
      StudentizedRange.quantile($0[0], groups: Int($0[1]), degreesOfFreedom: $0[2])
    }
  }

  /// The range of two values is the size of a normal difference: 2 Φ(q / √2) − 1.
  @Test(arguments: [0.1, 1, 2.77, 6])
  func rangeOfTwo(q: Double) throws {
    let expected = 2 * (try #require(NormalDistribution.cumulative(q / 2.0.squareRoot()))) - 1
    #expect(abs(try #require(StudentizedRange.cumulative(q, groups: 2)) - expected) < 1e-13)
  }

  @Test func outsideTheDomainIsNil() {
    for p in [0, 1, -1, 2, Double.nan] {
      #expect(NormalDistribution.quantile(p) == nil)
      #expect(StudentizedRange.quantile(p, groups: 3) == nil)
    }
    #expect(NormalDistribution.cumulative(.nan) == nil)
    #expect(NormalDistribution.cumulative(-.infinity) == 0)
    for degrees in [0, -1, Double.nan, .infinity] {
      #expect(ChiSquaredDistribution.upperTail(1, degreesOfFreedom: degrees) == nil)
      #expect(FDistribution.upperTail(1, over: degrees, under: 3) == nil)
      #expect(FDistribution.upperTail(1, over: 3, under: degrees) == nil)
    }
    #expect(ChiSquaredDistribution.upperTail(.nan, degreesOfFreedom: 2) == nil)
    #expect(ChiSquaredDistribution.upperTail(.infinity, degreesOfFreedom: 2) == 0)
    #expect(FDistribution.upperTail(.infinity, over: 2, under: 2) == 0)
    #expect(ChiSquaredDistribution.upperTail(-1, degreesOfFreedom: 2) == 1)
    for groups in [Int.min, 0, 1, 1001, Int.max] { #expect(StudentizedRange.cumulative(1, groups: groups) == nil) }
    #expect(StudentizedRange.cumulative(1, groups: 3, degreesOfFreedom: 0.5) == nil)
    #expect(StudentizedRange.cumulative(.nan, groups: 3) == nil)
    #expect(StudentizedRange.cumulative(.infinity, groups: 3, degreesOfFreedom: 1) == 1)
  }
}
