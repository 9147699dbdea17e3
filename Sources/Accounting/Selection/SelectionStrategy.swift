import Alignment
import LogFormats
public import Quantities

/// Another way to select a data set's model, priced by what was executed.
///
/// Each strategy is everything that was executed without what it would not have run, so nothing is modelled; only
/// ``Kind/completed(missing:)`` adds trainings that nobody ran. What a strategy does to the result is told as far as
/// validation results tell it, else it is `nil`.
public struct SelectionStrategy: Sendable, Hashable {
  /// What would have been run.
  public enum Kind: Sendable, Hashable {
    /// Everything that was.
    case executed
    /// The same without redone, discarded, aborted and failed work.
    case withoutWaste
    /// The same with the folds that no model may lack: so many trainings more, at the mean of their model's folds.
    case completed(missing: Int)
    /// The folds below this number of every model, and trainings on all cases; only where every model has them.
    case folds(Int)
    /// The models of one configuration, with the first stage where it is a cascade.
    case only(configuration: String?)
    /// Every finished training, ended where its EMA pseudo Dice would rise by less than this; see ``EarlyStop``.
    case earlyStop(gain: Double)
    /// The same on another grid.
    case elsewhere(Relocation.Place)
    /// The same, each run begun at the best full hour after its start, up to this much later.
    case later(Duration)
  }

  public internal(set) var kind: Kind
  /// Process starts; for ``Kind/completed(missing:)`` with one for each missing fold.
  public let trainings: Int
  /// The IT energy; `nil` when nothing of it was measured.
  public let energy: Energy?
  /// The standard deviation of what was extrapolated, see ``CrossValidationEnergy``; `nil` where nothing was, and where
  /// no spread is known.
  public var deviation: Energy?
  /// The place of the model that would be taken, in ``SelectionFootprint/models``; `nil` where results do not tell.
  public var pick: Int?
  /// The mean validation Dice of that model over all its finished folds, 0 to 1.
  public var dice: Double?
  /// ``dice`` less that of the final model; `nil` where one of them is not known, and for ensembles.
  public var diceChange: Double?
  /// For ``Kind/earlyStop(gain:)``: the mean change of the EMA pseudo Dice over the final model's folds.
  ///
  /// It is no validation Dice and is never compared with one.
  public var emaChange: Double?
  /// For ``Kind/earlyStop(gain:)``: epochs not trained.
  public var savedEpochs: Int?

  /// The emissions, PUE included, where the place or the hour is another; `nil` where they follow from ``energy`` by the
  /// study's own rates.
  public var emissions: CarbonMass?
  /// Whether ``emissions`` count the same as those of what was executed: not where one is direct and the other of the
  /// whole life cycle.
  public var hasComparableEmissions = true

  /// Whether trainings that nobody ran are in the energy.
  public var isExtrapolated: Bool { if case .completed = kind { true } else { false } }

  init(_ kind: Kind, trainings: Int, energy: Energy?) {
    self.kind = kind
    self.trainings = trainings
    self.energy = energy
  }
}

extension SelectionFootprint {
  /// The strategies that the data at hand can price, ``SelectionStrategy/Kind/executed`` first.
  ///
  /// - Parameter stopGain: for the early stop, above 0; the unit is that of Dice, 0 to 1.
  public func strategies(stopGain: Double = EarlyStop.defaultGain) -> [SelectionStrategy] {
    var executed = SelectionStrategy(.executed, trainings: attempts, energy: energy)
    executed.pick = final?.models.count == 1 ? final?.model : nil
    executed.dice = finalDice
    executed.diceChange = finalDice.map { _ in 0 }
    let found = [executed, withoutWaste(like: executed), completed(like: executed)].compactMap(\.self)
    return found + fewerFolds + singleConfigurations + [earlyStop(stopGain)].compactMap(\.self)
  }

  /// The mean validation Dice of the final model; `nil` for an ensemble, whose members' means are not its own.
  private var finalDice: Double? {
    guard let final, final.models.count == 1 else { return nil }
    return models[final.model].dice?.mean
  }

  private func withoutWaste(like executed: SelectionStrategy) -> SelectionStrategy? {
    guard let energy, waste.joules > 0 else { return nil }
    let wasted = runs.flatMap { run in
      run.run.attempts.filter { !run.run.isFinished || $0.discardedByFreshStart }
    }
    var strategy = SelectionStrategy(.withoutWaste, trainings: attempts - wasted.count, energy: energy - waste)
    (strategy.pick, strategy.dice, strategy.diceChange) = (executed.pick, executed.dice, executed.diceChange)
    return strategy
  }

