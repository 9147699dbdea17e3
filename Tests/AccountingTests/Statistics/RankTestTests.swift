import Testing

@testable import Accounting

/// Friedman's and Nemenyi's tests.
@Suite struct RankTestTests {
  @Test func friedmanAgreesWithSciPy() throws {
    let cases = try ReferenceStatistics.shared.get().friedman
    #expect(cases.count >= 5)
    for reference in cases {
      let test = try FriedmanTest(scores: reference.scores, higherIsBetter: true)
      #expect(ReferenceStatistics.agree(test.chiSquared, reference.chiSquared))
      #expect(ReferenceStatistics.agree(test.chiSquaredPValue, reference.p))
      #expect(ReferenceStatistics.agree(test.fStatistic, reference.f))
      #expect(ReferenceStatistics.agree(test.fPValue, reference.fP))
      #expect(zip(test.averageRanks, reference.ranks).allSatisfy { ReferenceStatistics.agree($0, $1) })
    }
  }

  /// Ranks of C4.5, C4.5+m, C4.5+cf and C4.5+m+cf on 14 data sets: J. Demšar, "Statistical Comparisons of Classifiers over
  /// Multiple Data Sets", JMLR 7 (2006), table 6. The ranks as printed, since they rest on more digits than the scores.
  private static let demsar: [[Double]] = [
    [4, 3, 2, 1], [1, 2, 3, 4], [4, 1, 2, 3], [4, 1, 3, 2], [4, 2, 3, 1], [1, 2.5, 4, 2.5], [3, 2, 4, 1],
    [2.5, 2.5, 4, 1], [4, 3, 2, 1], [2.5, 2.5, 2.5, 2.5], [4, 2.5, 1, 2.5], [3, 2, 4, 1], [4, 1, 2, 3], [3, 1, 4, 2],
  ]

  /// The numbers of section 3.2.2, to the printed digit.
  @Test func demsarsExample() throws {
    let test = try FriedmanTest(scores: Self.demsar, higherIsBetter: false)
    func printed(_ value: Double?, _ places: Double) -> Double { ((value ?? .nan) * places).rounded() / places }
    #expect(test.averageRanks.map { printed($0, 1000) } == [3.143, 2.000, 2.893, 1.964])
    #expect(printed(test.uncorrectedChiSquared, 100) == 9.28)
    let f = 13 * test.uncorrectedChiSquared / (14 * 3 - test.uncorrectedChiSquared)
    #expect(printed(f, 100) == 3.69)
    #expect(test.chiSquared > test.uncorrectedChiSquared, "there are equal scores")
    // The critical value of F(3, 39) at 0.05 is 2.85.
    #expect(printed(FDistribution.upperTail(2.85, over: 3, under: 39), 1000) == 0.05)
    #expect(printed(NemenyiTest.criticalDifference(models: 4, blocks: 14, level: 0.05), 100) == 1.25)
    #expect(printed(NemenyiTest.criticalDifference(models: 4, blocks: 14, level: 0.10), 100) == 1.12)
    // "Nemenyi at 0.05 is not powerful enough"; at 0.10 the worst differs from the best two.
    #expect(try NemenyiTest(test).groups == [0...3])
    let nemenyi = try NemenyiTest(test, level: 0.1)
    #expect(nemenyi.order == [3, 1, 2, 0])
    #expect(nemenyi.groups == [0...2, 2...3])
  }

  /// Table 5 (a): critical values for the two-tailed Nemenyi test with 2 to 10 classifiers.
  @Test(arguments: [
    (0.05, [1.960, 2.343, 2.569, 2.728, 2.850, 2.949, 3.031, 3.102, 3.164]),
    (0.10, [1.645, 2.052, 2.291, 2.459, 2.589, 2.693, 2.780, 2.855, 2.920]),
  ])
  func demsarsTable(level: Double, values: [Double]) throws {
    for (index, value) in values.enumerated() {
      let q = try #require(StudentizedRange.quantile(1 - level, groups: index + 2))
      #expect(abs(q / 2.0.squareRoot() - value) < 0.00101, "\(index + 2) classifiers: \(q / 2.0.squareRoot())")
    }
  }

  @Test func fullAgreementHasNoBound() throws {
    let test = try FriedmanTest(scores: Array(repeating: [1, 2, 3], count: 5), higherIsBetter: true)
    #expect(test.averageRanks == [3, 2, 1])
    #expect(abs(test.chiSquared - 10) < 1e-12)
    #expect(test.fStatistic == nil)
    #expect(test.fPValue == 0)
  }

  @Test func whatDoesNotExistIsSaid() {
    func error(_ scores: [[Double]]) -> UndefinedStatistic? {
      do throws(UndefinedStatistic) {
        _ = try FriedmanTest(scores: scores, higherIsBetter: true)
        return nil
      } catch { return error }
    }
    #expect(error([]) == .tooFewValues(found: 0, needed: 2))
    #expect(error([[1, 2, 3]]) == .tooFewValues(found: 1, needed: 2))
    #expect(error([[1, 2], [2, 1]]) == .tooFewValues(found: 2, needed: 3))
    #expect(error([[], []]) == .tooFewValues(found: 0, needed: 3))
    #expect(error([[1, 2, 3], [1, 2]]) == .unequalLengths)
    #expect(error([[1, 2, 3], [1, .nan, 2]]) == .notFinite)
    #expect(error([[1, 1, 1], [2, 2, 2]]) == .noSpread)
    #expect(NemenyiTest.criticalDifference(models: 1, blocks: 5, level: 0.05) == nil)
    #expect(NemenyiTest.criticalDifference(models: 3, blocks: 0, level: 0.05) == nil)
    #expect(NemenyiTest.criticalDifference(models: 3, blocks: 5, level: 0) == nil)
  }
}
