import Quantities

extension LoadSchedule {
  /// The schedule of an attempt; `nil` when it has no length.
  init?(_ attempt: Attempt, since reference: Instant) {
    func seconds(_ instant: Instant) -> Double { reference.duration(to: instant).inSeconds }
    let parts = TimelinePartition.parts(
      window: attempt.window, epochs: attempt.epochs, checkpoints: [], validation: attempt.validation,
      trainingDone: attempt.trainingDone)
    let stretches = parts.map { part in
      let load: Load =
        switch part.kind {
        case .startUp: .startUp
        case .usefulEpoch, .redoneEpoch, .abortedEpoch: .epoch
        case .betweenEpochs, .checkpointing: .between
        case .finalValidation: .validation
        case .idle: .outside
        }
      return Stretch(start: seconds(part.window.start), end: seconds(part.window.end), load: load)
    }
    guard let first = stretches.first, let last = stretches.last, first.start < last.end else { return nil }
    let lengths = attempt.epochs.windows.map(\.duration.inSeconds).sorted()
    self.init(stretches: stretches, medianEpoch: lengths.isEmpty ? nil : lengths[lengths.count / 2])
  }
}
