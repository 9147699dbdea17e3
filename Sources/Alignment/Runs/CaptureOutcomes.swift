import LogFormats
import Quantities

/// How the attempts ended whose lines stand in one console capture.
enum CaptureOutcomes {
  /// An outcome for each attempt that the text tells of, by place in `attempts`; right for attempts whose logs just end.
  ///
  /// A traceback ended the process in whose lines it stands: after the first of its epochs and before the first of the
  /// next process. What the scheduler says ended the last.
  static func of(_ capture: ConsoleCapture, attempts: [Attempt]) -> [(place: Int, outcome: Attempt.Outcome)] {
    let order = attempts.indices.sorted {
      (attempts[$0].window.end, attempts[$0].window.start) < (attempts[$1].window.end, attempts[$1].window.start)
    }
    let lines = order.map { firstLine(of: attempts[$0], in: capture) }
    return order.indices.compactMap { rank in
      let isLast = rank == order.count - 1
      // Where a process has no epoch in the text, its lines are not known, and where the one before it ended neither.
      guard isLast || (lines[rank] != nil && lines[rank + 1] != nil) else { return nil }
      let next = isLast ? .max : lines[rank + 1] ?? .max
      let from = lines[rank] ?? lines[..<rank].compactMap(\.self).max() ?? 0
      let own = capture.tracebacks.filter { $0.line >= from && $0.line < next }
      return (order[rank], outcome(own, of: capture, isLast: isLast, isAlone: order.count == 1))
    }
  }

  /// The line of an attempt's first epoch in the capture; `nil` when none of its epochs stands there.
  private static func firstLine(of attempt: Attempt, in capture: ConsoleCapture) -> Int? {
    let stamps = Set(attempt.log.epochs.lazy.map(\.start))
    return capture.training?.epochs.filter { stamps.contains($0.start) }.map(\.line).min()
  }

  private static func outcome(
    _ tracebacks: [ConsoleCapture.Traceback], of capture: ConsoleCapture, isLast: Bool, isAlone: Bool
  ) -> Attempt.Outcome {
    // The last traceback is the one that reached the top.
    let error = (isAlone ? capture.tracebacks : tracebacks).last?.error
    let isInterrupt = error?.hasPrefix("KeyboardInterrupt") == true
    if isLast, let interruption = capture.interruption, interruption != .keyboardInterrupt || isInterrupt || isAlone {
      return .interrupted(interruption)
    }
    if isInterrupt { return .interrupted(.keyboardInterrupt) }
    return error.map { .failed(error: $0) } ?? .killed
  }
}
