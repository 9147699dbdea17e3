import Alignment
import LogFormats
import Quantities
import Testing

@testable import Accounting

/// Models of a data set against each other.
@Suite struct ModelComparisonTests {
  private func candidate(
    _ name: String, _ scores: [Double], firstFold: Int = 0, energy: Double? = nil, seconds: Double? = nil
  ) -> ModelComparison.Candidate {
    let folds = scores.enumerated().map { (fold: Optional(Fold($0.offset + firstFold)), value: $0.element) }
    return .init(
      model: .listed(name), scores: FoldScores(folds),
      cost: .init(
        energy: energy.flatMap { SampleSummary([$0]) }, carbon: energy.map { .grams($0 / 10) },
        seconds: seconds.flatMap { SampleSummary([$0]) }))
  }

  private func compare(
    _ candidates: [ModelComparison.Candidate], declared: String? = nil, lowerIsBetter: Bool = false
  ) -> ModelComparison? {
    ModelComparison(
      dataset: "D", metric: lowerIsBetter ? .init(name: "HD95", lowerIsBetter: true) : .dice, candidates: candidates,
      declared: declared.map { .listed($0) })
  }

  private func tested(_ comparison: ModelComparison, _ place: Int) throws -> PairedComparison {
    try #require(comparison.entries[place].comparison).get()
  }

