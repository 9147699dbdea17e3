import Accounting
import Alignment
import Foundation
import LogFormats
import Quantities
import Testing

/// Fresh starts, logs that were joined, and consoles with several processes.
@Suite struct RestartTests {
  private func story(
    _ start: Double, first: Int = 0, epochs: Int, killed: Bool = true, fold: Int = 0
  ) -> TrainingStory {
    var story = TrainingStory()
    story.trainer = "nnUNetTrainer"
    story.start = start
    story.firstEpoch = first
    story.epochs = Array(repeating: 10, count: epochs)
    story.isKilled = killed
    story.validation = killed ? nil : 6
    story.fold = fold
    return story
  }

  @Test("A fresh start that stops short threw everything away all the same: epochs and energy agree")
  func shortFreshStart() async throws {
    let folder = try StudyFolder()
    for story in [story(0, epochs: 6), story(1000, epochs: 2)] {
      try folder.write(story)
      let name = "traces/power_\(Int(story.start)).csv"
      try folder.write(PowerTrace(from: story.start - 5, to: story.end + 5, watts: 100).nvidiaSMI(), to: name)
    }
    let footprint = try await folder.analyse()
    let run = try #require(footprint.runs.first)
    #expect(run.run.attempts[0].epochs.dropLast().allSatisfy { $0.status == .redone })
    #expect(run.run.attempts[1].epochs.map(\.status) == [.useful, .useful, .aborted])
    #expect((run.run.usefulEpochs, run.run.executedEpochs) == (2, 8))
    #expect(run.run.attempts.map(\.discardedByFreshStart) == [true, false])
    #expect(abs((run.trainingEnergy(of: .usefulEpoch)?.joules ?? 0) - 2 * 1000) < 1e-6)
    let redone = zip(run.run.attempts, run.attempts).flatMap { attempt, measured in
      attempt.parts.indices.filter { attempt.parts[$0].kind == .redoneEpoch }.compactMap { measured.energy(ofPart: $0) }
    }
    #expect(abs(redone.reduce(0) { $0 + $1.joules } - 6 * 1000) < 1e-6)
  }

  @Test("After a fresh start, training that goes on from an epoch that it had not reached used the older checkpoint")
  func bypassed() async throws {
    let folder = try StudyFolder()
    for story in [story(0, epochs: 6), story(1000, epochs: 2), story(2000, first: 5, epochs: 3, killed: false)] {
      try folder.write(story)
    }
    let run = try #require(try await folder.analyse().study.runs.first)
    #expect(run.attempts.allSatisfy { !$0.discardedByFreshStart && !$0.discardsEarlierWork })
    #expect(run.usefulEpochs == 8)
  }

  @Test("A fresh start that is continued threw the first one away, whose higher epochs are not useful")
  func continuedFreshStart() async throws {
    let folder = try StudyFolder()
    for story in [story(0, epochs: 9), story(1000, epochs: 3), story(2000, first: 2, epochs: 3)] {
      try folder.write(story)
    }
    let run = try #require(try await folder.analyse().study.runs.first)
    #expect(run.usefulEpochs == 5)
    #expect(run.attempts.map(\.discardedByFreshStart) == [true, false, false])
    #expect(run.attempts[1].epochs.map(\.status) == [.useful, .useful, .redone, .aborted])
  }

  @Test("Logs joined by hand: an attempt of each process, with its own time and energy")
  func joined() async throws {
    let (first, second) = (story(0, epochs: 5), story(5000, first: 3, epochs: 4, killed: false))
    for (name, text) in [("joined", first.log() + second.log()), ("other way round", second.log() + first.log())] {
      let folder = try StudyFolder()
      try folder.write(text, to: first.path)
      for story in [first, second] {
        let trace = PowerTrace(from: story.start - 5, to: story.end + 5, watts: 100)
        try folder.write(trace.nvidiaSMI(), to: "traces/power_\(Int(story.start)).csv")
      }
      let footprint = try await folder.analyse()
      let run = try #require(footprint.runs.first)
      #expect(footprint.runs.count == 1, "\(name)")
      #expect(run.run.attempts.map(\.window.start) == [HostTime.instant(0), HostTime.instant(5000)], "\(name)")
      #expect(run.run.attempts.map(\.start) == [.fresh, .continued(fromEpoch: 3)], "\(name)")
      #expect(run.run.attempts[0].epochs.map(\.status) == [.useful, .useful, .useful, .redone, .redone, .aborted])
      #expect(run.run.attempts.map { $0.validation != nil } == [false, true], "\(name)")
      #expect(run.run.attempts.map(\.outcome) == [.cutOff, .finished], "\(name)")
      #expect((run.run.usefulEpochs, run.run.executedEpochs) == (7, 9), "\(name)")
      let seconds = first.end - first.start + second.end - second.start
      #expect(abs(run.run.processTime.inSeconds - seconds) < 1e-6, "\(name)")
      #expect(abs((run.energy?.joules ?? 0) - 100 * seconds) < 1e-3, "\(name)")
      #expect(footprint.codes.contains("run.several-processes"))
    }
  }

