import Accounting
import Alignment
import LogFormats
import Quantities
import Testing

/// Attempts joined to runs: which epochs are useful, redone and aborted.
@Suite struct ResumedRunTests {
  /// Attempts of one fold, 100 000 s apart.
  private func run(_ attempts: [(first: Int, count: Int, killed: Bool)]) async throws -> Run {
    let folder = try StudyFolder()
    for (place, attempt) in attempts.enumerated() {
      var story = TrainingStory()
      story.trainer = "nnUNetTrainer"
      story.start = Double(place) * 100_000
      story.firstEpoch = attempt.first
      story.epochs = Array(repeating: 2, count: attempt.count)
      story.isKilled = attempt.killed
      story.validation = attempt.killed ? nil : 6
      try folder.write(story)
    }
    let runs = try await folder.analyse().study.runs
    try #require(runs.count == 1)
    return runs[0]
  }

  @Test("A resume from an older checkpoint repeats epochs: the last completion of an index is the useful one")
  func resume() async throws {
    let run = try await run([(0, 5, true), (3, 4, false)])
    #expect(run.attempts.map(\.start) == [.fresh, .continued(fromEpoch: 3)])
    #expect(
      run.attempts[0].epochs.map(\.status) == [.useful, .useful, .useful, .redone, .redone, .aborted])
    #expect(run.attempts[1].epochs.allSatisfy { $0.status == .useful })
    #expect((run.usefulEpochs, run.executedEpochs) == (7, 9))
    #expect(run.attempts.map(\.continuedLater) == [true, false])
    #expect(run.attempts.allSatisfy { !$0.discardsEarlierWork && !$0.discardedByFreshStart })
  }

  /// The numbers of an open example: five logs of one fold with the epochs
  /// 0–211 | 200–606 | 600–977 | 950 killed | 950–999, the first four killed in their next epoch.
  @Test("Four continuations: 1047 epochs executed, 1000 of them different, 47 redone, 4 aborted")
  func fourContinuations() async throws {
    let run = try await run([
      (0, 212, true), (200, 407, true), (600, 378, true), (950, 0, true), (950, 50, false),
    ])
    let epochs = run.attempts.flatMap(\.epochs)
    #expect(run.executedEpochs == 1047)
    #expect(run.usefulEpochs == 1000)
    #expect(epochs.count { $0.status == .redone } == 47)
    #expect(epochs.count { $0.status == .aborted } == 4)
    #expect(Set(epochs.filter { $0.status == .useful }.map(\.index)) == Set(0...999))
    #expect(run.isFinished)
    #expect(run.attempts.last?.outcome == .finished)
    #expect(run.attempts.dropLast().allSatisfy { $0.outcome == .cutOff })
  }

  @Test("A fresh start in the same folder throws the earlier epochs away")
  func freshStart() async throws {
    let run = try await run([(0, 3, true), (0, 4, false)])
    #expect(run.attempts.map(\.start) == [.fresh, .fresh])
    #expect(run.attempts[0].epochs.map(\.status) == [.redone, .redone, .redone, .aborted])
    #expect(run.attempts.map(\.discardedByFreshStart) == [true, false])
    #expect(run.attempts.map(\.discardsEarlierWork) == [false, true])
    #expect(run.attempts.map(\.isSuperseded) == [true, false])
    #expect(run.trainingTime == run.attempts[1].window.duration)
    #expect(run.usefulEpochs == 4)
  }

  @Test("Attempts are ordered by time and not by name: 2026_11_9 comes before 2026_11_20")
  func order() async throws {
    let folder = try StudyFolder()
    for (start, first) in [(-11.0 * 86_400, 0), (0.0, 2)] {
      var story = TrainingStory()
      story.start = start
      story.firstEpoch = first
      story.epochs = [10, 10]
      story.isKilled = first == 0
      story.validation = first == 0 ? nil : 5
      try folder.write(story)
    }
    let run = try #require(try await folder.analyse().study.runs.first)
    #expect(run.attempts.map(\.start) == [.fresh, .continued(fromEpoch: 2)])
    #expect(run.attempts.first?.logPath.hasSuffix("training_log_2026_11_9_10_00_00.txt") == true)
  }

  @Test("A validation alone is an attempt without epochs and does not unfinish its run")
  func validationOnly() async throws {
    let run = try await run([(0, 2, false), (0, 0, false)])
    #expect(run.attempts.map(\.start) == [.fresh, .validationOnly])
    #expect(run.attempts.map(\.outcome) == [.finished, .finished])
    #expect(run.isFinished)
    #expect(run.executedEpochs == 2)
    #expect(run.attempts[1].parts.contains { $0.kind == .finalValidation })
    #expect(!run.attempts[0].discardedByFreshStart)
    // It repeats what the training had validated already, so it did not make the model.
    #expect(run.attempts.map(\.repeatsValidation) == [false, true])
    #expect(run.trainingTime == run.attempts[0].window.duration)
  }

  @Test("Process time adds attempts, wall time counts overlaps once")
  func times() async throws {
    let run = try await run([(0, 2, false), (0, 2, false)])
    let sum = run.attempts.map(\.window.duration.inSeconds).reduce(0, +)
    #expect(abs(run.processTime.inSeconds - sum) < 1e-9)
    #expect(run.wallTime == run.processTime)
  }
}
