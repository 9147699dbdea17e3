/// A running sum whose rounding error does not grow with the number of terms.
///
/// A. Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen" (1974), algorithm IV.
package struct CompensatedSum: Sendable, Hashable {
  private var sum = 0.0
  private var compensation = 0.0

  package init() {}

  /// Adds a term.
  package mutating func add(_ term: Double) {
    let next = sum + term
    // The smaller operand's lost digits are what the larger one's difference leaves over.
    compensation += abs(sum) >= abs(term) ? (sum - next) + term : (term - next) + sum
    sum = next
  }

  /// The sum of all terms; infinite or not a number if a term was, or on overflow.
  package var value: Double { sum.isFinite ? sum + compensation : sum }
}
