import AlignmentTrials
import StudySimulation
import Testing

/// Whether the clocks of simulated studies are found.
@Suite struct AlignmentTrialTests {
  @Test("Studies whose clocks agree are aligned, with the energy that their samples give", arguments: 1...2)
  func plain(seed: UInt64) async throws {
    let outcome = try await AlignmentTrial.run(SimulatedStudy(seed: seed, kind: .plain))
    #expect(outcome.verdict == .aligned)
    #expect((outcome.worstDifference ?? 1) < 0.002)
    let (error, sampled) = (outcome.epochError ?? 1, outcome.sampledEpochError ?? 0)
    #expect(abs(error - sampled) < 0.003)
    #expect((outcome.runError ?? 1) < 0.02)
  }

  @Test(
    "Clocks of every kind of study are found; where nothing tells them, the trace is left out and a finding says so",
    arguments: StudyKind.allCases)
  func found(kind: StudyKind) async throws {
    let outcome = try await AlignmentTrial.run(SimulatedStudy(seed: 1, kind: kind))
    #expect(
      outcome.verdict.name == (kind == .hopeless ? "refused" : "aligned"), "\(outcome.verdict.reason ?? "")")
  }
}
