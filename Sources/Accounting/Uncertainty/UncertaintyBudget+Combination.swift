public import Quantities

/// A number without a unit, as a ratio of two energies.
public struct PureNumber: ScalarQuantity {
  public var baseValue: Double
  public init(baseValue: Double) { self.baseValue = baseValue }
}

extension UncertaintyBudget {
  /// The budget of a sum: errors that summands share add up, the others add in squares; `nil` for no summands.
  public static func sum(_ budgets: [Self]) -> Self? {
    guard !budgets.isEmpty else { return nil }
    return Self(value: budgets.map(\.value).compensatedSum(), terms: together(budgets.flatMap(\.terms)))
  }

  /// The budget of the mean over folds or seeds, whose measurand is what training one more is expected to take; `nil` for
  /// none.
  ///
  /// The scatter of the values, s / √n with n − 1 degrees of freedom, holds every error that is anew in each of them.
  /// Errors that belong to no group therefore do not count again, and those that do, as a sensor's gain, are added. A
  /// single value has no scatter, and keeps its own budget.
  public static func mean(_ budgets: [Self]) -> Self? {
    guard let first = budgets.first, let sample = SampleSummary(of: budgets.map(\.value)) else { return nil }
    guard budgets.count > 1, let spread = StandardUncertainty.mean(of: sample) else { return first }
    let shared = budgets.flatMap(\.terms).filter { $0.group != nil }.map { $0.scaled(by: 1 / Double(budgets.count)) }
    let term = UncertaintyTerm(
      name: "fold spread", source: "sample sd of \(budgets.count) folds / √\(budgets.count)", standard: spread,
      distribution: .normal, degreesOfFreedom: Double(budgets.count - 1))
    return Self(value: Quantity(baseValue: sample.mean), terms: [term] + together(shared))
  }

  /// The budget of a quantity that is a multiple of this one, in a unit of its own.
  func scaled<Other: ScalarQuantity>(by factor: Double, adding terms: [UncertaintyTerm] = []) -> UncertaintyBudget<
    Other
  > {
    .init(
      value: Other(baseValue: value.baseValue * factor), terms: self.terms.map { $0.scaled(by: factor) } + terms)
  }

  /// The budget of a ratio of two quantities; `nil` when one of them is zero.
  ///
  /// An error that both share, as the gain of one sensor, the PUE or the carbon intensity, cancels as far as it is the
  /// same share of both. That makes comparisons on one machine far tighter than the values compared.
  public static func ratio(_ numerator: Self, _ denominator: Self) -> UncertaintyBudget<PureNumber>? {
    guard numerator.value != .zero, denominator.value != .zero else { return nil }
    let ratio = numerator.value / denominator.value
    var terms: [UncertaintyTerm] = []
    var below: [String: (relative: Double, error: Error)] = [:]
    for error in denominator.errors {
      let relative = error.standard / denominator.value.baseValue
      if let group = error.terms.first?.group {
        below[group] = (relative, error)
      } else {
        terms += error.terms.prefix(1).map { Self.term($0, relative * ratio, error) }
      }
    }
    for error in numerator.errors {
      guard let first = error.terms.first else { continue }
      let relative = error.standard / numerator.value.baseValue
      let other = first.group.flatMap { below.removeValue(forKey: $0)?.relative } ?? 0
      terms.append(Self.term(first, (relative - other) * ratio, error))
    }
    for (_, rest) in below.sorted(by: { $0.key < $1.key }) {
      terms += rest.error.terms.prefix(1).map { Self.term($0, rest.relative * ratio, rest.error) }
    }
    return .init(value: PureNumber(baseValue: ratio), terms: terms.filter { $0.standard.value > 0 })
  }

  private static func term(_ first: UncertaintyTerm, _ standard: Double, _ error: Error) -> UncertaintyTerm {
    UncertaintyTerm(
      name: first.name, source: first.source, standard: StandardUncertainty(standard),
      distribution: error.isRectangular ? .rectangular : .normal, degreesOfFreedom: error.degreesOfFreedom,
      group: first.group)
  }

  /// Terms of the same error with the same name as one, and independent bounds with one name as one: a study of thousands
  /// of trainings has no longer a budget than one training.
  private static func together(_ terms: [UncertaintyTerm]) -> [UncertaintyTerm] {
    var places: [TermKey: Int] = [:]
    var merged: [UncertaintyTerm] = []
    for term in terms {
      let key = TermKey(name: term.name, source: term.source, group: term.group)
      guard term.degreesOfFreedom == .infinity, let place = places[key] else {
        if term.degreesOfFreedom == .infinity { places[key] = merged.count }
        merged.append(term)
        continue
      }
      let (old, new) = (merged[place].standard.value, term.standard.value)
      if term.group != nil {
        merged[place].standard = StandardUncertainty(old + new)
        if term.distribution == .normal { merged[place].distribution = .normal }
      } else {
        merged[place].standard = StandardUncertainty((old * old + new * new).squareRoot())
        merged[place].distribution = .normal
      }
    }
    return merged
  }
}

/// What terms have in common that become one in a sum.
private struct TermKey: Hashable {
  let name: String
  let source: String
  let group: String?
}
