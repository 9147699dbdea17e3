public import Quantities

/// A value with everything that is known to make it uncertain, after the GUM (JCGM 100:2008).
///
/// Terms of one group are fully correlated and add up; groups, and terms without one, are independent and add in squares
/// (GUM 5.1.2 and 5.2.2 with correlation 1). The value is not corrected for anything.
public struct UncertaintyBudget<Quantity: ScalarQuantity>: Sendable, Hashable {
  /// The estimate.
  public let value: Quantity
  /// In the order in which they were found.
  public let terms: [UncertaintyTerm]

  /// Makes a budget; the terms are in the base unit of the quantity.
  public init(value: Quantity, terms: [UncertaintyTerm]) {
    self.value = value
    self.terms = terms
  }

  /// What one name has in the variance.
  public struct Share: Sendable, Hashable {
    /// ``UncertaintyTerm/name``.
    public let name: String
    /// The sources of its terms, without repeats.
    public let sources: [String]
    /// Its standard uncertainty alone.
    public let standard: Quantity
    /// Its part in the variance, 0 to 1.
    public let share: Double
  }

  /// Terms that are one error.
  struct Error {
    var terms: [UncertaintyTerm]
    var standard: Double { terms.map(\.standard.value).compensatedSum() }
    var degreesOfFreedom: Double { terms.map(\.degreesOfFreedom).min() ?? .infinity }
    var isRectangular: Bool { terms.allSatisfy { $0.distribution == .rectangular } }
  }

  /// The independent errors, in the order of their first terms.
  var errors: [Error] {
    var places: [String: Int] = [:]
    var errors: [Error] = []
    for term in terms {
      if let group = term.group, let place = places[group] {
        errors[place].terms.append(term)
      } else {
        if let group = term.group { places[group] = errors.count }
        errors.append(Error(terms: [term]))
      }
    }
    return errors
  }

  /// The combined standard uncertainty.
  public var standard: Quantity { Quantity(baseValue: variance.squareRoot()) }

  private var variance: Double { errors.map { $0.standard * $0.standard }.compensatedSum() }

  /// Welch's and Satterthwaite's effective degrees of freedom, u⁴ / Σ uᵢ⁴ / νᵢ (GUM G.4.1); infinite when all terms are
  /// bounds.
  public var effectiveDegreesOfFreedom: Double {
    Self.effectiveDegreesOfFreedom(of: errors)
  }

  private static func effectiveDegreesOfFreedom(of known: [Error]) -> Double {
    let whole = known.map { $0.standard * $0.standard }.compensatedSum()
    // Relative to the whole, so that no fourth power overflows.
    let sum = known.map { error -> Double in
      let part = whole > 0 ? error.standard * error.standard / whole : 0
      return part * part / error.degreesOfFreedom
    }.compensatedSum()
    return sum > 0 ? 1 / sum : .infinity
  }

  /// What the standard uncertainty is multiplied with for an interval of 95 %; 0 without any uncertainty.
  public var coverageFactor: Double {
    let standard = standard
    return standard == .zero ? 0 : expanded / standard
  }

  /// The expanded uncertainty U95: the value ± it holds the true value with a confidence of 95 %.
  ///
  /// The largest rectangular error is taken as what it is, everything else together as Student's t with its effective
  /// degrees of freedom (``RectangularAndT``). Without a rectangular error this is the GUM's t · u (G.3); where one
  /// dominates it tends to 0.95 of its bound, the factor 1.65 of EA-4/02 M:2022, S9.14; 1.96 would reach beyond the bound.
  public var expanded: Quantity {
    var rest = errors
    var bound = 0.0
    if let largest = rest.indices.filter({ rest[$0].isRectangular }).max(by: { rest[$0].standard < rest[$1].standard })
    {
      bound = rest.remove(at: largest).standard * 3.0.squareRoot()
    }
    let scale = rest.map { $0.standard * $0.standard }.compensatedSum().squareRoot()
    let width = RectangularAndT.halfWidth(
      0.95, bound: bound, scale: scale, degreesOfFreedom: max(1, Self.effectiveDegreesOfFreedom(of: rest)))
    return Quantity(baseValue: width ?? .infinity)
  }

  /// The expanded uncertainty over the value's size; `nil` for a value of zero.
  public var relativeExpanded: Double? { value == .zero ? nil : abs(expanded / value) }

  /// What each name has in the variance, the largest first.
  public var shares: [Share] {
    let whole = variance
    var order: [String] = []
    var variances: [String: Double] = [:]
    var sources: [String: [String]] = [:]
    for error in errors {
      let standard = error.standard
      for term in error.terms {
        if variances[term.name] == nil { order.append(term.name) }
        // An error that has several names is divided among them by their sizes.
        variances[term.name, default: 0] += standard * term.standard.value
        if sources[term.name]?.contains(term.source) != true { sources[term.name, default: []].append(term.source) }
      }
    }
    let shares = order.map { name in
      let own = variances[name] ?? 0
      return Share(
        name: name, sources: sources[name] ?? [], standard: Quantity(baseValue: own.squareRoot()),
        share: whole > 0 ? own / whole : 0)
    }
    // Names of one size stay in the order of the terms.
    return shares.enumerated().sorted { ($1.element.share, $0.offset) < ($0.element.share, $1.offset) }.map(\.element)
  }
}
