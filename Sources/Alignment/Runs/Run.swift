import LogFormats
import Quantities

/// One training of one model on one data set, with all its attempts.
public struct Run: Sendable {
  public let identity: RunIdentity
  /// In order of time.
  public var attempts: [Attempt]
  /// The epochs that the trainer was to train, and where the number is from.
  public var planned: PlannedEpochs
  /// The final validation's result.
  public var dice: ValidationDice?
  public var architecture: Architecture

  /// A planned number of epochs.
  public struct PlannedEpochs: Sendable, Hashable {
    /// Where the number is from.
    public enum Source: String, Sendable, Hashable {
      case debugFile = "debug.json"
      case trainerName = "trainer name"
      case nnunetDefault = "nnU-Net's default"
    }

    public let count: Int
    public let source: Source

    public init(count: Int, source: Source) {
      self.count = count
      self.source = source
    }
  }

  /// A validation Dice of a fold.
  public struct ValidationDice: Sendable, Hashable {
    /// The mean over foreground classes, 0 to 1.
    public let value: Double
    /// The file that it was read from.
    public let path: String

    public init(value: Double, path: String) {
      self.value = value
      self.path = path
    }
  }

  /// What is known of the network and the machine.
  public struct Architecture: Sendable, Hashable {
    public var networkClass: String?
    public var batchSize: Int?
    public var patchSize: [Int]?
    public var iterationsPerEpoch: Int?
    public var gpuName: String?
    public var hostname: String?
    public var torchVersion: String?

    public init() {}
  }

  /// Different epochs that were completed, each index once.
  public var usefulEpochs: Int { attempts.reduce(0) { $0 + $1.epochs.count(.useful) } }

  /// Completed epochs, repeated ones included.
  public var executedEpochs: Int { attempts.reduce(0) { $0 + $1.completedEpochs } }

  /// Whether the last training attempt ended as planned or stopped early by itself.
  public var isFinished: Bool {
    // A start that came to no epoch leaves what was trained before.
    guard let last = attempts.last(where: { $0.completedEpochs > 0 }) else { return false }
    switch last.outcome {
    case .finished, .stoppedEarly: return true
    default: return false
    }
  }

  /// The sum of the lengths of the attempts that made the model: superseded ones left out.
  public var trainingTime: Duration {
    attempts.filter { !$0.isSuperseded }.reduce(.zero) { $0 + $1.window.duration }
  }

  /// The sum of the attempts' lengths.
  public var processTime: Duration { attempts.reduce(.zero) { $0 + $1.window.duration } }

  /// The time that at least one attempt was running.
  public var wallTime: Duration { TimeWindow.unionDuration(attempts.map(\.window)) }
}
