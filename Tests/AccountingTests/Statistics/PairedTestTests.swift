import Testing

@testable import Accounting

/// Paired tests and effects against SciPy's `ttest_rel` and `wilcoxon`.
@Suite struct PairedTestTests {
  @Test(arguments: try ReferenceStatistics.shared.get().paired)
  func agreesWithSciPy(reference: ReferenceStatistics.Paired) throws {
    let differences = try PairedDifferences(reference.first, reference.second)
    let t = try PairedTTest(differences)
    #expect(ReferenceStatistics.agree(t.statistic, reference.t))
    #expect(ReferenceStatistics.agree(t.pValue, reference.tP))
    #expect(ReferenceStatistics.agree(t.interval.lowerBound, reference.low))
    #expect(ReferenceStatistics.agree(t.interval.upperBound, reference.high))
    let wilcoxon = try WilcoxonSignedRankTest(differences)
    #expect(ReferenceStatistics.agree(wilcoxon.statistic, reference.wilcoxon))
    #expect(ReferenceStatistics.agree(wilcoxon.pValue, reference.wilcoxonP), "\(wilcoxon)")
    let d = try EffectSize.cohensDz(differences)
    #expect(ReferenceStatistics.agree(d, reference.cohensDz))
    let factor = try #require(reference.hedgesFactor)
    #expect(ReferenceStatistics.agree(try EffectSize.hedgesGz(differences), reference.cohensDz * factor))
    #expect(
      ReferenceStatistics.agree(
        try EffectSize.cliffsDelta(reference.first, reference.second), reference.cliffsDelta))
  }

  @Test func referenceCoversEveryMethod() throws {
    let cases = try ReferenceStatistics.shared.get().paired
    let tests = try cases.map { try WilcoxonSignedRankTest(PairedDifferences($0.first, $0.second)) }
    #expect(Set(tests.map(\.method)).count == 2)
    #expect(zip(cases, tests).contains { $0.first.count > $1.count }, "a case has zeros")
  }

  /// Five folds in favour of one model: no p can be smaller, 2 in 2⁵.
  @Test func leastPOfFiveFolds() throws {
    let test = try WilcoxonSignedRankTest(PairedDifferences([5, 4, 3, 2, 1], [0, 0, 0, 0, 0]))
    #expect(test.pValue == 0.0625)
    #expect(test.rankBiserial == 1)
    #expect(test.method == .exact)
  }

  @Test func swappingTheSamplesTurnsTheSigns() throws {
    let (first, second) = ([0.8, 0.7, 0.9, 0.85], [0.75, 0.72, 0.8, 0.81])
    let (one, other) = (try PairedDifferences(first, second), try PairedDifferences(second, first))
    let (a, b) = (try PairedTTest(one), try PairedTTest(other))
    #expect(a.statistic == -b.statistic)
    #expect(a.pValue == b.pValue)
    #expect(a.interval.lowerBound == -b.interval.upperBound)
    #expect(
      try WilcoxonSignedRankTest(one).rankBiserial == -WilcoxonSignedRankTest(other).rankBiserial)
    #expect(try EffectSize.cliffsDelta(first, second) == -EffectSize.cliffsDelta(second, first))
  }

  @Test func whatDoesNotExistIsSaid() throws {
    func error(_ first: [Double], _ second: [Double]) -> UndefinedStatistic? {
      do throws(UndefinedStatistic) {
        _ = try PairedTTest(PairedDifferences(first, second))
        return nil
      } catch { return error }
    }
    #expect(error([], []) == .tooFewValues(found: 0, needed: 1))
    #expect(error([1], [2]) == .tooFewValues(found: 1, needed: 3))
    #expect(error([1, 2], [2, 1]) == .tooFewValues(found: 2, needed: 3))
    #expect(error([1, 2], [1]) == .unequalLengths)
    #expect(error([0.8, 0.9, 0.7], [0.7, 0.8, 0.6]) == .noSpread, "0.1 each, up to rounding")
    for bad in [Double.nan, .infinity, -.infinity] {
      #expect(error([1, 2, bad], [1, 2, 4]) == .notFinite)
      #expect(error([1, 2, bad], [1, 2, bad]) == .notFinite)
    }
    #expect(error([1e308, -1e308, 0], [-1e308, 1e308, 0]) == .notFinite)
    #expect(throws: UndefinedStatistic.noSpread) {
      try WilcoxonSignedRankTest(PairedDifferences([1, 2], [1, 2]))
    }
    #expect(throws: UndefinedStatistic.tooFewValues(found: 1, needed: 2)) {
      try EffectSize.cohensDz(PairedDifferences([1], [2]))
    }
    #expect(throws: UndefinedStatistic.tooFewValues(found: 2, needed: 3)) {
      try EffectSize.hedgesGz(PairedDifferences([1, 3], [2, 2]))
    }
    #expect(throws: UndefinedStatistic.tooFewValues(found: 0, needed: 1)) { try EffectSize.cliffsDelta([], [1]) }
    #expect(throws: UndefinedStatistic.notFinite) { try EffectSize.cliffsDelta([.nan], [1]) }
  }

  @Test func holm() throws {
    let cases = try ReferenceStatistics.shared.get().holm
    #expect(cases.count >= 5)
    for reference in cases {
      let adjusted = try HolmCorrection.adjust(reference.p)
      #expect(zip(adjusted, reference.adjusted).allSatisfy { ReferenceStatistics.agree($0, $1) })
      #expect(adjusted.count == reference.adjusted.count)
    }
    #expect(try HolmCorrection.adjust([]) == [])
    for bad in [Double.nan, -0.1, 1.1, .infinity] {
      #expect(throws: UndefinedStatistic.notFinite) { try HolmCorrection.adjust([0.5, bad]) }
    }
  }
}
