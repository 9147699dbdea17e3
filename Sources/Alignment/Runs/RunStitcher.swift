import LogFormats
import Quantities

/// Joins attempts to runs and tells useful, redone and aborted epochs apart.
enum RunStitcher {
  /// Runs in order of identity, each with its attempts in order of time, and what was found on the way.
  static func runs(
    _ attempts: [(identity: RunIdentity, attempt: Attempt)]
  ) -> (runs: [Run], diagnostics: [StudyDiagnostic]) {
    let grouped = Dictionary(grouping: attempts, by: \.identity)
    var diagnostics: [StudyDiagnostic] = []
    let runs = grouped.map { identity, members in
      var ordered = members.map(\.attempt).sorted {
        ($0.window.start, $0.logPath) < ($1.window.start, $1.logPath)
      }
      diagnostics += countSharedEpochsOnce(&ordered)
      markRedone(&ordered)
      markRestarts(&ordered)
      return Run(
        identity: identity, attempts: ordered,
        planned: .init(count: Run.PlannedEpochs.defaultCount, source: .nnunetDefault), dice: nil, architecture: .init())
    }.sorted { $0.identity < $1.identity }
    return (runs, diagnostics)
  }

  /// The same epoch, to the microsecond, in two logs of a run is one epoch, and the time that it took counts once.
  ///
  /// A log all of whose epochs stand in others is a copy of them; one that begins or ends with such epochs, as logs do
  /// that were merged by hand, begins after them and ends before them.
  private static func countSharedEpochsOnce(_ attempts: inout [Attempt]) -> [StudyDiagnostic] {
    struct Key: Hashable {
      let index: Int
      let start: WallTime
      let end: WallTime?
    }
    var seen: [Key: Int] = [:]
    var dropped: Set<Int> = []
    var diagnostics: [StudyDiagnostic] = []
    for place in attempts.indices {
      let all = attempts[place].epochs
      let owners = all.map { seen[Key(index: $0.index, start: $0.logged.start, end: $0.logged.end)] }
      let own = all.indices.filter { owners[$0] == nil }
      for epoch in own {
        seen[Key(index: all[epoch].index, start: all[epoch].logged.start, end: all[epoch].logged.end)] = place
      }
      guard own.count < all.count, let owner = owners.compactMap(\.self).first else { continue }
      attempts[place].epochs.keep(own)
      let names = attempts[owner].logPath
      diagnostics.append(
        StudyDiagnostic(
          path: attempts[place].logPath,
          Diagnostic(
            .info, "count-once.shared-epochs",
            "\(all.count - own.count) of its \(all.count) epochs stand in \(names), too; counted once.")))
      guard let first = own.first, let last = own.last else {
        dropped.insert(place)
        attempts[owner].copies.append(attempts[place].logPath)
        continue
      }
      var window = attempts[place].window
      if first > 0 {
        window = TimeWindow(start: all[first].window.start, end: max(window.end, all[first].window.start))
        attempts[place].start = .continued(fromEpoch: all[first].index)
      }
      if last < all.count - 1 {
        window = TimeWindow(start: window.start, end: max(window.start, all[last].window.end))
      }
      attempts[place].window = window
    }
    attempts = attempts.enumerated().filter { !dropped.contains($0.offset) }.map(\.element)
    return diagnostics
  }

  /// Whether an attempt began at epoch 0, came to the end of one, and so threw away what was trained before.
  ///
  /// nnU-Net overwrites checkpoints at the end of epochs: a start that completed none threw nothing away. Nor did one
  /// after which training went on from an epoch that it had not reached: the older checkpoint was still there.
  private static func throwsAwayEarlier(_ place: Int, in attempts: [Attempt]) -> Bool {
    guard attempts[place].start == .fresh, attempts[place].completedEpochs > 0,
      attempts[..<place].contains(where: { $0.completedEpochs > 0 })
    else { return false }
    var reached = 0
    for attempt in attempts[place...] {
      if attempt.start == .fresh, attempt.window.start > attempts[place].window.start, attempt.completedEpochs > 0 {
        break
      }
      if case .continued(let first) = attempt.start, first > reached { return false }
      reached = max(reached, (attempt.epochs.filter { $0.status != .aborted }.map(\.index).max() ?? -1) + 1)
    }
    return true
  }

  /// The last completed epoch of an index is the useful one: nnU-Net continues from what came last. After a fresh start
  /// none of the earlier epochs is, whatever it reached.
  private static func markRedone(_ attempts: inout [Attempt]) {
    var last: [Int: (attempt: Int, epoch: Int)] = [:]
    for (place, attempt) in attempts.enumerated() {
      if throwsAwayEarlier(place, in: attempts) {
        for earlier in last.values { attempts[earlier.attempt].epochs.set(.redone, at: earlier.epoch) }
        last.removeAll()
      }
      for (number, epoch) in attempt.epochs.enumerated() where epoch.status != .aborted {
        if let earlier = last[epoch.index] { attempts[earlier.attempt].epochs.set(.redone, at: earlier.epoch) }
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
        guard throwsAwayEarlier(later, in: attempts) else { continue }
        attempts[later].discardsEarlierWork = true
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
