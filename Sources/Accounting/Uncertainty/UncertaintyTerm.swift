/// One line of an uncertainty budget: something that may be wrong, and by how much.
public struct UncertaintyTerm: Sendable, Hashable {
  /// How values are spread about the estimate.
  public enum Distribution: String, Sendable, Hashable {
    /// A bell: the scatter of repeated values, or of many small errors together.
    case normal
    /// Anywhere within bounds, and never outside.
    case rectangular
  }

  /// What may be wrong, in few words; terms with one name are printed together.
  public var name: String
  /// Where the number comes from: a table's row, a paper, or a stated assumption.
  public var source: String
  /// How much it is, in the base unit of the budget's quantity.
  public var standard: StandardUncertainty
  public var distribution: Distribution
  /// How well the uncertainty itself is known: n − 1 for n repeated values, infinite for bounds.
  public var degreesOfFreedom: Double
  /// Terms of one group are the same error and add up; `nil` for an error that no other term shares.
  public var group: String?

  /// Makes a term.
  public init(
    name: String, source: String, standard: StandardUncertainty, distribution: Distribution,
    degreesOfFreedom: Double = .infinity, group: String? = nil
  ) {
    self.name = name
    self.source = source
    self.standard = standard
    self.distribution = distribution
    self.degreesOfFreedom = degreesOfFreedom
    self.group = group
  }

  /// The term of a quantity that is a multiple of this one's.
  func scaled(by factor: Double) -> UncertaintyTerm {
    var term = self
    term.standard = StandardUncertainty(standard.value * factor)
    return term
  }
}
