import Accounting
import Alignment
import LogFormats
import Quantities
import StudyFile
import Testing

/// What is done about stretches of a training in which a trace has no samples.
@Suite struct GapPolicyTests {
  private let story = TrainingStory()

  /// A training whose trace has no sample from 20 s to 30 s: 100 W before, 300 W after.
  private func analyse(_ yaml: String, counters: Bool = false) async throws -> StudyFootprint {
    let folder = try StudyFolder()
    try folder.write(story)
    func power(_ time: Double) -> Double { time < 25 ? 100 : 300 }
    if counters {
      var trace = CounterTrace(from: -5, to: 70, zones: [("package-0", 262_143_328_850, 0)]) { _, time in power(time) }
      let kept = trace.times.indices.filter { trace.times[$0] <= 20_000 || trace.times[$0] >= 30_000 }
      trace = CounterTrace(keeping: kept, of: trace)
      try folder.write(trace.csv(), to: "traces/rapl.csv")
    } else {
      try folder.write(
        PowerTrace(from: -5, to: 20, power: { _, time in power(time) }).nvidiaSMI()
          + PowerTrace(from: 30, to: 70, power: { _, time in power(time) }).nvidiaSMI().drop(while: { $0 != "\n" })
          .dropFirst(), to: "traces/power.csv")
    }
    return try await folder.analyse(yaml)
  }

  /// The energy outside the gap: 20 s at 100 W, and the rest at 300 W.
  private var outside: Double { 2000 + 300 * (story.end - 30) }
  /// The mean power of the whole trace outside the gap, half a sampling period at both ends left out.
  private let meanWatts = (25 * 100 + 40 * 300) / 65.0

  @Test(
    "Each policy's energy and coverage; all three totals stand in every report",
    arguments: [("", GapPolicy.bridge), ("gaps: bridge", .bridge), ("gaps: drop", .drop), ("gaps: mean", .mean)])
  func policies(yaml: String, policy: GapPolicy) async throws {
    let footprint = try await analyse(yaml)
    let run = try #require(footprint.runs.first)
    let expected: [GapPolicy: Double] = [
      .bridge: outside + 2000, .drop: outside, .mean: outside + 10 * meanWatts,
    ]
    #expect(abs((run.energy?.joules ?? 0) - (expected[policy] ?? 0)) < 1e-6)
    for other in GapEffect.policies {
      #expect(abs((run.energy(gaps: other)?.joules ?? 0) - (expected[other] ?? 0)) < 1e-6)
    }
    #expect(run.gapCount == 1)
    #expect(abs(run.gapSeconds - 10) < 1e-9)
    let length = story.end - story.start
    #expect(abs((run.coverage ?? 0) - (policy == .drop ? 1 - 10 / length : 1)) < 1e-9)
    // The parts add up whatever the policy.
    let parts = run.run.attempts[0].parts.indices.compactMap { run.attempts[0].energy(ofPart: $0)?.joules }
    #expect(abs(parts.reduce(0, +) - (expected[policy] ?? 0)) < 1e-6)
    let message = try #require(footprint.messages("trace.gap").first)
    #expect(message.contains("1 gaps longer than 2.0 s were") && message.contains("10.0 s"), "\(message)")
  }

  @Test("A counter's gap has the energy that it counted, unless it is to be dropped")
  func counters() async throws {
    let bridged = try #require(try await analyse("", counters: true).runs.first)
    #expect(abs((bridged.energy?.joules ?? 0) - (outside + 2000)) < 1e-6)
    let dropped = try #require(try await analyse("gaps: drop", counters: true).runs.first)
    #expect(abs((dropped.energy?.joules ?? 0) - outside) < 1e-6)
  }

  @Test("fail names file, device, time and length of the first gap")
  func fail() async throws {
    let error = try await #require(throws: AccountingError.self) { try await analyse("gaps: fail") }
    guard case .gap(let gap) = error else {
      Issue.record("\(error) is another error")
      return
    }
    #expect(gap.path == "traces/power.csv" || gap.path == "power.csv", "\(gap.path)")
    #expect(gap.window == HostTime.window(20, 30))
    #expect(error.description.contains("no sample for 10.0 s from 2026-11-20T10:00:20"), "\(error)")
    #expect(error.description.contains("--gaps bridge, drop or mean"))
  }

  @Test("A gap outside the training is no error and no gap")
  func outsideTraining() async throws {
    let folder = try StudyFolder()
    try folder.write(story)
    try folder.write(
      PowerTrace(from: -5, to: 70, watts: 100).nvidiaSMI()
        + PowerTrace(from: 200, to: 220, watts: 100).nvidiaSMI().drop(while: { $0 != "\n" }).dropFirst(),
      to: "traces/power.csv")
    let run = try #require(try await folder.analyse("gaps: fail").runs.first)
    #expect(run.gapCount == 0)
    #expect(abs((run.energy?.joules ?? 0) - 100 * (story.end - story.start)) < 1e-6)
  }
}
