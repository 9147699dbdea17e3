import Foundation
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

  /// For 400 trainings a share of 95 % is known to ±2.1 %. Intervals are made for correlated epochs, and so are a little too
  /// wide for independent ones; a median of skewed values is off by less than the interval allows for only as long as
  /// the interval is wide.
  @Test("the preferred rule keeps its promise", arguments: SimulatedEpochs.allCases)
  func preferred(_ kind: SimulatedEpochs) throws {
    let shares = Self.shares(kind, .preferred)
    for count in Self.seen {
      let share = try #require(shares[count])
      let least = kind == .skewed && count == 100 ? 0.87 : 0.92
      #expect(share >= least, "\(kind.rawValue), \(count) epochs: \(share)")
    }
  }

  /// Theil's and Sen's slope finds one in correlated epochs too often; that is why the rule is not the preferred one.
  @Test("the other rules that leave out the first epoch", arguments: SimulatedEpochs.allCases)
  func others(_ kind: SimulatedEpochs) throws {
    for rule in [EpochPredictor.withoutFirst, .robustTrend] {
      let shares = Self.shares(kind, rule)
      for count in Self.seen {
        let share = try #require(shares[count])
        let least = kind == .correlated ? (rule == .robustTrend ? 0.75 : 0.88) : 0.91
        #expect(share >= least, "\(rule.rawValue), \(kind.rawValue), \(count) epochs: \(share)")
      }
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
    #expect(widths[2] < 0.06 && widths[4] < 0.02)
  }

  /// The numbers of docs/prediction.md; a line for each rule and kind of epochs.
  @Test(
    "the table of the documentation", .enabled(if: ProcessInfo.processInfo.environment["FODSPOR_PRINT_TABLES"] == "1"))
  func table() {
    for rule in EpochPredictor.allCases where rule != .carbontracker {
      for kind in SimulatedEpochs.allCases {
        let shares = Self.shares(kind, rule).sorted { $0.key < $1.key }.map { "\($0.value * 100)" }
        print("| \(rule.title) | \(kind.rawValue) | " + shares.joined(separator: " | ") + " |")
      }
    }
  }
}
