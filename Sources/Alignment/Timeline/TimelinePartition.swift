import Quantities

/// Cuts an attempt's window into parts that touch and never overlap.
enum TimelinePartition {
  /// A stretch between epochs counts as idle from this length on, if it is also far longer than an epoch.
  static let shortestIdle = Duration.seconds(60)
  /// …and from this many times the longest epoch on.
  static let idleInEpochs = 3.0

  /// The parts of an attempt in order of time; together they are exactly its window.
  static func parts(
    window: TimeWindow, epochs: AlignedEpochs, checkpoints: [TimeWindow] = [], validation: TimeWindow?,
    trainingDone: Instant?
  ) -> TimelineParts {
    var parts = TimelineParts(from: window.start)

    func add(_ kind: PartKind, until end: Instant, epoch: Int? = nil) {
      let end = min(end, window.end)
      if end > parts.end { parts.append(kind, until: end, epoch: epoch) }
    }

    let longest = epochs.longest
    func fill(until end: Instant) {
      let length = parts.end.duration(to: end)
      let isIdle =
        !parts.isEmpty && length >= shortestIdle && length.inSeconds > idleInEpochs * longest.inSeconds
      add(parts.isEmpty ? .startUp : isIdle ? .idle : .betweenEpochs, until: end)
    }

    // Checkpoints in order of time: those inside an epoch lie behind what is reached.
    var saves = checkpoints[...]
    func gap(until end: Instant) {
      while let save = saves.first, save.start < end {
        saves = saves.dropFirst()
        guard save.end > parts.end else { continue }
        fill(until: save.start)
        add(.checkpointing, until: min(save.end, end))
      }
      fill(until: end)
    }

    let windows = epochs.windows
    let order = windows.indices.sorted { windows[$0].start < windows[$1].start }
    for place in order {
      gap(until: windows[place].start)
      add(kind(of: epochs.status(at: place)), until: windows[place].end, epoch: place)
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
