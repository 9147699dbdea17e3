import Accounting
import Alignment
import LogFormats
import Testing

/// The same work in several files counts once.
@Suite struct CountOnceTests {
  /// The first lines of a text, up to and with the line that holds `mark` for the n-th time.
  private func head(_ text: String, through mark: String, occurrence: Int = 1) throws -> String {
    var lines: [Substring] = []
    var count = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      lines.append(line)
      if line.contains(mark) { count += 1 }
      if count == occurrence { return lines.joined(separator: "\n") + "\n" }
    }
    Issue.record("\(mark) stands fewer than \(occurrence) times in the text")
    return text
  }

  @Test("Exact copies in two folders are one attempt, and a finding names the copy")
  func copies() async throws {
    let folder = try StudyFolder()
    let story = TrainingStory()
    try folder.write(story)
    let copy = "backup/\(story.path)"
    try folder.write(story.log(), to: copy)
    let footprint = try await folder.analyse()
    #expect(footprint.study.runs.count == 1)
    #expect(footprint.study.runs.first?.attempts.count == 1)
    #expect(footprint.study.runs.first?.executedEpochs == 4)
    #expect(footprint.messages("count-once.copy").contains { $0.contains(story.path) })
    #expect(footprint.study.inputs.map(\.copies.count) == [1])
  }

  @Test("A copy of one log of a run, first in order of path, does not take it away from the others", arguments: [0, 1])
  func copyOfOneLog(copied: Int) async throws {
    let folder = try StudyFolder()
    let killed = TrainingStory(epochs: [10, 10], isKilled: true, validation: nil)
    let resumed = TrainingStory(start: killed.end + 3600, firstEpoch: 2, epochs: [10, 10])
    let stories = [killed, resumed]
    for story in stories { try folder.write(story) }
    try folder.write(stories[copied].log(), to: "backup/\(stories[copied].path)")
    let footprint = try await folder.analyse()
    let run = try #require(footprint.study.runs.first)
    #expect(footprint.study.runs.count == 1)
    #expect(run.attempts.map(\.logPath) == stories.map(\.path))
    #expect(run.attempts[copied].copies == ["backup/\(stories[copied].path)"])
  }

  @Test(
    "A snapshot of a growing log is part of the longer one, wherever it was taken",
    arguments: [
      ("Epoch time", 2),  // between two epochs
      ("Epoch 3", 1),  // within the last epoch
      ("Training done", 1),  // after the last epoch, before the validation
      ("This split has", 1),  // before the first epoch
    ])
  func snapshots(mark: String, occurrence: Int) async throws {
    let story = TrainingStory()
    // The snapshot is first in order of path, then last.
    for name in ["a_snapshot/", "z_snapshot/"] {
      let folder = try StudyFolder()
      try folder.write(story)
      let snapshot = try head(story.log(), through: mark, occurrence: occurrence)
      try folder.write(snapshot, to: name + story.path)
      let footprint = try await folder.analyse()
      let run = try #require(footprint.study.runs.first)
      #expect(footprint.study.runs.count == 1)
      #expect(run.attempts.map(\.logPath) == [story.path])
      #expect(run.attempts.first?.copies == [name + story.path])
      #expect(run.attempts.first?.outcome == .finished)
      #expect(run.attempts.first?.epochs.map(\.status) == [.useful, .useful, .useful, .useful])
      #expect(run.attempts.first?.validation != nil)
      #expect(footprint.codes.contains("count-once.snapshot"))
    }
  }

  @Test("Epoch records that stand twice in one file count once")
  func duplicatedRecords() async throws {
    let folder = try StudyFolder()
    var story = TrainingStory()
    story.validation = nil
    let text = story.log()
    // As a merge of two copies leaves it: everything from the second epoch on stands again.
    let start = try #require(text.firstRange(of: "\(HostTime.stamp(story.epochTimes[1].start)):"))
    try folder.write(text + text[start.lowerBound...], to: story.path)
    let footprint = try await folder.analyse()
    let run = try #require(footprint.study.runs.first)
    #expect(run.executedEpochs == 4)
    #expect(run.attempts.first?.epochs.count == 4)
    #expect(footprint.codes.contains("nnunet.duplicate-epochs"))
  }

  @Test("A console capture of a training with a log adds nothing but its job")
  func consoleBesideLog() async throws {
    let folder = try StudyFolder()
    let story = TrainingStory()
    try folder.write(story)
    try folder.write(story.console(job: 4_410_206), to: "slurm/slurm-4410206.out")
    let runs = try await folder.analyse().study.runs
    #expect(runs.flatMap(\.attempts).map(\.logPath) == [story.path])
    #expect(runs.first?.attempts.first?.slurmJob == 4_410_206)
    #expect(runs.first?.executedEpochs == 4)
  }

  @Test("A console capture without a log is an attempt of its own")
  func consoleOnly() async throws {
    let folder = try StudyFolder()
    var story = TrainingStory()
    story.fold = 2
    try folder.write(story.console(job: 77_123), to: "slurm/slurm-77123.out")
    let run = try #require(try await folder.analyse().study.runs.first)
    #expect(run.attempts.map(\.logPath) == ["slurm/slurm-77123.out"])
    #expect(run.attempts.first?.slurmJob == 77_123)
    #expect(run.identity.dataset == "Dataset801_Cubes")
    #expect(run.identity.fold == Fold(2))
    #expect(run.executedEpochs == 4)
    #expect(run.attempts.first?.outcome == .finished)
  }
}
