import LogScanning

/// What in a training log tells the version of nnU-Net that wrote it.
///
/// No version stands in the log; the order of the lines at a training's start and a few lines that came or went do
/// (nnU-Net's sources, tags v2.0 to v2.8.1).
struct TrainingLogVersion {
  /// What was printed first at the start of the first training.
  enum Beginning { case configuration, splits }

  var beginning: Beginning?
  var printsConfiguration = false
  var unpacks = false
  var printsShapes = false
  var predicts = false
  var printsTrainingDone = false
  var printsFold = false
  var hasEpochs = false
  /// A validation came to its end.
  var completesValidation = false
  private var compiles: Compilation?
  /// Lines that went with v1.5.
  private var printsEarlyLines = false

  /// How a start says that the network is compiled; the words changed with 2.3.1, and 2.5 began to say when it is not.
  private enum Compilation { case compilingNetwork, usingCompile, disabled }

  /// Takes note of the body of any stamped line.
  mutating func observe(_ body: RawSpan) {
    switch body.firstByte {
    case UInt8(ascii: "C") where body.starts(with: "Compiling network..."): compiles = .compilingNetwork
    case UInt8(ascii: "U") where body.starts(with: "Using torch.compile..."): compiles = .usingCompile
    case UInt8(ascii: "I") where body.starts(with: "INFO: torch.compile disabled because"): compiles = .disabled
    case UInt8(ascii: "V") where body.starts(with: "Val glob dc per class:"): printsEarlyLines = true
    case UInt8(ascii: "v") where body.starts(with: "val loss (train=False):"): printsEarlyLines = true
    case UInt8(ascii: "l") where body.starts(with: "lr is now (scheduler)"): printsEarlyLines = true
    default: break
    }
  }

  /// The configuration block, or the lines about augmentation and splits.
  mutating func begin(with first: Beginning) {
    if beginning == nil { beginning = first }
    if first == .configuration { printsConfiguration = true }
  }

  /// The version as a range; `nil` when not even the generation is known.
  func description(_ generation: TrainingLog.Generation?) -> String? {
    switch generation {
    case .v1: printsFold ? "1.6.6 or later 1.x" : printsEarlyLines ? "1.x before 1.5" : "1.x"
    case .v2: secondGeneration
    case nil: nil
    }
  }

  private var secondGeneration: String {
    switch beginning {
    case .configuration where printsShapes || compiles == .usingCompile: "2.3.1"
    case .configuration where compiles == .compilingNetwork: "2.2 or 2.2.1"
    case .configuration where predicts && !printsTrainingDone && hasEpochs: "2.0 or 2.1"
    case .configuration where predicts && printsTrainingDone: "2.2 or 2.2.1"
    case .configuration: printsTrainingDone ? "2.2 to 2.3.1" : "2.0 to 2.3.1"
    case .splits where unpacks: compiles == .disabled ? "2.5 to 2.5.2" : "2.4 to 2.5.2"
    case .splits where printsConfiguration && hasEpochs: "2.6 or later"
    case .splits where printsConfiguration: compiles == .disabled ? "2.5 or later" : "2.4 or later"
    case .splits, nil:
      printsShapes ? "2.3.1 or later" : completesValidation && !hasEpochs ? "2.0 to 2.2.1" : "2.x"
    }
  }
}
