import LogFormats
import Testing

@testable import Accounting
@testable import Alignment

/// Trainings with a tracker against the same trainings without.
@Suite struct TrackerOverheadTests {
  private static func run(
    _ trainer: String, fold: Int = 0, seconds: Double, watts: Double? = 200, epochs: Int = 2,
    configuration: String = "2d"
  ) -> RunFootprint {
    let parts = (0..<epochs).map { _ in (kind: PartKind.usefulEpoch, seconds: seconds / Double(epochs)) }
    return ExampleRuns.run(configuration, fold: Fold(fold), parts: parts, watts: watts, trainer: trainer)
  }

  private static func overhead(_ runs: [RunFootprint]) -> [TrackerOverhead.Pair] {
    TrackerOverhead(runs) { $0.run.identity.trainer == "nnUNetTrainerCT" }.pairs
  }

  @Test func twinsAreCompared() throws {
    let pairs = Self.overhead([
      Self.run("nnUNetTrainer", seconds: 100), Self.run("nnUNetTrainerCT", seconds: 103, watts: 210),
      Self.run("nnUNetTrainerCT", fold: 1, seconds: 90), Self.run("nnUNetTrainer", fold: 1, seconds: 100),
    ])
    #expect(pairs.map(\.with) == [1, 2] && pairs.map(\.without) == [0, 3])
    #expect(abs(try #require(pairs[0].time) - 0.03) < 1e-12)
    // 103 s × 210 W over 100 s × 200 W.
    #expect(abs(try #require(pairs[0].energy) - 0.0815) < 1e-12)
    #expect(abs(try #require(pairs[1].time) + 0.1) < 1e-12)
  }

  @Test func whatIsNoTwinIsNotCompared() {
    let plain = Self.run("nnUNetTrainer", seconds: 100)
    #expect(Self.overhead([plain, Self.run("nnUNetTrainerCT", fold: 1, seconds: 100)]).isEmpty)
    #expect(Self.overhead([plain, Self.run("nnUNetTrainerCT", seconds: 100, epochs: 3)]).isEmpty)
    #expect(Self.overhead([plain, Self.run("nnUNetTrainerCT", seconds: 100, configuration: "3d_fullres")]).isEmpty)
    #expect(Self.overhead([plain, plain]).isEmpty)
    // Two without: nothing tells which of them is the twin.
    #expect(Self.overhead([plain, plain, Self.run("nnUNetTrainerCT", seconds: 100)]).isEmpty)
  }

  @Test func energiesOfDifferentKindsAreNotCompared() throws {
    let pairs = Self.overhead([
      Self.run("nnUNetTrainer", seconds: 100, watts: nil), Self.run("nnUNetTrainerCT", seconds: 101),
    ])
    #expect(pairs.count == 1 && pairs[0].energy == nil)
    #expect(try #require(pairs.first?.time) > 0)
  }
}