  @Test("A snapshot and the whole log in one file are one attempt")
  func snapshotJoined() async throws {
    let folder = try StudyFolder()
    let whole = story(0, epochs: 5, killed: false)
    let log = whole.log()
    let cut = try #require(log.firstRange(of: "Epoch 3"))
    try folder.write(log[..<cut.upperBound] + " \n" + log, to: whole.path)
    let run = try #require(try await folder.analyse().study.runs.first)
    #expect(run.attempts.count == 1)
    #expect(run.attempts[0].epochs.map(\.status) == Array(repeating: .useful, count: 5))
    #expect(run.attempts[0].outcome == .finished)
  }

  @Test("Beside its parts, a joined log adds nothing")
  func joinedBesideParts() async throws {
    let folder = try StudyFolder()
    let (first, second) = (story(0, epochs: 5), story(5000, first: 3, epochs: 4, killed: false))
    try folder.write(first)
    try folder.write(second)
    let reference = try #require(try await folder.analyse().study.runs.first)
    try folder.write(first.log() + second.log(), to: first.folder + "/training_log_2026_1_1_00_00_00.txt")
    let joined = try await folder.analyse()
    let run = try #require(joined.study.runs.first)
    #expect(joined.study.runs.count == 1)
    #expect(run.attempts.map(\.window) == reference.attempts.map(\.window))
    #expect(run.attempts.map(\.epochs) == reference.attempts.map(\.epochs))
    #expect(joined.codes.contains("count-once.snapshot"))
  }

  @Test("Without its head, a joined log that begins with another log's epochs begins after them")
  func headless() async throws {
    let folder = try StudyFolder()
    let (first, second) = (story(0, epochs: 5), story(5000, first: 5, epochs: 2, killed: false))
    try folder.write(first)
    let text = first.log() + second.log()
    let cut = try #require(text.firstRange(of: "\(HostTime.stamp(first.epochTimes[2].start)): \(" ")"))
    try folder.write(String(text[cut.lowerBound...]), to: first.folder + "/training_log_2026_1_1_00_00_00.txt")
    let footprint = try await folder.analyse()
    let run = try #require(footprint.study.runs.first)
    #expect((run.usefulEpochs, run.executedEpochs) == (7, 7))
    #expect(run.attempts.map(\.epochs.count) == [6, 2])
    #expect(run.wallTime == run.processTime)
    #expect(footprint.codes.contains("count-once.shared-epochs"))
  }

  @Test("Several processes in one console: each has its own end")
  func console() async throws {
    let stories = [
      story(0, epochs: 2), story(1000, first: 1, epochs: 2), story(2000, first: 2, epochs: 2, killed: false),
      story(3000, epochs: 1, fold: 1), story(4000, epochs: 2, fold: 2),
    ]
    let tails = [
      "Traceback (most recent call last):\n  File \"run.py\", line 3\nRuntimeError: out of memory\n",
      "Traceback (most recent call last):\n  File \"run.py\", line 3\nKeyboardInterrupt\n", "", "",
      "slurmstepd: error: *** JOB 5001 ON n1 CANCELLED AT 2026-11-20T10:01:00 DUE TO TIME LIMIT ***\n",
    ]
    let text = zip(stories, tails).map { $0.console(job: 5001, after: $1) }.joined()
    let outcomes: [Attempt.Outcome] = [
      .failed(error: "RuntimeError: out of memory"), .interrupted(.keyboardInterrupt), .finished, .killed,
      .interrupted(.timeLimit),
    ]
    for hasLogs in [false, true] {
      let folder = try StudyFolder()
      try folder.write(text, to: "slurm/slurm-5001.out")
      if hasLogs { for story in stories { try folder.write(story) } }
      let attempts = try await folder.analyse().study.runs.flatMap(\.attempts)
      #expect(attempts.map(\.outcome) == outcomes, "\(hasLogs)")
      #expect(attempts.map(\.slurmJob) == Array(repeating: 5001, count: 5))
    }
  }

  @Test("An aborted epoch ends where the job starts its next process, though the job's trace goes on")
  func abortedEpochBeforeNext() async throws {
    let folder = try StudyFolder()
    var first = story(0, epochs: 2)
    first.epochs = [40, 40]
    let second = story(first.end + 5, first: 2, epochs: 2, killed: false)
    try folder.write(first.console(job: 5001) + second.console(job: 5001), to: "slurm/slurm-5001.out")
    let trace = PowerTrace(from: -5, to: second.end + 20, watts: 100)
    try folder.write(trace.nvidiaSMI(), to: "traces/nvidia-smi_5001.csv")
    let run = try #require(try await folder.analyse().runs.first)
    #expect(run.run.attempts.count == 2)
    #expect(run.run.attempts[0].window.end == run.run.attempts[1].window.start)
    #expect(abs((run.energy?.joules ?? 0) - 100 * run.run.wallTime.inSeconds) < 1e-6)
  }
}