  @Test func differencesAreModelMinusReference() throws {
    let comparison = try #require(
      compare([
        candidate("a", [0.80, 0.84, 0.79, 0.86, 0.80]), candidate("b", [0.85, 0.86, 0.85, 0.87, 0.86]),
        candidate("c", [0.70, 0.75, 0.79, 0.71, 0.69]),
      ]))
    #expect(comparison.reference == 1)
    #expect(!comparison.isDeclared)
    #expect(comparison.entries[1].comparison == nil)
    #expect(comparison.testCount == 2)
    let (a, c) = (try tested(comparison, 0), try tested(comparison, 2))
    #expect(abs(a.differences.summary.mean + 0.04) < 1e-12)
    #expect(a.folds == (0..<5).map { Fold($0) })
    #expect(a.t.interval.contains(-0.04) && a.cohensDz < 0 && a.cliffsDelta < 0)
    // Holm: the smaller p counts twice, the larger once.
    let (small, large) = (min(a.t.pValue, c.t.pValue), max(a.t.pValue, c.t.pValue))
    #expect(min(a.adjustedPValue, c.adjustedPValue) == 2 * small)
    #expect(max(a.adjustedPValue, c.adjustedPValue) == max(2 * small, large))
    let bootstrap = try #require(a.bootstrapInterval)
    #expect(bootstrap.contains(a.differences.summary.mean))
  }

  @Test func aDeclaredReferenceWins() throws {
    let models = [candidate("a", [0.8, 0.9, 0.7]), candidate("b", [0.5, 0.6, 0.8])]
    let comparison = try #require(compare(models, declared: "b"))
    #expect(comparison.reference == 1)
    #expect(comparison.isDeclared)
    #expect(try tested(comparison, 0).differences.summary.mean > 0)
    #expect(try #require(compare(models, declared: "z")).reference == 0, "no such model")
  }

  @Test func lessIsBetterForDistances() throws {
    let comparison = try #require(
      compare([candidate("a", [9, 8, 7]), candidate("b", [3, 2, 4])], lowerIsBetter: true))
    #expect(comparison.reference == 1)
    #expect(comparison.energyScale == nil)
  }

  @Test func aModelWithFewFoldsIsNoReference() throws {
    let comparison = try #require(
      compare([candidate("lucky", [0.99, 0.98]), candidate("b", [0.8, 0.7, 0.9, 0.8, 0.8])]))
    #expect(comparison.reference == 1)
  }

  @Test func onlyCommonFoldsArePaired() throws {
    let comparison = try #require(
      compare([candidate("a", [0.9, 0.8, 0.9, 0.95, 0.85]), candidate("b", [0.5, 0.7, 0.4, 0.9], firstFold: 1)]))
    #expect(try tested(comparison, 1).folds == [1, 2, 3, 4].map { Fold($0) })
  }

  @Test func whatIsNotTestedSaysWhy() throws {
    func reason(_ model: ModelComparison.Candidate) throws -> PairedComparison.NotTested? {
      let comparison = try #require(compare([candidate("best", [0.9, 0.8, 0.95, 0.9]), model]))
      if case .failure(let reason)? = comparison.entries[1].comparison { return reason }
      return nil
    }
    #expect(try reason(candidate("a", [0.5, 0.6])) == .tooFewCommonFolds(found: 2))
    #expect(try reason(candidate("a", [0.5, 0.6, 0.7], firstFold: 9)) == .tooFewCommonFolds(found: 0))
    #expect(try reason(candidate("a", [0.8, 0.7, 0.85, 0.8])) == .equalDifferences)
    #expect(try reason(candidate("a", [0.5, 0.6, 0.7])) == nil)
    var twice = candidate("a", [0.5, 0.6, 0.7])
    twice.scores.add(0.4, fold: Fold(1))
    twice.scores.add(0.3, fold: Fold(1))
    #expect(try reason(twice) == .repeatedFolds([Fold(1)]))
    var whole = candidate("a", [])
    whole.scores.add(0.4, fold: nil)
    #expect(try reason(whole) == .tooFewCommonFolds(found: 0))
  }

  @Test func oneModelIsNoComparison() {
    #expect(compare([]) == nil)
    #expect(compare([candidate("a", [0.8, 0.9, 0.7])]) == nil)
    #expect(compare([candidate("a", [0.8, 0.9, 0.7]), candidate("b", [])]) == nil)
    #expect(compare([candidate("a", [0.8, 0.9, 0.7]), candidate("b", [.nan, 1, 2])]) == nil)
  }

  /// The energies and performances are made so that the normalised resources are those that the authors' rows imply
  /// (Selvan, Pepin, Igel, Samuel and Dam, "PePR", NLDL 2025; results_table.ipynb of saintslab/PePR, DermaMNIST).
  @Test func peprOfTheComparedSet() throws {
    let comparison = try #require(
      compare([
        candidate("cheapest", [0.8], energy: 10, seconds: 5),
        candidate("ghostnet_100", [0.8579], energy: 10 + 90 * 0.0277, seconds: 5),
        candidate("edgenext_base", [0.8659], energy: 10 + 90 * 0.1638, seconds: 6),
        candidate("dearest", [0.8], energy: 100, seconds: 7), candidate("unmeasured", [0.5]),
      ]))
    let scores = comparison.entries.map(\.energyPePR)
    #expect(scores[0] == 0.8 && scores[3] == 0.4)
    #expect(abs(try #require(scores[1]) - 0.8348) < 0.00005)
    #expect(abs(try #require(scores[2]) - 0.7440) < 0.00005)
    #expect(scores[4] == nil)
    #expect(comparison.energyScale?.minimumResource == 10)
    #expect(comparison.energyScale?.maximumResource == 100)
    // One carbon intensity: the scale is another, the scores are the same.
    #expect(comparison.carbonScale?.maximumResource == 10)
    for entry in comparison.entries.dropLast() {
      #expect(abs(try #require(entry.carbonPePR) - #require(entry.energyPePR)) < 1e-12)
    }
    #expect(comparison.entries[2].timePePR == 0.8659 / 1.5)
    #expect(comparison.entries[0].energyPerPoint == 10 / 80.0)
    #expect(comparison.entries[4].energyPerPoint == nil)
    // By rising energy; the dearest and the one without an energy are not on the front.
    #expect(comparison.paretoFront.members == [0, 1, 2])
    #expect(comparison.paretoFront.knee == 1)
  }

  /// From Table 3 of EC-NAS (Bakhtiarifard, Igel and Selvan, ICASSP 2024): energies and emissions of building the 4V and
  /// 5V benchmarks give one carbon intensity each, 129.3 and 128.2 g/kWh; Table 1: the knee takes 11 % of the energy of
  /// the best model for 98 % of its performance, 0.92 at 0.07 kWh against 0.94 at 0.62.
  @Test func ecNAS() throws {
    for (kilograms, kilowattHours, printed) in [(6.327, 48.931, 129.3), (252.571, 1970.495, 128.2)] {
      #expect((kilograms * 1000 / kilowattHours * 10).rounded() / 10 == printed)
    }
    let comparison = try #require(
      compare([candidate("knee", [0.92], energy: 0.07), candidate("best", [0.94], energy: 0.62)]))
    #expect(comparison.paretoFront.members == [0, 1])
    let (knee, best) = (comparison.entries[0], comparison.entries[1])
    #expect(comparison.reference == 1)
    #expect(knee.energyPePR == 0.92 && best.energyPePR == 0.47)
    let perPoint = (try #require(best.energyPerPoint)) / (try #require(knee.energyPerPoint))
    #expect((perPoint * 100).rounded() / 100 == 8.67)
  }
}

