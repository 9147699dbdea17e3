import LogScanning

/// Tells from a line that the job was ended from outside.
enum SlurmInterruption {
  /// The interruption that a line tells of; `nil` for any other line.
  static func read(_ line: RawSpan) -> ConsoleCapture.Interruption? {
    if line.starts(with: "KeyboardInterrupt") { return .keyboardInterrupt }
    let isScheduler =
      line.starts(with: "slurmstepd:") || line.starts(with: "srun:") || line.starts(with: "slurmd[")
      || line.starts(with: "=>> PBS")
    guard isScheduler else { return nil }
    if line.contains("DUE TO TIME LIMIT") || line.contains("walltime") { return .timeLimit }
    if line.contains("oom-kill") || line.contains("oom_kill") || line.contains("Out Of Memory") { return .outOfMemory }
    return line.contains("CANCELLED AT") ? .cancelled : nil
  }
}

extension ConsoleCapture.Interruption {
  /// What a line says more than another: the scheduler's reason outweighs what it made the process print.
  var rank: Int {
    switch self {
    case .keyboardInterrupt: 0
    case .cancelled: 1
    case .outOfMemory: 2
    case .timeLimit: 3
    }
  }

  /// For messages.
  var phrase: String {
    switch self {
    case .keyboardInterrupt: "by the keyboard (SIGINT)"
    case .cancelled: "because the job was cancelled"
    case .outOfMemory: "because the job ran out of memory"
    case .timeLimit: "by the job's time limit"
    }
  }
}
