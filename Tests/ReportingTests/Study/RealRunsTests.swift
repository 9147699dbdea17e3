import Accounting
import Alignment
import Foundation
import LogFormats
import Quantities
import StudyFile
import TestSupport
import Testing

@Suite("The report of the reference runs: trainings and epochs", .enabled(if: SharedData.shouldRun))
struct RealRunsTests {
  /// What `tables/trainings.csv` says of each job.
  static let outcomes: [Int: String] = [
    4_410_201: "finished; thrown away by a fresh start",
    4_410_202: "killed, continued later",
    4_410_203: "finished",
    4_410_204: "finished, continued from epoch 3",
    4_410_205: "finished",
    4_410_206: "killed, continued later",
    4_410_207: "exception (RuntimeError)",
    4_410_208: "finished, continued from epoch 3",
    4_410_209: "early stop (6 of 12 epochs)",
    4_410_210: "finished",
    4_410_211: "finished",
    4_410_212: "finished",
    4_410_213: "finished",
    4_410_214: "finished",
    4_410_215: "finished",
    4_410_216: "finished",
    4_410_217: "finished",
    4_410_218: "finished",
    4_410_219: "finished; tracker monitored 4 of 10 epochs",
    4_410_220: "finished",
    4_410_221: "finished",
    4_410_222: "finished; NaN losses in 6 epochs",
    4_410_223: "exception (RuntimeError)",
    4_410_224: "finished; fold all",
    4_410_225: "validation only",
    4_410_226: "finished; fold trained again from epoch 0",
    4_410_227: "keyboard interrupt",
    4_410_231: "finished",
    4_410_232: "finished",
  ]

  /// Without and with a study file.
  enum Reading: String, CaseIterable {
    case plain, zoned

    var study: ReportedStudy {
      get async throws {
        switch self {
        case .plain: try await RealRuns.plain.value
        case .zoned: try await RealRuns.zoned.value
        }
      }
    }
  }

  @Test("29 trainings of 25 runs with 200 completed epochs", arguments: Reading.allCases)
  func counts(_ reading: Reading) async throws {
    let study = try await reading.study
    #expect(study.attempts.count == 29)
    #expect(study.footprint.runs.count == 25)
    #expect(study.footprint.runs.reduce(0) { $0 + $1.run.executedEpochs } == 200)
    #expect(study.files["report.md"]?.contains("29 trainings of 25 runs on 3 data sets, with 200 completed") == true)
  }