/// Models over data sets.
@Suite struct RankComparisonTests {
  private func comparisons(_ rows: [[String: Double]]) -> [ModelComparison] {
    rows.enumerated().compactMap { place, row in
      ModelComparison(
        dataset: "D\(place)", metric: .dice,
        candidates: row.keys.sorted().map { name in
          .init(model: .listed(name), scores: FoldScores([(fold: Fold(0), value: row[name] ?? 0)]))
        })
    }
  }

  @Test func threeModelsAreRanked() throws {
    let rows = (0..<6).map { ["a": 0.9, "b": $0 == 0 ? 0.95 : 0.7, "c": 0.5] }
    let ranks = try #require(RankComparison(comparisons(rows)))
    guard case .ranks(let friedman, let nemenyi) = ranks.test else {
      Issue.record("\(ranks.test)")
      return
    }
    #expect(friedman.averageRanks == [7.0 / 6, 11.0 / 6, 3])
    #expect(nemenyi.order == [0, 1, 2])
    // CD = 2.343 √(3 · 4 / 36) = 1.353: a and b, b and c, but not a and c.
    #expect(nemenyi.groups == [0...1, 1...2])
    #expect(ranks.incomplete.isEmpty)
  }

  @Test func twoModelsAreAPair() throws {
    let ranks = try #require(RankComparison(comparisons((0..<5).map { ["a": 0.9, "b": 0.8 - Double($0) / 100] })))
    guard case .pair(let test) = ranks.test else {
      Issue.record("\(ranks.test)")
      return
    }
    #expect(test.pValue == 0.0625)
    #expect(test.rankBiserial == 1)
  }

  @Test func aModelThatIsMissingSomewhereIsNotRanked() throws {
    var rows = (0..<5).map { _ in ["a": 0.9, "b": 0.7, "c": 0.5, "d": 0.4] }
    rows[3]["c"] = nil
    let ranks = try #require(RankComparison(comparisons(rows)))
    #expect(ranks.models == ["a", "b", "d"].map { .listed($0) })
    #expect(ranks.incomplete == [.listed("c")])
    #expect(ranks.leftOut.isEmpty)
    #expect(ranks.scores == Array(repeating: [0.9, 0.7, 0.4], count: 5))
  }

  @Test func aDatasetWithOtherModelsIsLeftOut() throws {
    let row = ["a": 0.9, "b": 0.7, "c": 0.5]
    let ranks = try #require(
      RankComparison(comparisons([["x": 1, "y": 0.5], row, row, row, row, row, ["a": 0.9, "b": 0.6]])))
    #expect(ranks.models == ["a", "b", "c"].map { .listed($0) })
    #expect(ranks.datasets == (1...5).map { "D\($0)" })
    #expect(ranks.leftOut == ["D0", "D6"])
    #expect(ranks.incomplete == [.listed("x"), .listed("y")])
  }

  @Test func whatIsNotRankedSaysWhy() throws {
    func reason(_ rows: [[String: Double]]) throws -> RankComparison.NotTested? {
      let ranks = try #require(RankComparison(comparisons(rows)))
      if case .none(let reason) = ranks.test { return reason }
      return nil
    }
    let row = ["a": 0.9, "b": 0.7, "c": 0.5]
    #expect(RankComparison([]) == nil)
    #expect(RankComparison(comparisons([row])) == nil)
    #expect(try reason([row, row, row, row]) == .tooFewDatasets)
    #expect(try reason([row, row, row, row, ["x": 1, "y": 0.5]]) == .tooFewDatasets)
    #expect(try reason((0..<5).map { ["a": 0.9, "b\($0)": 0.5] }) == .tooFewModels)
    #expect(try reason(Array(repeating: ["a": 0.5, "b": 0.5, "c": 0.5], count: 5)) == .allEqual)
    #expect(try reason(Array(repeating: ["a": 0.5, "b": 0.5], count: 5)) == .allEqual)
    #expect(try reason([row, row, row, row, row]) == nil)
  }
}