  private func completed(like executed: SelectionStrategy) -> SelectionStrategy? {
    let validated = models.filter { !$0.isAllData }
    let known = validated.compactMap { CrossValidationEnergy($0, folds: folds.count) }
    let missing = known.reduce(0) { $0 + $1.missing }
    // A model of which no fold was measured cannot be completed, and then the sum would miss it.
    guard let energy, missing > 0, known.count == validated.count else { return nil }
    let added = known.map { $0.perFold * Double($0.missing) }.compensatedSum()
    var strategy = SelectionStrategy(
      .completed(missing: missing), trainings: attempts + missing, energy: energy + added)
    let incomplete = known.filter { $0.missing > 0 }
    let deviations = incomplete.compactMap(\.deviation)
    if deviations.count == incomplete.count {
      strategy.deviation = .joules(deviations.map { $0.joules * $0.joules }.compensatedSum().squareRoot())
    }
    // What the missing folds would have shown, nobody knows.
    return strategy
  }

  // MARK: Fewer trainings

  private var fewerFolds: [SelectionStrategy] {
    let validated = models.indices.filter { !models[$0].isAllData }
    let numbers = Set(validated.flatMap { models[$0].runs.compactMap { $0.run.identity.fold?.number } })
    // A run of no known fold could be in any of them.
    guard validated.allSatisfy({ models[$0].runs.allSatisfy { $0.run.identity.fold != nil } }) else { return [] }
    // The price is known where every model has all folds of the strategy.
    let counts = [1, 3].filter { count in
      numbers.contains { $0 >= count }
        && validated.allSatisfy { place in
          Set(models[place].runs.compactMap { $0.run.identity.fold?.number }).isSuperset(of: 0..<count)
        }
    }
    return counts.map { count in
      let kept = runs.filter { $0.run.identity.fold?.number.map { $0 < count } ?? true }
      var strategy = self.strategy(.folds(count), keeping: kept)
      choose(&strategy, among: validated) { model in
        let dice = (0..<count).map { number in
          model.finished.first { $0.run.identity.fold?.number == number }?.run.dice?.value
        }
        let known = dice.compactMap(\.self)
        return known.count == count ? known.compensatedSum() / Double(count) : nil
      }
      return strategy
    }
  }

  private var singleConfigurations: [SelectionStrategy] {
    let validated = models.indices.filter { !models[$0].isAllData }
    let names = validated.map { models[$0].identity.configuration }.reduce(into: [String?]()) { names, name in
      if !names.contains(name) { names.append(name) }
    }
    guard names.count > 1 else { return [] }
    return names.map { name in
      let own = models.indices.filter { models[$0].identity.configuration == name }
      let stages = FinalChoice.firstStages(of: own, among: models)
      let kept = (own + stages).sorted().flatMap { models[$0].runs }
      var strategy = self.strategy(.only(configuration: name), keeping: kept)
      guard let best = FinalChoice.best(among: own, of: models) else { return strategy }
      take(best, into: &strategy)
      return strategy
    }
  }

  private func strategy(_ kind: SelectionStrategy.Kind, keeping runs: [RunFootprint]) -> SelectionStrategy {
    let known = runs.compactMap(\.energy)
    return SelectionStrategy(
      kind, trainings: runs.reduce(0) { $0 + $1.run.attempts.count },
      energy: known.isEmpty ? nil : known.compensatedSum())
  }

  /// Takes the model with the highest score, the first of equals; none unless all models have one.
  private func choose(
    _ strategy: inout SelectionStrategy, among places: [Int], score: (ModelFootprint) -> Double?
  ) {
    let scores = places.compactMap { place in score(models[place]).map { (place: place, score: $0) } }
    guard scores.count == places.count, let first = scores.first else { return }
    take(scores.dropFirst().reduce(first) { $1.score > $0.score ? $1 : $0 }.place, into: &strategy)
  }

  private func take(_ place: Int, into strategy: inout SelectionStrategy) {
    strategy.pick = place
    strategy.dice = models[place].dice?.mean
    if let dice = strategy.dice, let finalDice { strategy.diceChange = dice - finalDice }
  }

  // MARK: Shorter trainings

  private func earlyStop(_ gain: Double) -> SelectionStrategy? {
    let finished = runs.filter(\.run.isFinished)
    let stops = finished.compactMap { EarlyStop($0, gain: gain) }
    let saved = stops.compactMap(\.savedEnergy)
    // Where one training does not tell, the sum would take it for one that cannot be shortened.
    guard let energy, !finished.isEmpty, stops.count == finished.count, saved.count == stops.count else { return nil }
    var strategy = SelectionStrategy(
      .earlyStop(gain: gain), trainings: attempts, energy: energy - saved.compensatedSum())
    strategy.savedEpochs = stops.reduce(0) { $0 + $1.savedEpochs }
    if let final, final.models.count == 1 {
      let own = models[final.model].finished.compactMap { EarlyStop($0, gain: gain) }
      let changes = own.map { $0.ema.stop - $0.ema.end }
      if !changes.isEmpty { strategy.emaChange = changes.compensatedSum() / Double(changes.count) }
    }
    return strategy
  }
}
