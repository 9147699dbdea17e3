public import Alignment
import LogFormats
import Quantities
public import StudyFile

/// Everything that is compared in a study: its models by validation Dice, and by the metrics of other programs.
public struct StudyComparison: Sendable {
  /// By the Dice of the final validation, in order of data set.
  public let byDice: [ModelComparison]
  /// By each other metric, in order of metric and data set.
  public let byOtherMetrics: [ModelComparison]
  /// Models over data sets, by Dice and then by each other metric that two data sets or more have a comparison by.
  public let ranks: [RankComparison]
  /// Models with finished folds of which no Dice is known; they are in no comparison by Dice.
  public let withoutDice: [ModelIdentity]
  /// Dice values of other programs that were not used since logs have the model's own.
  public let supersededValues: Int
  /// Names in files of metrics that fit several trained models of their data set; each stands as a model of its own.
  public let ambiguousNames: [AmbiguousName]

  /// A name that could be several models.
  public struct AmbiguousName: Sendable, Hashable {
    /// The data set, as its logs name it.
    public let dataset: String?
    /// The name in the files of metrics.
    public let name: String
  }

  /// How the names in files of metrics are understood.
  public struct Names: Sendable {
    /// All names of a data set of the study.
    public var dataset: @Sendable (String?) -> Set<String>
    /// All names of a model on its data set.
    public var model: @Sendable (ModelFootprint) -> Set<String>

    /// Makes names.
    public init(
      dataset: @escaping @Sendable (String?) -> Set<String>, model: @escaping @Sendable (ModelFootprint) -> Set<String>
    ) {
      self.dataset = dataset
      self.model = model
    }
  }

  /// Compares a study's models.
  ///
  /// - Parameters:
  ///   - footprint: the study's models.
  ///   - values: what other programs computed.
  ///   - names: how these name data sets and models.
  ///   - leastCoverage: models of which less of the time was measured, 0 to 1, have no energy here.
  public init(_ footprint: StudyFootprint, values: [MetricValue], names: Names, leastCoverage: Double) {
    self.init(datasets: footprint.datasets, basis: footprint.basis, values: values, names: names, leastCoverage)
  }

  init(
    datasets: [SelectionFootprint], basis: AccountingBasis, values: [MetricValue], names: Names,
    _ leastCoverage: Double
  ) {
    let byName = Dictionary(grouping: values, by: \.dataset)
    var comparisons: [ModelComparison] = []
    var withoutDice: [ModelIdentity] = []
    var superseded = 0
    var ambiguous: [AmbiguousName] = []
    var usedNames: Set<String> = []
    for dataset in datasets {
      let own = names.dataset(dataset.dataset).sorted().filter { usedNames.insert($0).inserted }
      let listed = own.flatMap { byName[$0] ?? [] }
      let models = dataset.models.filter { !$0.isAllData && !$0.finished.isEmpty }
      withoutDice += models.filter { $0.dice == nil }.map(\.identity)
      let known = models.map { model in
        Known(model: model, names: names.model(model), cost: model.cost(basis: basis, leastCoverage: leastCoverage))
      }
      let declared = dataset.final.flatMap { final in
        final.choice == .declared ? ComparedModel.trained(dataset.models[final.model].identity) : nil
      }
      for (metric, values) in Self.byMetric(listed, withDice: true) {
        let (candidates, unused, several) = Self.candidates(known, values: values, isDice: metric == .dice)
        superseded += unused
        for name in several {
          let found = AmbiguousName(dataset: dataset.dataset, name: name)
          if !ambiguous.contains(found) { ambiguous.append(found) }
        }
        if let comparison = ModelComparison(
          dataset: dataset.dataset, metric: metric, candidates: candidates, declared: declared)
        {
          comparisons.append(comparison)
        }
      }
    }
    for name in byName.keys.sorted() where !usedNames.contains(name) {
      for (metric, values) in Self.byMetric(byName[name] ?? [], withDice: false) {
        let candidates = Self.candidates([], values: values, isDice: metric == .dice).candidates
        if let comparison = ModelComparison(dataset: name, metric: metric, candidates: candidates) {
          comparisons.append(comparison)
        }
      }
    }
    byDice = comparisons.filter { $0.metric == .dice }
    byOtherMetrics = comparisons.filter { $0.metric != .dice }.enumerated().sorted {
      ($0.element.metric.name, $0.offset) < ($1.element.metric.name, $1.offset)
    }.map(\.element)
    let others = byOtherMetrics.reduce(into: [[ModelComparison]]()) { groups, comparison in
      if groups.last?.first?.metric == comparison.metric {
        groups[groups.count - 1].append(comparison)
      } else {
        groups.append([comparison])
      }
    }
    ranks = ([byDice] + others).compactMap { RankComparison($0) }
    ambiguousNames = ambiguous
    self.withoutDice = withoutDice
    supersededValues = superseded
  }

  private struct Known {
    let model: ModelFootprint
    let names: Set<String>
    let cost: ModelComparison.Cost
  }

  /// Values by metric, the Dice first.
  private static func byMetric(
    _ values: [MetricValue], withDice: Bool
  ) -> [(metric: ModelComparison.Metric, values: [MetricValue])] {
    let dice = values.filter(\.isDice)
    let others = Dictionary(grouping: values.filter { !$0.isDice }) {
      ModelComparison.Metric(name: $0.metric, lowerIsBetter: $0.lowerIsBetter)
    }
    let first: [(metric: ModelComparison.Metric, values: [MetricValue])] =
      withDice || !dice.isEmpty ? [(.dice, dice)] : []
    return first + others.keys.sorted { $0.name < $1.name }.map { ($0, others[$0] ?? []) }
  }

  /// The models with logs, then those that only the values name, in order of name.
  private static func candidates(
    _ known: [Known], values: [MetricValue], isDice: Bool
  ) -> (candidates: [ModelComparison.Candidate], superseded: Int, ambiguous: [String]) {
    var scores = known.map { item in
      isDice
        ? FoldScores(item.model.finished.compactMap { run in run.run.dice.map { (run.run.identity.fold, $0.value) } })
        : FoldScores()
    }
    let hasOwn = scores.map { !$0.all.isEmpty }
    var listed: [String: FoldScores] = [:]
    var superseded = 0
    var ambiguous: Set<String> = []
    for value in values {
      let places = known.indices.filter { known[$0].names.contains(value.model) }
      // A name that fits several models is none of them.
      guard places.count == 1, let place = places.first else {
        if places.count > 1 { ambiguous.insert(value.model) }
        listed[value.model, default: FoldScores()].add(value.value, fold: value.fold)
        continue
      }
      if hasOwn[place] { superseded += 1 } else { scores[place].add(value.value, fold: value.fold) }
    }
    let trained = zip(known, scores).map { item, scores in
      ModelComparison.Candidate(model: .trained(item.model.identity), scores: scores, cost: item.cost)
    }
    let others = listed.keys.sorted().map {
      ModelComparison.Candidate(model: .listed($0), scores: listed[$0] ?? FoldScores())
    }
    return (trained + others, superseded, ambiguous.sorted())
  }
}

extension ModelFootprint {
  /// What the model takes; no energy when less of its time was measured than is asked for.
  fileprivate func cost(basis: AccountingBasis, leastCoverage: Double) -> ModelComparison.Cost {
    let energy = (coverage ?? 1) >= leastCoverage ? self.energy : nil
    let basis = basis.together(of: self)
    return .init(
      energy: energy, carbon: energy.map { basis.carbon(.joules($0.mean)) }, seconds: seconds)
  }
}
