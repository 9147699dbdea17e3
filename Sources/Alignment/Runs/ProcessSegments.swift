import LogFormats
import Quantities

/// Cuts a training log with the lines of several processes into one log each.
///
/// nnU-Net gives each process a log of its own, but jobs print several into one console, two processes that start in the
/// same second share a file, and people join logs by hand. A process ends where another one's first lines stand, or
/// where an epoch's number does not go on.
enum ProcessSegments {
  /// The logs of the processes, in file order; the log itself when it is of one.
  static func of(_ log: TrainingLog) -> [TrainingLog] {
    var log = log
    log.epochs = withoutSnapshots(log.epochs)
    let epochs = log.epochs
    let cuts = epochs.indices.dropFirst().filter { begins(epochs[$0], after: epochs[$0 - 1], log.processStarts) }
    guard !cuts.isEmpty else { return [log] }
    let segments = zip([0] + cuts, cuts + [epochs.count]).map { Array(epochs[$0..<$1]) }
    let starts = segments.map { start(of: $0, in: log) }
    return segments.indices.map { place in
      let next = starts.filter { $0 > starts[place] }.min()
      return cut(log, to: segments[place], from: starts[place], before: next)
    }
  }

  /// Epochs whose end a snapshot of the log does not have yet stand once more where the log goes on.
  private static func withoutSnapshots(_ epochs: [LoggedEpoch]) -> [LoggedEpoch] {
    guard epochs.contains(where: { $0.end == nil }) else { return epochs }
    struct Begin: Hashable {
      let index: Int
      let start: WallTime
    }
    let ended = Set(epochs.filter { $0.end != nil }.map { Begin(index: $0.index, start: $0.start) })
    var seen: Set<Begin> = []
    return epochs.filter { epoch in
      let begin = Begin(index: epoch.index, start: epoch.start)
      return epoch.end != nil || (!ended.contains(begin) && seen.insert(begin).inserted)
    }
  }

  /// Whether an epoch is the first of another process than the epoch before it.
  private static func begins(_ epoch: LoggedEpoch, after last: LoggedEpoch, _ starts: [WallTime]) -> Bool {
    if epoch.index <= last.index { return true }
    return starts.contains { $0 > last.end ?? last.start && $0 <= epoch.start }
  }

  /// The first stamp of a process: that of its first lines, as far as they are known. No other epoch lies between them
  /// and its first epoch, in whatever order the processes stand in the file.
  private static func start(of epochs: [LoggedEpoch], in log: TrainingLog) -> WallTime {
    guard let first = epochs.first?.start else { return log.firstStamp ?? WallTime(nanoseconds: 0) }
    let before = log.epochs.filter { $0.start < first }.map { $0.end ?? $0.start }.max()
    let known = (log.processStarts + [log.firstStamp].compactMap(\.self)).filter { stamp in
      stamp <= first && before.map { stamp > $0 } != false
    }
    return known.max() ?? first
  }

  /// What the log says of one process: its epochs, and what stands between its first and the next one's.
  private static func cut(
    _ log: TrainingLog, to epochs: [LoggedEpoch], from start: WallTime, before next: WallTime?
  ) -> TrainingLog {
    var part = log
    part.epochs = epochs
    part.duplicateEpochRecords = 0
    part.processStarts = []
    let end = epochs.last.map { $0.end ?? $0.start } ?? start
    func isOwn(_ stamp: WallTime) -> Bool { stamp >= end && next.map { stamp < $0 } != false }
    part.trainingDone = log.trainingDone.flatMap { isOwn($0) ? $0 : nil }
    part.validation = log.validation.flatMap { isOwn($0.start) ? $0 : nil }
    part.checkpoints = log.checkpoints.filter { save in save.start >= start && next.map { save.start < $0 } != false }
    part.finished = log.finished && (part.trainingDone != nil || part.validation != nil)
    part.firstStamp = start
    let ends = [end, part.trainingDone, part.validation?.end, part.checkpoints.last?.end].compactMap(\.self)
    // The last lines of the file are of the process that wrote last.
    let last = next == nil ? log.lastStamp : nil
    part.lastStamp = (ends + [last].compactMap(\.self)).max()
    return part
  }
}
