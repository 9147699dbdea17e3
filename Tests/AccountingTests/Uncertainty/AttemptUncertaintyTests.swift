import Alignment
import LogFormats
import Quantities
import StudyFile
import Testing

@testable import Accounting

@Suite("Uncertainty terms of a training")
struct AttemptUncertaintyTests {
  private static func terms(_ energy: ComponentEnergy, _ attempt: Attempt) -> [UncertaintyTerm] {
    AttemptUncertainty(attempt: attempt).terms(of: [energy]) { _ in "" }
  }

  /// 1000 epochs with two steps of 300 W each, sampled every 10 s: 300 W × 10 s × √(2000 / 12) = 38.7 kJ.
  @Test("steps within a sampling period")
  func sampling() throws {
    let parts = (0..<1000).flatMap { _ in [(PartKind.usefulEpoch, 100.0), (.betweenEpochs, 50.0)] }
    let attempt = ExampleRuns.attempt(parts)
    var energy = ExampleRuns.energy(.gpu, (0..<2000).map { $0 % 2 == 0 ? 30_000 : 0 }, of: attempt)
    energy.sampling = SamplingPeriod(seconds: 10, isCumulative: false)
    let sampled = try #require(Self.terms(energy, attempt).first { $0.name == "GPU sampling" })
    #expect(abs(sampled.standard.value - 38_730) < 1)
    energy.sampling?.isCumulative = true
    let counted = try #require(Self.terms(energy, attempt).first { $0.name == "GPU sampling" })
    #expect(abs(counted.standard.value - 300 * 10 / 12.0.squareRoot()) < 1e-6, "one end has power, the other none")
  }

  @Test("boards of one model share their gain, each has its own offset")
  func sensors() throws {
    let attempt = ExampleRuns.attempt([(.usefulEpoch, 100)])
    var energy = ExampleRuns.energy(.gpu, [60_000], of: attempt)
    energy.devices = ["GPU 0 (NVIDIA A100-SXM4-40GB)", "GPU 1 (NVIDIA A100-SXM4-40GB)"]
    let terms = Self.terms(energy, attempt)
    #expect(terms.map(\.name) == ["GPU gain", "GPU offset", "GPU offset"])
    #expect(abs(terms[0].standard.value - 0.06 * 60_000 / 3.0.squareRoot()) < 1e-9)
    #expect(terms.dropFirst().allSatisfy { abs($0.standard.value - 500 / 3.0.squareRoot()) < 1e-9 })
    #expect(Set(terms.map(\.group)).count == 3)
    // Boards of two models have a gain each, for half of the energy.
    energy.devices[1] = "GPU 1 (NVIDIA H100 80GB HBM3)"
    let mixed = Self.terms(energy, attempt).filter { $0.name == "GPU gain" }
    #expect(mixed.count == 2 && mixed[0].group != mixed[1].group)
    #expect(abs(mixed[1].standard.value - 0.07 * 30_000 / 3.0.squareRoot()) < 1e-9)
  }

  @Test("what was not measured is bounded by the mean power; a model is no sensor")
  func coverage() throws {
    let attempt = ExampleRuns.attempt([(.usefulEpoch, 75), (.usefulEpoch, 25)])
    var energy = ExampleRuns.energy(.cpu, [7500, nil], of: attempt)
    let missing = try #require(Self.terms(energy, attempt).first { $0.name == "CPU coverage" })
    #expect(abs(missing.standard.value - 2500 / 3.0.squareRoot()) < 1e-9)
    energy.isModelled = true
    let model = try #require(Self.terms(energy, attempt).first { $0.name == "CPU model" })
    #expect(abs(model.standard.value - 3750 / 3.0.squareRoot()) < 1e-9)
    #expect(Self.terms(ExampleRuns.energy(.cpu, [nil, nil], of: attempt), attempt).isEmpty)
  }

  @Test("a run's emissions have the relative squares of energy, PUE and intensity")
  func emissions() throws {
    let basis = AccountingBasis(
      pue: SourcedPUE(value: try #require(PowerUsageEffectiveness(1.25)), source: "ours", kind: .studyFile),
      intensity: SourcedIntensity(value: .gramsPerKilowattHour(100), source: "ours", kind: .user),
      car: .standard, tracker: .corrected)
    var footprint = ExampleRuns.run("2d", fold: Fold(0), parts: [(.usefulEpoch, 36_000)], watts: 100).attempts[0]
    footprint.uncertainty = [
      UncertaintyTerm(
        name: "GPU gain", source: "test", standard: StandardUncertainty(0.03 * 3.6e6), distribution: .rectangular,
        group: "g")
    ]
    let budgets = try #require(FootprintBudgets(sumOf: [footprint, footprint], basis: basis))
    #expect(abs(budgets.carbon.value.grams - 250) < 1e-9)
    // Gain 3 % twice; PUE ± 0.05 of 1.25 and intensity ± 10 %, rectangular.
    let relative = budgets.carbon.standard / budgets.carbon.value
    let squares: Double = 0.0009 + 0.0016 / 3 + 0.01 / 3
    #expect(abs(relative - squares.squareRoot()) < 1e-12)
    let facility = budgets.facility.standard / budgets.facility.value
    let two: Double = 0.0009 + 0.0016 / 3
    #expect(abs(facility - two.squareRoot()) < 1e-12)
    footprint.uncertainty = []
    #expect(FootprintBudgets(sumOf: [footprint], basis: basis) == nil, "not assessed is not certain")
  }
}
