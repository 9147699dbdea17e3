import Accounting
import Alignment
import LogFormats
import Quantities
import Testing

/// How attempts ended, and how many epochs were planned.
@Suite struct OutcomeTests {
  private static let traceback = """
    Traceback (most recent call last):
      File "run.py", line 3, in <module>
    RuntimeError: CUDA out of memory.

    """

  /// The outcome of a killed training whose console ends with a text.
  private func outcome(consoleTail: String?) async throws -> Attempt.Outcome? {
    let folder = try StudyFolder()
    var story = TrainingStory()
    story.epochs = [10, 10]
    story.validation = nil
    story.isKilled = true
    try folder.write(story)
    if let consoleTail {
      try folder.write(story.console(job: 5001, after: consoleTail), to: "slurm/slurm-5001.out")
    }
    let footprint = try await folder.analyse()
    #expect(footprint.study.runs.first?.isFinished == false)
    return footprint.study.runs.first?.attempts.first?.outcome
  }

  @Test("A log that just ends, without a console, was cut off")
  func cutOff() async throws { #expect(try await outcome(consoleTail: nil) == .cutOff) }

  @Test("A console that just ends, too: killed")
  func killed() async throws { #expect(try await outcome(consoleTail: "") == .killed) }

  @Test("A traceback in the console names the error")
  func exception() async throws {
    #expect(try await outcome(consoleTail: Self.traceback) == .failed(error: "RuntimeError: CUDA out of memory."))
  }

  @Test(
    "What ended the process from outside outweighs what it printed",
    arguments: [
      (
        "Traceback (most recent call last):\n  File \"run.py\", line 3\nKeyboardInterrupt\n",
        ConsoleCapture.Interruption.keyboardInterrupt
      ),
      ("slurmstepd: error: *** JOB 5001 ON n1 CANCELLED AT 2026-11-20T10:01:00 DUE TO TIME LIMIT ***\n", .timeLimit),
      ("slurmstepd: error: *** JOB 5001 ON n1 CANCELLED AT 2026-11-20T10:01:00 ***\n", .cancelled),
      ("slurmstepd: error: Detected 1 oom-kill event(s) in StepId=5001.batch.\n", .outOfMemory),
    ])
  func interrupted(tail: String, interruption: ConsoleCapture.Interruption) async throws {
    #expect(try await outcome(consoleTail: tail) == .interrupted(interruption))
  }

  @Test("A finished log stays finished whatever its console says afterwards")
  func finishedFirst() async throws {
    let folder = try StudyFolder()
    let story = TrainingStory()
    try folder.write(story)
    try folder.write(story.console(job: 5001, after: Self.traceback), to: "slurm/slurm-5001.out")
    #expect(try await folder.analyse().study.runs.first?.attempts.first?.outcome == .finished)
  }

  @Test("A log that ends before its first epoch never started")
  func neverStarted() async throws {
    let folder = try StudyFolder()
    var story = TrainingStory()
    story.epochs = []
    story.validation = nil
    try folder.write(story)
    let attempt = try #require(try await folder.analyse().study.runs.first?.attempts.first)
    #expect(attempt.start == .neverStarted)
    #expect(attempt.outcome == .cutOff)
    #expect(attempt.parts.isEmpty && attempt.window.isEmpty)
  }

  @Test("Losses that are not numbers are counted, and their epochs are useful all the same")
  func diverged() async throws {
    let folder = try StudyFolder()
    var story = TrainingStory()
    story.diverged = [2, 3]
    try folder.write(story)
    let footprint = try await folder.analyse()
    let attempt = try #require(footprint.study.runs.first?.attempts.first)
    #expect(attempt.nanEpochs == 2)
    #expect(attempt.epochs.allSatisfy { $0.status == .useful })
    #expect(footprint.codes.contains("nnunet.nan-loss"))
  }

  @Test("debug.json plans before the trainer's name, and the name before nnU-Net's default")
  func planned() async throws {
    for (debug, trainer, expected) in [
      (7, "nnUNetTrainer_4epochs", Run.PlannedEpochs(count: 7, source: .debugFile)),
      (nil, "nnUNetTrainer_4epochs", .init(count: 4, source: .trainerName)),
      (nil, "nnUNetTrainerCT_12epochsEarlyStop", .init(count: 12, source: .trainerName)),
      (nil, "nnUNetTrainer", .init(count: 1000, source: .nnunetDefault)),
    ] {
      let folder = try StudyFolder()
      var story = TrainingStory()
      story.trainer = trainer
      try folder.write(story)
      if let debug { try folder.write(TrainingStory.debugFile(plannedEpochs: debug), to: story.folder + "/debug.json") }
      let run = try #require(try await folder.analyse().study.runs.first)
      #expect(run.planned == expected)
    }
  }

  @Test("A training that is done below its planned number stopped early; without a known number it is finished")
  func earlyStop() async throws {
    for (trainer, expected) in [
      ("nnUNetTrainer_9epochs", Attempt.Outcome.stoppedEarly(completed: 4, planned: 9)),
      ("nnUNetTrainer_4epochs", .finished), ("nnUNetTrainer", .finished),
    ] {
      let folder = try StudyFolder()
      var story = TrainingStory()
      story.trainer = trainer
      try folder.write(story)
      let run = try #require(try await folder.analyse().study.runs.first)
      #expect(run.attempts.first?.outcome == expected)
      #expect(run.isFinished)
    }
  }

  @Test("A continuation that reaches the last epoch is finished, even when the log of its beginning is missing")
  func continuationWithoutBeginning() async throws {
    let folder = try StudyFolder()
    var story = TrainingStory()
    story.trainer = "nnUNetTrainer_10epochs"
    story.firstEpoch = 6
    try folder.write(story)
    let attempt = try #require(try await folder.analyse().study.runs.first?.attempts.first)
    #expect(attempt.start == .continued(fromEpoch: 6))
    #expect(attempt.outcome == .finished)
  }

  @Test("summary.json's Dice comes before the log's")
  func dice() async throws {
    let folder = try StudyFolder()
    let story = TrainingStory()
    try folder.write(story)
    #expect(try await folder.analyse().study.runs.first?.dice?.value == 0.8)
    let summary = story.folder + "/validation/summary.json"
    try folder.write(TrainingStory.summaryFile(dice: 0.75), to: summary)
    #expect(try await folder.analyse().study.runs.first?.dice == .init(value: 0.75, path: summary))
  }
}
