import Alignment
import LogFormats

/// Which of a data set's models is the final one, and how that is known.
public struct FinalChoice: Sendable, Hashable {
  /// How the final model is known.
  public enum Ground: Sendable, Hashable {
    /// The study file names it.
    case declared
    /// nnU-Net's record of its own selection names it, such as `inference_information.json`.
    case recorded(path: String)
    /// The best mean validation Dice over folds, among models with at least half as many finished folds as the most
    /// complete one; an assumption.
    case bestDice
  }

  /// The places of the chosen model, or of the models of the chosen ensemble, in ``SelectionFootprint/models``; at
  /// least one.
  public let models: [Int]
  /// The places of the models whose predictions the chosen ones take: a cascade's first stage, `3d_lowres`.
  public let firstStages: [Int]
  /// How it is known.
  public let choice: Ground

  /// The place of the first chosen model.
  public var model: Int { models[0] }

  /// Everything that the final prediction needs.
  public var all: [Int] { models + firstStages }

  /// - Parameter models: at least one place.
  private init?(_ models: [Int], among all: [ModelFootprint], choice: Ground) {
    guard !models.isEmpty else { return nil }
    self.models = models
    self.choice = choice
    firstStages = Self.firstStages(of: models, among: all)
  }

  /// Chooses: the study file's word first, nnU-Net's own record second, the best Dice last.
  ///
  /// - Parameters:
  ///   - models: every model tried on the data set, in order.
  ///   - declared: whether a model is the one that the study file names; `nil` when it names none.
  ///   - recorded: what nnU-Net recorded to have chosen; `nil` without a record. A record that names a model without
  ///     any run is passed over.
  init?(
    among models: [ModelFootprint], declared: ((ModelIdentity) -> Bool)?,
    recorded: (models: [NNUNetModel], path: String)?
  ) {
    if let declared {
      let matching = models.indices.filter { declared(models[$0].identity) }
      // A model trained on all cases is final only where no cross-validated one is meant.
      if let place = matching.first(where: { !models[$0].isAllData }) ?? matching.first {
        self.init([place], among: models, choice: .declared)
        return
      }
    }
    if let recorded, let places = Self.places(of: recorded.models, among: models) {
      self.init(places, among: models, choice: .recorded(path: recorded.path))
      return
    }
    guard let best = Self.best(among: models.indices, of: models) else { return nil }
    self.init([best], among: models, choice: .bestDice)
  }

  /// The places of nnU-Net's models, in order; `nil` when one of them has no run, or there is none.
  static func places(of named: [NNUNetModel], among models: [ModelFootprint]) -> [Int]? {
    let found = named.map { name in
      models.indices.first { place in
        let identity = models[place].identity
        return !models[place].isAllData && name.configuration == identity.configuration
          && (name.trainer == nil || name.trainer == identity.trainer)
          && (name.plans == nil || name.plans == identity.plans)
      }
    }
    let known = found.compactMap(\.self)
    guard !known.isEmpty, known.count == found.count else { return nil }
    return known.reduce(into: []) { places, place in if !places.contains(place) { places.append(place) } }
  }

  /// The model with the best mean Dice, of equals the first in order, which is the simpler one: 2d before 3d.
  ///
  /// Models with less than half as many finished folds as the most complete one are no candidates.
  static func best(among places: some Sequence<Int>, of models: [ModelFootprint]) -> Int? {
    let candidates = places.filter { models[$0].dice != nil }
    let mostFolds = candidates.map { models[$0].finished.count }.max() ?? 0
    var best: (place: Int, dice: Double)?
    for place in candidates where 2 * models[place].finished.count >= mostFolds {
      guard let dice = models[place].dice?.mean, dice > best?.dice ?? -1 else { continue }
      best = (place, dice)
    }
    return best?.place
  }

  /// The models that the cascades among some models take predictions of, and that are not among them.
  ///
  /// Source: nnU-Net trains `3d_cascade_fullres` on the predictions of `3d_lowres` of the same trainer and plans.
  static func firstStages(of places: [Int], among models: [ModelFootprint]) -> [Int] {
    let cascades = places.map { models[$0].identity }.filter { identity in
      identity.configuration.flatMap { ConfigurationFamily(configuration: $0) } == .cascade
    }
    return models.indices.filter { place in
      let identity = models[place].identity
      guard !places.contains(place), !models[place].isAllData,
        identity.configuration.flatMap({ ConfigurationFamily(configuration: $0) }) == .low
      else { return false }
      return cascades.contains { $0.plans == identity.plans && $0.trainer == identity.trainer }
    }
  }
}
