import Accounting
import Plotting

extension ParetoFront {
  /// What to name a model beside its mark; nothing on a front of fewer than two models.
  func roles(of place: Int) -> Set<ParetoFigure.Role> {
    guard cheapest != best else { return [] }
    var roles: Set<ParetoFigure.Role> = []
    if place == cheapest { roles.insert(.cheapest) }
    if place == best { roles.insert(.best) }
    if place == knee { roles.insert(.knee) }
    return roles
  }
}
