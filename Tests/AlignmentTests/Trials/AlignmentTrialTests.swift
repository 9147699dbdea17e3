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
    "No study is aligned wrongly: clocks are found, or the trace is left out and a finding says so",
    .disabled("until the offset search is in"), arguments: StudyKind.allCases)
  func neverWrong(kind: StudyKind) async throws {
    let outcome = try await AlignmentTrial.run(SimulatedStudy(seed: 1, kind: kind))
    #expect(outcome.verdict.name != "wrong", "\(outcome.verdict.reason ?? "")")
  }
}
