public import Quantities

/// The models of one data set against the one that is taken as reference, by one metric.
public struct ModelComparison: Sendable {
  /// What is compared.
  public struct Metric: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// Whether less is better.
    public let lowerIsBetter: Bool

    /// The Dice of the final validation, 0 to 1.
    public static let dice = Metric(name: "Dice", lowerIsBetter: false)
  }

  /// What a model takes, mean over its finished folds.
  public struct Cost: Sendable, Hashable {
    /// IT energy per fold, in joules.
    public var energy: SampleSummary?
    /// Emissions per fold, with the study's PUE and carbon intensity.
    public var carbon: CarbonMass?
    /// Process time per fold, in seconds.
    public var seconds: SampleSummary?

    /// Makes a cost; all that is not known is missing.
    public init(energy: SampleSummary? = nil, carbon: CarbonMass? = nil, seconds: SampleSummary? = nil) {
      self.energy = energy
      self.carbon = carbon
      self.seconds = seconds
    }
  }

  /// A model before it is compared.
  public struct Candidate: Sendable {
    /// Which it is.
    public var model: ComparedModel
    /// Its scores.
    public var scores: FoldScores
    /// What it takes; nothing is known of models without logs.
    public var cost: Cost

    /// Makes a candidate.
    public init(model: ComparedModel, scores: FoldScores, cost: Cost = Cost()) {
      self.model = model
      self.scores = scores
      self.cost = cost
    }
  }

  /// A model in the comparison.
  public struct Entry: Sendable {
    /// Which it is.
    public let model: ComparedModel
    /// Its scores, summarised.
    public let score: SampleSummary
    /// What it takes.
    public let cost: Cost
    /// Against the reference, or why not; `nil` for the reference itself.
    public internal(set) var comparison: Result<PairedComparison, PairedComparison.NotTested>?
    /// PePR of the mean score by IT energy, emissions and time; missing where the metric is not in 0…1 or the cost is
    /// not known.
    public internal(set) var energyPePR, carbonPePR, timePePR: Double?

    /// IT energy in joules per point of the score, a hundredth of its unit; `nil` without an energy, or when the score
    /// is not above 0.
    public var energyPerPoint: Double? {
      guard let energy = cost.energy?.mean, score.mean > 0 else { return nil }
      return energy / (100 * score.mean)
    }
  }

  /// The data set; `nil` when the logs do not tell.
  public let dataset: String?
  /// What is compared.
  public let metric: Metric
  /// The models with a score, at least two, in the order of the input.
  public let entries: [Entry]
  /// The place of the reference among the entries.
  public let reference: Int
  /// Whether the study file names the reference; else it has the best mean score.
  public let isDeclared: Bool
  /// The extremes of IT energy (J), emissions (g) and time (s) that PePR rests on; `nil` for fewer than two models with
  /// that cost.
  public let energyScale, carbonScale, timeScale: PePR?

  /// The models that no other beats in both mean IT energy and mean score, as places among the entries; those without an
  /// energy are left out.
  public var paretoFront: ParetoFront {
    let sign: Double = metric.lowerIsBetter ? -1 : 1
    return ParetoFront(
      entries.map { .init(cost: $0.cost.energy?.mean ?? .nan, performance: sign * $0.score.mean) })
  }

  /// How many tests Holm's correction is for.
  public var testCount: Int {
    entries.count { entry in
      if case .success? = entry.comparison { true } else { false }
    }
  }
}

extension ModelComparison {
  /// Compares models; `nil` when fewer than two have a score.
  ///
  /// The reference is `declared`, else the model with the best mean among those with at least half as many scores as the
  /// most complete one; of equals the first.
  ///
  /// - Parameters:
  ///   - candidates: the models; those without scores are left out.
  ///   - declared: the model that is the reference whatever its score.
  public init?(dataset: String?, metric: Metric, candidates: [Candidate], declared: ComparedModel? = nil) {
    let scored = candidates.compactMap { candidate in
      SampleSummary(candidate.scores.all).map { (candidate: candidate, score: $0) }
    }
    guard scored.count >= 2 else { return nil }
    let named = declared.flatMap { name in scored.firstIndex { $0.candidate.model == name } }
    let most = scored.map(\.score.count).max() ?? 0
    func isBetter(_ place: Int, than other: Int) -> Bool {
      let (a, b) = (scored[place].score.mean, scored[other].score.mean)
      return metric.lowerIsBetter ? a < b : a > b
    }
    var reference = named
    if reference == nil {
      for place in scored.indices where 2 * scored[place].score.count >= most {
        if let best = reference, !isBetter(place, than: best) { continue }
        reference = place
      }
    }
    guard let reference else { return nil }
    var entries = scored.enumerated().map { place, item in
      Entry(
        model: item.candidate.model, score: item.score, cost: item.candidate.cost,
        comparison: place == reference
          ? nil : Self.compare(item.candidate.scores, scored[reference].candidate.scores))
    }
    Self.correct(&entries)
    let isShare = entries.allSatisfy { (0...1).contains($0.score.mean) } && !metric.lowerIsBetter
    energyScale = isShare ? Self.scale(entries.map { $0.cost.energy?.mean }) : nil
    carbonScale = isShare ? Self.scale(entries.map { $0.cost.carbon?.grams }) : nil
    timeScale = isShare ? Self.scale(entries.map { $0.cost.seconds?.mean }) : nil
    for place in entries.indices {
      let (cost, score) = (entries[place].cost, entries[place].score.mean)
      func pepr(_ scale: PePR?, _ resource: Double?) -> Double? {
        resource.flatMap { scale?.score(performance: score, resource: $0) }
      }
      entries[place].energyPePR = pepr(energyScale, cost.energy?.mean)
      entries[place].carbonPePR = pepr(carbonScale, cost.carbon?.grams)
      entries[place].timePePR = pepr(timeScale, cost.seconds?.mean)
    }
    self.dataset = dataset
    self.metric = metric
    self.entries = entries
    self.reference = reference
    isDeclared = named != nil
  }

  private static func compare(
    _ model: FoldScores, _ reference: FoldScores
  ) -> Result<PairedComparison, PairedComparison.NotTested> {
    do throws(PairedComparison.NotTested) { return .success(try PairedComparison(model, against: reference)) } catch {
      return .failure(error)
    }
  }

  /// Puts Holm's p-values beside the tests' own.
  private static func correct(_ entries: inout [Entry]) {
    var tested: [(place: Int, comparison: PairedComparison)] = []
    for (place, entry) in entries.enumerated() {
      if case .success(let comparison)? = entry.comparison { tested.append((place, comparison)) }
    }
    guard let adjusted = try? HolmCorrection.adjust(tested.map(\.comparison.t.pValue)) else { return }
    for (test, p) in zip(tested, adjusted) {
      var comparison = test.comparison
      comparison.adjustedPValue = p
      entries[test.place].comparison = .success(comparison)
    }
  }

  private static func scale(_ resources: [Double?]) -> PePR? {
    let known = resources.compactMap(\.self)
    return known.count >= 2 ? PePR(resources: known) : nil
  }
}
