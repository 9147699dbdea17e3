import LogFormats
import Quantities

/// Joins attempts to runs and tells useful, redone and aborted epochs apart.
enum RunStitcher {
  /// Runs in order of identity, each with its attempts in order of time.
  static func runs(_ attempts: [(identity: RunIdentity, attempt: Attempt)]) -> [Run] {
    let grouped = Dictionary(grouping: attempts, by: \.identity)
    return grouped.map { identity, members in
      var ordered = members.map(\.attempt).sorted {
        ($0.window.start, $0.logPath) < ($1.window.start, $1.logPath)
      }
      countSharedEpochsOnce(&ordered)
      markRedone(&ordered)
      markRestarts(&ordered)
      return Run(
        identity: identity, attempts: ordered,
        planned: .init(count: Run.PlannedEpochs.defaultCount, source: .nnunetDefault), dice: nil, architecture: .init())
    }.sorted { $0.identity < $1.identity }
  }

  /// The same epoch, to the microsecond, in two logs of a run is one epoch.
  private static func countSharedEpochsOnce(_ attempts: inout [Attempt]) {
    struct Key: Hashable {
      let index: Int
      let start: WallTime
      let end: WallTime?
    }
    var seen: Set<Key> = []
    for place in attempts.indices {
      attempts[place].epochs.removeAll { epoch in
        !seen.insert(Key(index: epoch.index, start: epoch.logged.start, end: epoch.logged.end)).inserted
      }
    }
  }

  /// The last completed epoch of an index is the useful one; nnU-Net continues from what came last.
  private static func markRedone(_ attempts: inout [Attempt]) {
    var last: [Int: (attempt: Int, epoch: Int)] = [:]
    for (place, attempt) in attempts.enumerated() {
      for (number, epoch) in attempt.epochs.enumerated() where epoch.status != .aborted {
        if let earlier = last[epoch.index] { attempts[earlier.attempt].epochs[earlier.epoch].status = .redone }
        last[epoch.index] = (place, number)
      }
    }
  }

  private static func markRestarts(_ attempts: inout [Attempt]) {
    let trainings = attempts.indices.filter { !attempts[$0].epochs.isEmpty }
    for (earlier, later) in zip(trainings, trainings.dropFirst()) {
      switch attempts[later].start {
      case .continued:
        attempts[earlier].continuedLater = true
      case .fresh:
        // nnU-Net overwrites checkpoints at the end of epochs: a start that completed none threw nothing away.
        guard attempts[later].completedEpochs > 0 else { continue }
        attempts[later].discardsEarlierWork = attempts[..<later].contains { $0.completedEpochs > 0 }
        for place in trainings where place <= earlier { attempts[place].discardedByFreshStart = true }
      case .validationOnly, .neverStarted: break
      }
    }
    for place in attempts.indices where attempts[place].start == .validationOnly {
      attempts[place].repeatsValidation = attempts[..<place].contains {
        !$0.discardedByFreshStart && $0.log.validation?.complete == true
      }
    }
  }
}

extension Run.PlannedEpochs {
  /// nnU-Net's own number of epochs (nnUNetTrainer.py, `num_epochs`; v1 `max_num_epochs`).
  public static let defaultCount = 1000
}
