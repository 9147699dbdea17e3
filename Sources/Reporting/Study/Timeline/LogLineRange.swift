import Alignment
import LogFormats

/// The lines of a training log that a stretch of its timeline was read from, in words.
enum LogLineRange {
  /// As in `lines 52 to 130`; `nil` for stretches without lines of their own, or where the log does not keep them.
  static func of(_ row: PartRuns.Row, _ attempt: Attempt) -> String? {
    guard let first = row.parts.first.map({ attempt.parts[$0] }) else { return nil }
    switch first.kind {
    case .startUp: return startUp(of: attempt)
    case .finalValidation: return validation(of: attempt)
    case .usefulEpoch, .redoneEpoch, .abortedEpoch: return epochs(row, attempt)
    case .betweenEpochs, .checkpointing, .idle: return nil
    }
  }

  /// Everything before the first epoch, or before the validation where there is none.
  private static func startUp(of attempt: Attempt) -> String? {
    let next = attempt.epochs.map(\.logged.line).min() ?? attempt.log.validation?.line
    guard let next, next > 1 else { return nil }
    // Where several processes wrote to the file, its first line need not be this one's.
    return "up to line \(next - 1)"
  }

  private static func validation(of attempt: Attempt) -> String? {
    guard let validation = attempt.log.validation, let first = validation.line, let last = validation.lastLine else {
      return nil
    }
    return "lines \(first) to \(last)"
  }

  /// An epoch's lines end where the next one begins; where the last one's end is not kept.
  private static func epochs(_ row: PartRuns.Row, _ attempt: Attempt) -> String? {
    let epochs = row.parts.compactMap { attempt.parts[$0].epoch }
    let numbers = epochs.map { attempt.epochs[$0].logged.line }
    guard let first = numbers.min(), let start = numbers.max(), let last = epochs.max() else { return nil }
    if attempt.epochs.indices.contains(last + 1) {
      return "lines \(first) to \(attempt.epochs[last + 1].logged.line - 1)"
    }
    return "from line \(first)" + (start > first ? ", the last of them from line \(start)" : "")
  }
}
