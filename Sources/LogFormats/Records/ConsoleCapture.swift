import Quantities

/// What a job printed, as Slurm's `.out` and `.err` files, `nohup.out` or a notebook's text keep it.
public struct ConsoleCapture: Sendable, Hashable, Codable {
  /// The Slurm job, from the file's name (`slurm-4410206.out`, `train.o4410206`) or its text.
  public var slurmJob: Int?
  /// Where the processes ran, as far as the text and the file's name tell; absent in what earlier versions stored.
  public var placement: Placement?
  /// The nnU-Net lines in it; the same work as the training log whose stamps they share.
  public var training: TrainingLog?
  /// The carbontracker lines in it, which carry no stamps.
  public var tracker: TrackerLog?
  /// Tracebacks, in file order.
  public var tracebacks: [Traceback]
  /// What ended the process early, when the text says so.
  public var interruption: Interruption?

  /// A Python traceback.
  public struct Traceback: Sendable, Hashable, Codable {
    public var line: Int
    /// The last line of it, as `RuntimeError: …`, cut to 200 characters.
    public var error: String

    public init(line: Int, error: String) {
      self.line = line
      self.error = error
    }
  }

  /// How a job was ended from outside.
  public enum Interruption: String, Sendable, Hashable, Codable {
    /// `KeyboardInterrupt`.
    case keyboardInterrupt = "keyboard-interrupt"
    /// Slurm's `DUE TO TIME LIMIT`.
    case timeLimit = "time-limit"
    /// Slurm's `CANCELLED AT`.
    case cancelled
    /// `oom-kill` or `Out Of Memory`.
    case outOfMemory = "out-of-memory"
  }

  public init() { tracebacks = [] }
}
