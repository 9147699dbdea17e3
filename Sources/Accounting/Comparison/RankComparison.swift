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
    /// Fewer than two models have a score on the same data sets.
    case tooFewModels
    /// All models are equal on every data set.
    case allEqual
  }

  /// The fewest data sets that are tested.
  public static let leastDatasets = 5

  /// The metric.
  public let metric: ModelComparison.Metric
  /// The data sets that the models are ranked over, in order.
  public let datasets: [String?]
  /// The ranked models, which have a score on each of these data sets, in order of first use.
  public let models: [ComparedModel]
  /// The models that some data set has no score of; they are not ranked.
  public let incomplete: [ComparedModel]
  /// The data sets that lack one of the ranked models; they are not among ``datasets``.
  public let leftOut: [String?]
  /// The mean scores: a row per data set, a column per model.
  public let scores: [[Double]]
  /// What was tested.
  public let test: Test

  /// Ranks the models of comparisons by one metric; `nil` for fewer than two data sets.
  ///
  /// Where not every data set has every model, those models are ranked that are on at least so many data sets, with as many
  /// as possible data sets left that have all of them; at least three models and five data sets if there are such.
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
    let (kept, complete) = Self.largestTable(rows, models)
    let scores = kept.map { row in complete.compactMap { rows[row][$0] } }
    self.metric = metric
    datasets = kept.map { comparisons[$0].dataset }
    leftOut = comparisons.indices.filter { !kept.contains($0) }.map { comparisons[$0].dataset }
    self.models = complete
    incomplete = models.filter { !complete.contains($0) }
    self.scores = scores
    test =
      comparisons.count < Self.leastDatasets
      ? .none(.tooFewDatasets) : Self.test(scores, models: complete.count, lowerIsBetter: metric.lowerIsBetter)
  }

  /// The rows and the models of the largest table without a hole that is worth a test.
  private static func largestTable(
    _ rows: [[ComparedModel: Double]], _ models: [ComparedModel]
  ) -> (rows: [Int], models: [ComparedModel]) {
    let frequency = models.map { model in rows.count { $0[model] != nil } }
    let options = Set(frequency).sorted(by: >).map { least in
      let complete = zip(models, frequency).filter { $0.1 >= least }.map(\.0)
      let kept = rows.indices.filter { row in complete.allSatisfy { rows[row][$0] != nil } }
      return (rows: kept, models: complete)
    }
    func largest(_ leastModels: Int, _ leastRows: Int) -> (rows: [Int], models: [ComparedModel])? {
      options.filter { $0.models.count >= leastModels && $0.rows.count >= leastRows }
        .max { ($0.rows.count, $0.models.count) < ($1.rows.count, $1.models.count) }
    }
    return largest(3, leastDatasets) ?? largest(2, leastDatasets) ?? options.first ?? ([], [])
  }

  private static func test(_ scores: [[Double]], models: Int, lowerIsBetter: Bool) -> Test {
    guard models >= 2 else { return .none(.tooFewModels) }
    guard scores.count >= leastDatasets else { return .none(.tooFewDatasets) }
    do throws(UndefinedStatistic) {
      guard models >= 3 else {
        return .pair(try WilcoxonSignedRankTest(PairedDifferences(scores.map { $0[0] }, scores.map { $0[1] })))
      }
      let friedman = try FriedmanTest(scores: scores, higherIsBetter: !lowerIsBetter)
      return .ranks(friedman, try NemenyiTest(friedman))
    } catch { return .none(.allEqual) }
  }
}
