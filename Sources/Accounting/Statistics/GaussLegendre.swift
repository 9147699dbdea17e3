import Foundation

/// Integration by Gauss and Legendre's rule with 16 points, on panels of equal width.
enum GaussLegendre {
  /// The integral of a smooth function; the bounds are finite and `panels` is at least 1.
  static func integral(from low: Double, to high: Double, panels: Int, _ function: (Double) -> Double) -> Double {
    let half = (high - low) / Double(2 * panels)
    var sum = CompensatedSum()
    for panel in 0..<panels {
      let middle = low + half * Double(2 * panel + 1)
      for (node, weight) in rule {
        sum.add(weight * (function(middle - half * node) + function(middle + half * node)))
      }
    }
    return sum.value * half
  }

  /// The positive nodes on −1…1 with their weights (Abramowitz and Stegun 25.4.29), by Newton's method.
  private static let rule: [(node: Double, weight: Double)] = {
    let order = 16
    return (0..<order / 2).map { index in
      var x = cos(Double.pi * (Double(index) + 0.75) / (Double(order) + 0.5))
      var slope = 1.0
      // Quadratic convergence from a good start: six steps are more than enough.
      for _ in 0..<6 {
        var (value, previous) = (x, 1.0)
        for degree in 2...order {
          let n = Double(degree)
          (value, previous) = (((2 * n - 1) * x * value - (n - 1) * previous) / n, value)
        }
        slope = Double(order) * (x * value - previous) / (x * x - 1)
        x -= value / slope
      }
      return (x, 2 / ((1 - x * x) * slope * slope))
    }
  }()
}
