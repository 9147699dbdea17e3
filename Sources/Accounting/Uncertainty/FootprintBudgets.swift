import Alignment
public import Quantities

extension AttemptFootprint {
  /// The IT energy with its uncertainty; `nil` when nothing was measured or nobody assessed it.
  public var budget: UncertaintyBudget<Energy>? {
    uncertainty.isEmpty ? nil : energy.map { UncertaintyBudget(value: $0, terms: uncertainty) }
  }

  /// The facility energy by the attempt's own PUE, or else that of a basis.
  public func facilityBudget(_ basis: AccountingBasis) -> UncertaintyBudget<Energy>? {
    budget?.scaled(by: (rates?.pue ?? basis.pue).value.ratio, adding: rateTerms(basis).prefix(1).map(\.facility))
  }

  /// The emissions by the attempt's own PUE and carbon intensity, or else those of a basis.
  public func carbonBudget(_ basis: AccountingBasis) -> UncertaintyBudget<CarbonMass>? {
    let pue = (rates?.pue ?? basis.pue).value
    let intensity = (rates?.intensity ?? basis.intensity).value
    let grams = (Energy.joules(1) * pue * intensity).grams
    return budget?.scaled(by: grams, adding: rateTerms(basis).map(\.carbon))
  }

  /// The terms of PUE and carbon intensity, in joules of the facility and in grams.
  private func rateTerms(
    _ basis: AccountingBasis
  ) -> [(facility: UncertaintyTerm, carbon: UncertaintyTerm)] {
    let (pue, intensity) = (rates?.pue ?? basis.pue, rates?.intensity ?? basis.intensity)
    let facility = (energy ?? .zero) * pue.value
    let carbon = facility * intensity.value
    let table = RateBoundsTable.embedded
    return [("PUE", table.bound(of: pue)), ("carbon intensity", table.bound(of: intensity))].map { name, bound in
      (bound.term(named: name, size: facility.joules), bound.term(named: name, size: carbon.grams))
    }
  }
}

/// The three amounts of something that was trained, each with its uncertainty.
public struct FootprintBudgets: Sendable {
  /// The IT energy.
  public let energy: UncertaintyBudget<Energy>
  /// With PUE.
  public let facility: UncertaintyBudget<Energy>
  /// The emissions, PUE included.
  public let carbon: UncertaintyBudget<CarbonMass>

  /// The sums over attempts; `nil` when none has a budget.
  public init?(sumOf attempts: [AttemptFootprint], basis: AccountingBasis) {
    guard let energy = UncertaintyBudget.sum(attempts.compactMap(\.budget)),
      let facility = UncertaintyBudget.sum(attempts.compactMap { $0.facilityBudget(basis) }),
      let carbon = UncertaintyBudget.sum(attempts.compactMap { $0.carbonBudget(basis) })
    else { return nil }
    self.energy = energy
    self.facility = facility
    self.carbon = carbon
  }

  /// The means over folds; `nil` for none.
  public init?(meanOf folds: [FootprintBudgets]) {
    guard let energy = UncertaintyBudget.mean(folds.map(\.energy)),
      let facility = UncertaintyBudget.mean(folds.map(\.facility)),
      let carbon = UncertaintyBudget.mean(folds.map(\.carbon))
    else { return nil }
    self.energy = energy
    self.facility = facility
    self.carbon = carbon
  }
}

extension RunFootprint {
  /// Energies and emissions of all attempts, with their uncertainty; `nil` when none was measured.
  public func budgets(_ basis: AccountingBasis) -> FootprintBudgets? { FootprintBudgets(sumOf: attempts, basis: basis) }

  /// The same of the attempts that made the model, as in ``trainingEnergy``.
  public func trainingBudgets(_ basis: AccountingBasis) -> FootprintBudgets? {
    FootprintBudgets(sumOf: zip(run.attempts, attempts).filter { !$0.0.isSuperseded }.map(\.1), basis: basis)
  }
}

extension ModelFootprint {
  /// What training one fold takes, with its uncertainty: the mean over finished folds; `nil` when any was not measured.
  public func budgets(_ basis: AccountingBasis) -> FootprintBudgets? {
    let known = finished.compactMap { $0.trainingBudgets(basis) }
    return known.count == finished.count ? FootprintBudgets(meanOf: known) : nil
  }
}
