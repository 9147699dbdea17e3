import Accounting
import Quantities

/// An uncertainty budget as lines for the terminal: what may be wrong, how much, its part in the variance, and who says so.
struct BudgetTrail<Quantity: ScalarQuantity> {
  let budget: UncertaintyBudget<Quantity>?
  /// Writes an amount with its unit.
  let text: (Quantity) -> String

  /// The lines; none when nobody assessed the uncertainty.
  var lines: [String] {
    guard let budget else { return [] }
    let degrees = budget.effectiveDegreesOfFreedom
    let known = degrees < 10_000 ? ", \(RunDetails.number(degrees, 1)) degrees of freedom" : ""
    let relative = budget.relativeExpanded.map { " (\(RunDetails.number(100 * $0, 1)) %)" } ?? ""
    var lines = [
      "",
      "  uncertainty: ± \(text(budget.expanded))\(relative) with 95 % confidence, \(RunDetails.number(budget.coverageFactor, 2)) × the standard uncertainty\(known)",
    ]
    let shares = budget.shares
    let width = (shares.map(\.name.count).max() ?? 0) + 2
    let amounts = shares.map { text($0.standard) }
    let digits = amounts.map(\.count).max() ?? 0
    for (share, amount) in zip(shares, amounts) {
      let part = "\(RunDetails.number(100 * share.share, 1)) %"
      let padding = String(repeating: " ", count: digits - amount.count)
      let space = String(repeating: " ", count: max(0, 9 - part.count))
      lines.append(
        "    \(RunDetails.padded(share.name, width))\(padding)\(amount)\(space)\(part)  \(share.sources.joined(separator: "; "))"
      )
    }
    return lines
  }
}
