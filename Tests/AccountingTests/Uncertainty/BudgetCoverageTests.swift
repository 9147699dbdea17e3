import Foundation
import Quantities
import TestSupport
import Testing

@testable import Accounting

/// How often U95 holds the truth, over seeded made-up studies. docs/uncertainty.md prints these shares.
@Suite("Coverage of uncertainty intervals")
struct BudgetCoverageTests {
  static let folds = [3, 5, 10]
  /// Standard deviations of what a fold takes, relative to the mean.
  static let spreads = [0.01, 0.03, 0.05, 0.1, 0.2]

  private static let watts = 300.0
  private static let seconds = 36_000.0
  private static let gain = 0.06
  private static let offset = 5.0
  /// Two steps of the whole power an epoch, 1000 epochs, a sample every 10 s.
  private static let sampling = watts * 10 * (2000.0 / 12).squareRoot()

  /// The shares of studies whose interval holds what a fold takes in the mean, and whose interval for the ratio of two
  /// models, trained by the same board, holds the true ratio.
  private static func shares(folds: Int, spread: Double, cases: Int) -> (energy: Double, ratio: Double) {
    var random = SeededGenerator(seed: 2026)
    var held = (energy: 0, ratio: 0)
    let mean = watts * seconds
    for _ in 0..<cases {
      let gain = Double.random(in: -Self.gain...Self.gain, using: &random)
      let offset = Double.random(in: -Self.offset...Self.offset, using: &random)
      let models = [1.0, 0.5].map { size in
        (0..<folds).map { _ -> UncertaintyBudget<Energy> in
          let truth = mean * size * (1 + spread * normal(&random))
          let read = truth * (1 + gain) + offset * seconds * size + sampling * size * normal(&random)
          return budget(read, size: size)
        }
      }
      guard let large = UncertaintyBudget.mean(models[0]), let small = UncertaintyBudget.mean(models[1]) else {
        continue
      }
      if abs(large.value.joules - mean) <= large.expanded.joules { held.energy += 1 }
      if let ratio = UncertaintyBudget.ratio(large, small),
        abs(ratio.value.baseValue - 2) <= ratio.expanded.baseValue
      {
        held.ratio += 1
      }
    }
    return (Double(held.energy) / Double(cases), Double(held.ratio) / Double(cases))
  }

  private static func budget(_ read: Double, size: Double) -> UncertaintyBudget<Energy> {
    UncertaintyBudget(
      value: .joules(read),
      terms: [
        .init(
          name: "GPU gain", source: "simulated", standard: .rectangular(halfWidth: gain * read),
          distribution: .rectangular, group: "gain"),
        .init(
          name: "GPU offset", source: "simulated", standard: .rectangular(halfWidth: offset * seconds * size),
          distribution: .rectangular, group: "offset"),
        .init(
          name: "GPU sampling", source: "simulated", standard: StandardUncertainty(sampling * size),
          distribution: .normal),
      ])
  }

  /// Box and Muller's method.
  private static func normal(_ random: inout SeededGenerator) -> Double {
    let radius = (-2 * log(1 - Double.random(in: 0..<1, using: &random))).squareRoot()
    return radius * cos(2 * Double.pi * Double.random(in: 0..<1, using: &random))
  }

  /// Of 1000 cases a share of 95 % is known to ± 2.3 % at four standard deviations.
  @Test("95 % of intervals hold the truth", arguments: folds)
  func held(folds: Int) {
    let shares = Self.shares(folds: folds, spread: 0.1, cases: 1000)
    #expect(shares.energy > 0.93 - 0.023 && shares.energy < 0.97 + 0.023, "\(shares.energy)")
    #expect(shares.ratio > 0.93 - 0.023, "\(shares.ratio)")
  }

  /// The numbers of docs/uncertainty.md; a line for each spread of folds.
  @Test(
    "the table of the documentation", .enabled(if: ProcessInfo.processInfo.environment["FODSPOR_PRINT_TABLES"] == "1"))
  func table() {
    for spread in Self.spreads {
      let shares = Self.folds.map { Self.shares(folds: $0, spread: spread, cases: 10_000) }
      let cells = (shares.map(\.energy) + shares.map(\.ratio)).map { "\((1000 * $0).rounded() / 10)" }
      print("| \(Int((100 * spread).rounded())) | " + cells.joined(separator: " | ") + " |")
    }
  }
}
