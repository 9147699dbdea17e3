import TestSupport
import Testing

@testable import Accounting

/// How often the 95 % intervals hold what came, over seeded simulations. docs/prediction.md prints these shares.
@Suite("Coverage of prediction intervals")
struct IntervalCoverageTests {
  private static let trainings = 400
  private static let epochs = 200
  static let seen = [3, 5, 10, 30, 100]

  /// The share of intervals that held the sum of the epochs to come, by the number of epochs seen.
  private static func shares(_ kind: SimulatedEpochs, _ rule: EpochPredictor) -> [Int: Double] {
    var random = SeededGenerator(seed: 2026)
    var held: [Int: Int] = [:]
    for _ in 0..<trainings {
      let all = kind.training(epochs, using: &random)
      for count in seen {
        let truth = all[count...].reduce(0, +)
        let amount = rule.predict(Array(all.prefix(count)), remaining: epochs - count)
        if amount?.interval?.contains(truth) == true { held[count, default: 0] += 1 }
      }
    }
    return held.mapValues { Double($0) / Double(trainings) }
  }

  /// For 400 trainings a share of 95 % is known to ±2.1 %. Correlation cannot be seen in fewer than 8 epochs.
  @Test("the preferred rule keeps its promise", arguments: SimulatedEpochs.allCases)
  func preferred(_ kind: SimulatedEpochs) throws {
    let shares = Self.shares(kind, .preferred)
    for count in Self.seen {
      let share = try #require(shares[count])
      let least: Double =
        switch kind {
        case .independent: 0.92
        case .correlated: count < 8 ? 0.7 : 0.85
        case .skewed, .checkpoints: 0.85
        }
      #expect(share >= least, "\(kind.rawValue), \(count) epochs: \(share)")
    }
    print("coverage", kind.rawValue, EpochPredictor.preferred.rawValue, shares.sorted { $0.key < $1.key })
  }

  @Test("the other rules that leave out the first epoch", arguments: SimulatedEpochs.allCases)
  func others(_ kind: SimulatedEpochs) throws {
    for rule in [EpochPredictor.lateMedian, .robustTrend] {
      let shares = Self.shares(kind, rule)
      for count in Self.seen where count >= 10 {
        let share = try #require(shares[count])
        #expect(share >= 0.8, "\(rule.rawValue), \(kind.rawValue), \(count) epochs: \(share)")
      }
      print("coverage", kind.rawValue, rule.rawValue, shares.sorted { $0.key < $1.key })
    }
  }

  /// An interval that is far too wide holds everything and tells nothing.
  @Test("intervals get narrower with epochs, to about a percent")
  func width() throws {
    var random = SeededGenerator(seed: 7)
    let all = SimulatedEpochs.independent.training(Self.epochs, using: &random)
    let widths = Self.seen.compactMap { count -> Double? in
      let amount = EpochPredictor.preferred.predict(Array(all.prefix(count)), remaining: Self.epochs - count)
      return amount.flatMap { amount in amount.halfWidth.map { $0 / amount.value } }
    }
    #expect(widths.count == Self.seen.count)
    #expect(widths[2] < 0.04 && widths[4] < 0.015)
  }
}
