import Quantities

/// Cuts an attempt's window into parts that touch and never overlap.
enum TimelinePartition {
  /// A stretch between epochs counts as idle from this length on, if it is also far longer than an epoch.
  static let shortestIdle = Duration.seconds(60)
  /// …and from this many times the longest epoch on.
  static let idleInEpochs = 3.0

  /// The parts of an attempt in order of time; together they are exactly its window.
  static func parts(
    window: TimeWindow, epochs: [AlignedEpoch], checkpoints: [TimeWindow] = [], validation: TimeWindow?,
    trainingDone: Instant?
  ) -> [TimelinePart] {
    var parts: [TimelinePart] = []
    var reached = window.start

    func add(_ kind: PartKind, until end: Instant, epoch: Int? = nil) {
      let end = min(max(end, reached), window.end)
      if end > reached {
        parts.append(TimelinePart(kind: kind, window: TimeWindow(start: reached, end: end), epoch: epoch))
        reached = end
      }
    }

    let longest = epochs.map(\.window.duration).max() ?? .zero
    func fill(until end: Instant) {
      let length = reached.duration(to: end)
      let isIdle =
        !parts.isEmpty && length >= shortestIdle && length.inSeconds > idleInEpochs * longest.inSeconds
      add(parts.isEmpty ? .startUp : isIdle ? .idle : .betweenEpochs, until: end)
    }

    // Checkpoints in order of time: those inside an epoch lie behind what is reached.
    var saves = checkpoints[...]
    func gap(until end: Instant) {
      while let save = saves.first, save.start < end {
        saves = saves.dropFirst()
        guard save.end > reached else { continue }
        fill(until: save.start)
        add(.checkpointing, until: min(save.end, end))
      }
      fill(until: end)
    }

    let order = epochs.indices.sorted { epochs[$0].window.start < epochs[$1].window.start }
    for place in order {
      let epoch = epochs[place]
      gap(until: epoch.window.start)
      add(kind(of: epoch.status), until: epoch.window.end, epoch: place)
    }
    if let validation {
      // Loading the final checkpoint, between `Training done.` and the first case, is part of the validation.
      gap(until: min(trainingDone ?? validation.start, validation.start))
      add(.finalValidation, until: window.end)
    } else {
      gap(until: window.end)
    }
    return parts
  }

  private static func kind(of status: AlignedEpoch.Status) -> PartKind {
    switch status {
    case .useful: .usefulEpoch
    case .redone: .redoneEpoch
    case .aborted: .abortedEpoch
    }
  }
}
