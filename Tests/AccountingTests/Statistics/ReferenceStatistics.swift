import Foundation
import Testing

/// Values that SciPy computed, written by `scripts/reference-statistics.py`.
struct ReferenceStatistics: Decodable {
  struct Distributions: Decodable {
    let tCumulative, tQuantile, normalQuantile, normalCumulative, chiSquaredTail, fTail: [[Double]]
    /// The third number, the degrees of freedom, is missing when infinite.
    let rangeCumulative, rangeQuantile: [[Double?]]
  }

  struct Paired: Decodable, CustomTestStringConvertible {
    let name: String
    let first, second: [Double]
    let t, tP, low, high, wilcoxon, wilcoxonP, cohensDz: Double
    let hedgesFactor: Double?
    let cliffsDelta: Double
    var testDescription: String { name }
  }

  struct Friedman: Decodable {
    let scores: [[Double]]
    let chiSquared, p, f, fP: Double
    let ranks: [Double]
  }

  struct Holm: Decodable {
    let p, adjusted: [Double]
  }

  struct Bootstrap: Decodable {
    let values: [Double]
    let draws: [[Int]]
    let percentile, bca: [Double]
  }

  let distributions: Distributions
  /// Bound, scale, degrees of freedom, half width for 95 %.
  let rectangularAndT: [[Double]]
  let paired: [Paired]
  let friedman: [Friedman]
  let holm: [Holm]
  let bootstrap: [Bootstrap]

  static let shared = Result {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Reference/statistics.json")
    return try JSONDecoder().decode(ReferenceStatistics.self, from: Data(contentsOf: file))
  }

  /// Whether two numbers agree to nine digits, or to 10⁻¹⁵ near 0.
  static func agree(_ found: Double?, _ expected: Double) -> Bool {
    guard let found else { return false }
    return found == expected || abs(found - expected) <= max(1e-9 * abs(expected), 1e-15)
  }
}
