import Alignment
import Quantities
import Testing

@testable import Accounting

/// Sums and shares of one attempt and one run.
@Suite struct AttemptFootprintTests {
  private let attempt = ExampleRuns.attempt([(.startUp, 10), (.usefulEpoch, 30), (.finalValidation, 60)])

  private func footprint(_ components: [ComponentEnergy]) -> AttemptFootprint {
    AttemptFootprint(components: components, crossChecks: [], duration: attempt.window.duration)
  }

  @Test("Components add up, over the attempt and in each part")
  func sums() {
    let result = footprint([
      ExampleRuns.energy(.gpu, [1, 2, 4], of: attempt), ExampleRuns.energy(.cpu, [8, nil, 32], of: attempt),
    ])
    #expect(result.energy == .joules(47))
    #expect((0...3).map { result.energy(ofPart: $0) } == [.joules(9), .joules(2), .joules(36), nil])
  }

  @Test("Nothing measured is nil, not zero; a measured zero is zero")
  func missing() {
    #expect(footprint([]).energy == nil)
    #expect(footprint([]).coverage == nil)
    #expect(footprint([]).energy(ofPart: 0) == nil)
    let empty = ExampleRuns.energy(.gpu, [nil, nil, nil], of: attempt)
    #expect(empty.total == nil)
    #expect(footprint([empty]).energy == nil)
    #expect(footprint([ExampleRuns.energy(.gpu, [0, nil, nil], of: attempt)]).energy == .zero)
  }

  @Test("Coverage is the least covered component's share of the time")
  func coverage() {
    let result = footprint([
      ExampleRuns.energy(.gpu, [1, 2, 4], of: attempt), ExampleRuns.energy(.cpu, [8, nil, 32], of: attempt),
    ])
    #expect(result.coverage == 0.7)
    #expect(AttemptFootprint(components: [], crossChecks: [], duration: .zero).coverage == nil)
  }

  @Test("A run's provenance is that of its least trusted component")
  func provenance() {
    func run(_ components: [ComponentEnergy]) -> RunFootprint {
      let example = ExampleRuns.run("2d", fold: nil, parts: [(.usefulEpoch, 1)], watts: nil)
      return RunFootprint(run: example.run, attempts: [footprint(components)])
    }
    let measured = ExampleRuns.energy(.gpu, [1, 1, 1], of: attempt)
    let logged = ExampleRuns.energy(.cpu, [1, 1, 1], of: attempt, method: .trackerMean)
    var modelled = logged
    modelled.isModelled = true
    #expect(run([]).provenance == nil)
    #expect(run([measured]).provenance == .measured)
    #expect(run([measured, logged]).provenance == .logged)
    #expect(run([measured, modelled]).provenance == .estimated)
  }
}
