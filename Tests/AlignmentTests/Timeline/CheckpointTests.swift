import Accounting
import Alignment
import LogFormats
import Quantities
import Testing

/// Checkpoints that nnU-Net v1 tells of: inside epochs they are part of them, between epochs parts of their own.
@Suite struct CheckpointTests {
  private let story = FirstGenerationStory(
    epochs: [
      .init(start: 5, end: 15, saves: [(12, 14)]),
      .init(start: 15, end: 25),
      .init(start: 25, end: 35, saves: [(36, 39)]),
    ], validationEnd: 50)

  @Test("Parts touch, one part an epoch, and checkpoints have their energy")
  func energy() async throws {
    let folder = try StudyFolder()
    try folder.write(story.log(), to: story.path)
    let trace = PowerTrace(from: -5, to: 60) { _, time in 100 + 3 * time }
    try folder.write(trace.nvidiaSMI(), to: "traces/power.csv")
    let (attempt, measured) = try #require(try await folder.analyse().attempts.first)
    #expect(attempt.checkpoints == [HostTime.window(12, 14), HostTime.window(36, 39)])
    #expect(
      attempt.parts.map(\.kind) == [
        .startUp, .usefulEpoch, .usefulEpoch, .usefulEpoch, .betweenEpochs, .checkpointing, .finalValidation,
      ])
    #expect(zip(attempt.parts, attempt.parts.dropFirst()).allSatisfy { $0.window.end == $1.window.start })
    for (place, part) in attempt.parts.enumerated() {
      let expected = trace.joules(from: HostTime.seconds(part.window.start), to: HostTime.seconds(part.window.end))
      #expect(abs((measured.energy(ofPart: place)?.joules ?? 0) - expected) < 1e-6, "\(part.kind)")
    }
    let saves = trace.joules(from: 12, to: 14) + trace.joules(from: 36, to: 39)
    #expect(abs((measured.checkpointEnergy?.joules ?? 0) - saves) < 1e-6)
    let total = trace.joules(from: 0, to: 50)
    #expect(abs((measured.energy?.joules ?? 0) - total) <= 1e-9 * total)
  }

  @Test("nnU-Net v2 tells of no checkpoint: there is none, and no energy of one")
  func second() async throws {
    let folder = try StudyFolder()
    let story = TrainingStory()
    try folder.write(story)
    try folder.write(PowerTrace(from: -5, to: 70, watts: 100).nvidiaSMI(), to: "traces/power.csv")
    let (attempt, measured) = try #require(try await folder.analyse().attempts.first)
    #expect(attempt.checkpoints.isEmpty && measured.checkpointEnergy == nil)
    #expect(!attempt.parts.contains { $0.kind == .checkpointing })
  }

  @Test("A save that never ended is none")
  func unfinished() async throws {
    let folder = try StudyFolder()
    var story = story
    story.validationEnd = nil
    let log = story.log()
    let end = try #require(log.firstRange(of: "done, saving took 3.00"))
    let start = try #require(log[..<end.lowerBound].lastIndex(of: "\n"))
    try folder.write(String(log[...start]), to: story.path)
    let (attempt, _) = try #require(try await folder.analyse().attempts.first)
    #expect(attempt.checkpoints == [HostTime.window(12, 14)])
  }
}
