import Accounting
import Alignment
import LogFormats
import Quantities
import Testing

/// When an epoch ended whose end no log tells.
@Suite struct AbortedEpochEndTests {
  /// A job that was killed in its third epoch (begun at 26 s), with a trace until `traceEnd`.
  private func attempt(traceEnd: Double?) async throws -> Attempt {
    let folder = try StudyFolder()
    var story = TrainingStory()
    story.epochs = [10, 10]
    story.validation = nil
    story.isKilled = true
    try folder.write(story)
    try folder.write(story.console(job: 5002), to: "slurm/slurm-5002.out")
    if let traceEnd {
      let trace = PowerTrace(from: -5, to: traceEnd, watts: 100)
      try folder.write(trace.nvidiaSMI(), to: "traces/nvidia-smi_5002.csv")
    }
    return try #require(try await folder.analyse().study.runs.first?.attempts.first)
  }

  @Test(
    "The job's trace says how long the process lived, but no longer than the longest epoch",
    arguments: [(33.0, 33.0), (500.0, 36.0), (20.0, 26.0)])
  func byTrace(traceEnd: Double, end: Double) async throws {
    let attempt = try await attempt(traceEnd: traceEnd)
    #expect(attempt.epochs.last?.window == HostTime.window(26, end))
    #expect(attempt.window == HostTime.window(0, end))
    #expect(attempt.parts.last?.window.end == attempt.window.end)
    if end > 26 { #expect(attempt.parts.last?.kind == .abortedEpoch) }
  }

  @Test("Without a trace it has no length")
  func withoutTrace() async throws {
    let attempt = try await attempt(traceEnd: nil)
    #expect(attempt.window == HostTime.window(0, 26))
    #expect(attempt.epochs.last?.status == .aborted)
    #expect(attempt.epochs.last?.window.isEmpty == true)
  }
}