  @Test("each job trained what it was told to, and its epochs are those that it trained", arguments: Reading.allCases)
  func identities(_ reading: Reading) async throws {
    let study = try await reading.study
    let truths = try await RealRuns.truth.value
    #expect(truths.count == 29)
    for truth in truths {
      let (run, attempt, _) = try #require(study.attempt(ofJob: truth.slurmJob), "\(truth.slurmJob)")
      let identity = run.identity
      let names = [
        identity.dataset, identity.configuration, identity.fold?.description, identity.trainer, identity.plans,
      ]
      #expect(names == [truth.dataset, truth.configuration, truth.fold.text, truth.trainer, truth.plans])
      #expect([attempt.logPath] == truth.files.trainingLogs)
      let unfinished = attempt.epochs.filter { $0.status == .aborted }.map(\.index)
      let completed = attempt.epochs.filter { $0.status != .aborted }.map(\.index)
      #expect(completed == truth.completedEpochNumbers, "\(truth.slurmJob)")
      #expect(unfinished == truth.unfinishedEpochNumbers, "\(truth.slurmJob)")
      if let planned = truth.epochsPlanned { #expect(run.planned.count == planned, "\(truth.slurmJob)") }
    }
  }

  @Test("the table of trainings says how each ended", arguments: Reading.allCases)
  func outcomes(_ reading: Reading) async throws {
    let rows = try await reading.study.rows(ofTable: "trainings")
    var printed: [Int: String] = [:]
    for row in rows {
      let job = try #require(row["training"].flatMap { Int($0) })
      #expect(printed[job] == nil)
      printed[job] = row["outcome"]
    }
    for job in Self.outcomes.keys.sorted() { #expect(printed[job] == Self.outcomes[job], "\(job)") }
    #expect(printed.count == Self.outcomes.count)
  }

  @Test("the table of trainings has useful, redone and aborted epochs apart")
  func epochStates() async throws {
    let rows = try await RealRuns.zoned.value.rows(ofTable: "trainings")
    func states(_ job: Int) -> [String?] {
      let row = rows.first { $0["training"] == "\(job)" }
      return ["useful_epochs", "redone_epochs", "aborted_epochs"].map { row?[$0] }
    }
    // Killed in epoch 5 and continued from the checkpoint before epoch 3.
    #expect(states(4_410_202) == ["3", "2", "1"])
    #expect(states(4_410_204) == ["5", "0", "0"])
    #expect(states(4_410_206) == ["3", "1", "1"])
    // The fold was trained again from scratch.
    #expect(states(4_410_201) == ["0", "8", "0"])
    #expect(states(4_410_226) == ["8", "0", "0"])
    #expect(states(4_410_207) == ["4", "0", "1"])
    #expect(states(4_410_225) == ["0", "0", "0"])
  }

  /// nnU-Net's stamps are printed a few milliseconds after the hooks; the largest difference in these runs is 28 ms.
  @Test("epochs start when the trainer's hook says so, to 50 ms")
  func epochStarts() async throws {
    let study = try await RealRuns.zoned.value
    var count = 0
    for truth in try await RealRuns.truth.value {
      let attempt = try #require(study.attempt(ofJob: truth.slurmJob)).attempt
      for hook in truth.epochWallTimes {
        let epoch = try #require(attempt.epochs.first { $0.index == hook.epoch })
        let start = try Stamp.instant(hook.startUtc)
        #expect(abs(start.duration(to: epoch.window.start).inSeconds) < 0.05, "\(truth.slurmJob), \(hook.epoch)")
        count += 1
      }
    }
    #expect(count == 205)
  }

  /// The hook comes after nnU-Net's bookkeeping, that is at the end of the part between epochs. After the last epoch
  /// this part also holds the saving of the final checkpoint, up to `Training done.`: 0.27 s at most in these runs.
  @Test("epochs end, bookkeeping included, when the trainer's hook says so")
  func epochEnds() async throws {
    let study = try await RealRuns.zoned.value
    var count = 0
    for truth in try await RealRuns.truth.value {
      let attempt = try #require(study.attempt(ofJob: truth.slurmJob)).attempt
      for (place, part) in attempt.parts.enumerated() {
        guard let number = part.epoch, attempt.epochs[number].status != .aborted else { continue }
        let index = attempt.epochs[number].index
        let hook = try #require(truth.epochWallTimes.first { $0.epoch == index }?.endUtc)
        let end = try Stamp.instant(hook)
        // The stamp of the epoch's end lies before the bookkeeping. A hook has milliseconds.
        #expect(part.window.end <= end.advanced(by: .milliseconds(1)), "\(truth.slurmJob), \(index)")
        let next = try #require(attempt.parts.dropFirst(place + 1).first)
        let bookkeeping = next.kind == .betweenEpochs ? next.window.end : part.window.end
        let isLast = number == attempt.epochs.count - 1
        let late = end.duration(to: bookkeeping).inSeconds
        #expect(late > -0.05 && late < (isLast ? 0.3 : 0.05), "\(truth.slurmJob), \(index): \(late) s")
        count += 1
      }
    }
    #expect(count == 200)
  }

  /// Where the trainer stopped carbontracker by hand, it did so between `Training done.` and its hook.
  @Test("final validation begins when training is done")
  func trainingEnds() async throws {
    let study = try await RealRuns.zoned.value
    var count = 0
    for truth in try await RealRuns.truth.value {
      guard let hook = truth.events.first(where: { $0.what == "train_end" }) else { continue }
      let attempt = try #require(study.attempt(ofJob: truth.slurmJob)).attempt
      let validation = try #require(attempt.parts.first { $0.kind == .finalValidation })
      let late = validation.window.start.duration(to: try Stamp.instant(hook.tUtc)).inSeconds
      let stopsTracker = truth.note.contains("tracker.stop()")
      #expect(late > -0.05 && late < (stopsTracker ? 1 : 0.05), "\(truth.slurmJob): \(late) s")
      count += 1
    }
    #expect(count == 23)
  }
}
