import Quantities
import Testing

@testable import Accounting

@Suite("Uncertainty budgets")
struct UncertaintyBudgetTests {
  private static func term(
    _ name: String, _ standard: Double, _ distribution: UncertaintyTerm.Distribution = .normal,
    degrees: Double = .infinity, group: String? = nil
  ) -> UncertaintyTerm {
    UncertaintyTerm(
      name: name, source: "test", standard: StandardUncertainty(standard), distribution: distribution,
      degreesOfFreedom: degrees, group: group)
  }

  private static func budget(_ value: Double, _ terms: [UncertaintyTerm]) -> UncertaintyBudget<Energy> {
    .init(value: .joules(value), terms: terms)
  }

  /// GUM, JCGM 100:2008, H.1, end-gauge calibration: Table H.1 and H.1.6, in nanometres (32 nm, 16.7 degrees of freedom).
  @Test func endGaugeOfTheGUM() {
    let budget = Self.budget(
      50_000_838,
      [
        Self.term("standard", 25, degrees: 18), Self.term("difference", 9.7, degrees: 25.6),
        Self.term("expansion", 2.9, degrees: 50), Self.term("temperature", 16.6, degrees: 2),
      ])
    #expect(abs(budget.standard.joules - 31.7) < 0.05)
    #expect(abs(budget.effectiveDegreesOfFreedom - 16.7) < 0.1)
    // t for 0.95 and 16.7 degrees of freedom lies between those for 16 and 17 of GUM Table G.2: 2.12 and 2.11.
    #expect(budget.coverageFactor > 2.11 && budget.coverageFactor < 2.12)
    #expect(budget.shares.map(\.name) == ["standard", "temperature", "difference", "expansion"])
    #expect(abs(budget.shares.map(\.share).reduce(0, +) - 1) < 1e-12)
  }

  /// GUM 4.3.7: a rectangle of ± a has a / √3.
  @Test func boundsAndSamples() throws {
    #expect(abs(StandardUncertainty.rectangular(halfWidth: 5).value - 2.886751345948129) < 1e-15)
    let sample = try #require(SampleSummary([1.0, 2, 3, 4, 5]))
    #expect(abs(try #require(StandardUncertainty.mean(of: sample)).value - 0.5.squareRoot()) < 1e-15)
    #expect(StandardUncertainty.mean(of: try #require(SampleSummary([1.0]))) == nil)
  }

  @Test("one error adds up, independent ones add in squares")
  func correlation() {
    let shared = Self.budget(2, [Self.term("gain", 3, group: "g"), Self.term("gain", 4, group: "g")])
    let own = Self.budget(2, [Self.term("offset", 3, group: "a"), Self.term("offset", 4, group: "b")])
    #expect(shared.standard.joules == 7)
    #expect(own.standard.joules == 5)
    // Twice the same: an error in both doubles, independent ones grow by √2.
    let loose = Self.budget(2, [Self.term("sampling", 3)])
    #expect(UncertaintyBudget.sum([shared, shared])?.standard.joules == 14)
    #expect(abs((UncertaintyBudget.sum([loose, loose])?.standard.joules ?? 0) - 18.0.squareRoot()) < 1e-12)
    #expect(UncertaintyBudget.sum([shared, shared, shared])?.terms.count == 1)
  }

  /// EA-4/02 M:2022, S9.14: 0.95 √3 = 1.65 where a rectangular error dominates; GUM Table G.2 for infinite degrees: 1.960.
  /// Between them, SciPy's integral of both distributions.
  @Test("the factor for 95 %", arguments: [(0.0, 1.645), (0.05, 1.6443), (1, 1.9174), (100, 1.960)])
  func dominance(rest: Double, factor: Double) {
    let budget = Self.budget(1, [Self.term("gain", 1, .rectangular, group: "g"), Self.term("sampling", rest)])
    #expect(abs(budget.coverageFactor - factor) < 1e-3)
  }

  @Test("no terms, no uncertainty; none of a value of zero is relative")
  func empty() {
    #expect(Self.budget(3, []).expanded == .zero)
    #expect(Self.budget(0, [Self.term("gain", 1)]).relativeExpanded == nil)
    #expect(UncertaintyBudget<Energy>.sum([]) == nil)
    #expect(UncertaintyBudget<Energy>.mean([]) == nil)
  }

  @Test("the mean over folds keeps what folds share, and has the rest in its scatter")
  func mean() throws {
    let folds = [90.0, 100, 110].map {
      Self.budget($0, [Self.term("gain", 0.05 * $0, .rectangular, group: "g"), Self.term("sampling", 1)])
    }
    let mean = try #require(UncertaintyBudget.mean(folds))
    #expect(mean.value.joules == 100)
    // s = 10, so 10 / √3 with 2 degrees of freedom, and the whole gain error of 5.
    let squares: Double = 100.0 / 3 + 25
    #expect(abs(mean.standard.joules - squares.squareRoot()) < 1e-12)
    #expect(abs(mean.effectiveDegreesOfFreedom - 6.125) < 1e-9, "2 × 1.75²")
    #expect(mean.shares.map(\.name) == ["fold spread", "gain"])
    let single = try #require(UncertaintyBudget.mean([folds[0]]))
    #expect(single == folds[0])
  }

  @Test("what two values share cancels in their ratio")
  func ratio() throws {
    func value(_ joules: Double, spread: Double) -> UncertaintyBudget<Energy> {
      Self.budget(
        joules,
        [
          Self.term("gain", 0.06 * joules, .rectangular, group: "g"),
          Self.term("PUE", 0.2 * joules, .rectangular, group: "pue"),
          Self.term("fold spread", spread, degrees: 4),
        ])
    }
    let ratio = try #require(UncertaintyBudget.ratio(value(300, spread: 9), value(100, spread: 4)))
    #expect(ratio.value.baseValue == 3)
    #expect(abs(ratio.standard.baseValue - 3 * 0.05) < 1e-12)
    #expect(Set(ratio.shares.map(\.name)) == ["fold spread"])
    // Another sensor's gain does not cancel.
    let other = Self.budget(100, [Self.term("gain", 6, .rectangular, group: "h")])
    let apart = try #require(UncertaintyBudget.ratio(value(300, spread: 0), other))
    #expect(abs(apart.standard.baseValue - 3 * 0.0472.squareRoot()) < 1e-12)
    // An offset of one device is a smaller share of the larger energy: only the difference remains.
    let small = Self.budget(100, [Self.term("offset", 5, .rectangular, group: "o")])
    let large = Self.budget(200, [Self.term("offset", 5, .rectangular, group: "o")])
    let partly = try #require(UncertaintyBudget.ratio(large, small))
    #expect(abs(partly.standard.baseValue - 2 * 0.025) < 1e-12)
    #expect(UncertaintyBudget.ratio(small, Self.budget(0, [])) == nil)
  }
}
