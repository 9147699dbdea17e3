/// Models ranked over data sets by one metric.
public struct RankComparison: Sendable {
  /// The test that suits the number of models.
  public enum Test: Sendable {
    /// Three models or more: Friedman's test with Nemenyi's after it, at a level of 0.05.
    case ranks(FriedmanTest, NemenyiTest)
    /// Two models: Wilcoxon's test of first minus second.
    case pair(WilcoxonSignedRankTest)
    /// None, and why.
    case none(NotTested)
  }

  /// Why models were not ranked.
  public enum NotTested: Sendable, Hashable {
    /// There are fewer data sets than ``RankComparison/leastDatasets``.
    case tooFewDatasets
    /// Fewer than two models have a score on every data set.
    case tooFewModels
    /// All models are equal on every data set.
    case allEqual
  }

  /// The fewest data sets that are tested.
  public static let leastDatasets = 5

  /// The metric.
  public let metric: ModelComparison.Metric
  /// The data sets, in order.
  public let datasets: [String?]
  /// The models with a score on every data set, in order of first use.
  public let models: [ComparedModel]
  /// The models that some data set has no score of; they are not ranked.
  public let incomplete: [ComparedModel]
  /// The mean scores: a row per data set, a column per model.
  public let scores: [[Double]]
  /// What was tested.
  public let test: Test

  /// Ranks the models of comparisons by one metric; `nil` for fewer than two data sets.
  public init?(_ comparisons: [ModelComparison]) {
    guard let metric = comparisons.first?.metric, comparisons.count >= 2 else { return nil }
    var models: [ComparedModel] = []
    var seen: Set<ComparedModel> = []
    let rows = comparisons.map { comparison in
      var row: [ComparedModel: Double] = [:]
      for entry in comparison.entries {
        let model = entry.model.acrossDatasets
        row[model] = entry.score.mean
        if seen.insert(model).inserted { models.append(model) }
      }
      return row
    }
    let complete = models.filter { model in rows.allSatisfy { $0[model] != nil } }
    let scores = rows.map { row in complete.compactMap { row[$0] } }
    self.metric = metric
    datasets = comparisons.map(\.dataset)
    self.models = complete
    incomplete = models.filter { !complete.contains($0) }
    self.scores = scores
    test = Self.test(scores, models: complete.count, lowerIsBetter: metric.lowerIsBetter)
  }

  private static func test(_ scores: [[Double]], models: Int, lowerIsBetter: Bool) -> Test {
    guard scores.count >= leastDatasets else { return .none(.tooFewDatasets) }
    guard models >= 2 else { return .none(.tooFewModels) }
    do throws(UndefinedStatistic) {
      guard models >= 3 else {
        return .pair(try WilcoxonSignedRankTest(PairedDifferences(scores.map { $0[0] }, scores.map { $0[1] })))
      }
      let friedman = try FriedmanTest(scores: scores, higherIsBetter: !lowerIsBetter)
      return .ranks(friedman, try NemenyiTest(friedman))
    } catch { return .none(.allEqual) }
  }
}
