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

  /// The configuration block, or the lines about augmentation and splits.
  mutating func begin(with first: Beginning) {
    if beginning == nil { beginning = first }
    if first == .configuration { printsConfiguration = true }
  }

  /// The version as a range; `nil` when not even the generation is known.
  func description(_ generation: TrainingLog.Generation?) -> String? {
    switch generation {
    case .v1: printsFold ? "1.6.6 or later 1.x" : "1.x"
    case .v2: secondGeneration
    case nil: nil
    }
  }

  private var secondGeneration: String {
    switch beginning {
    case .configuration where printsShapes: "2.3.1"
    case .configuration where predicts && !printsTrainingDone && hasEpochs: "2.0 or 2.1"
    case .configuration where predicts && printsTrainingDone: "2.2 or 2.2.1"
    case .configuration: printsTrainingDone ? "2.2 to 2.3.1" : "2.0 to 2.3.1"
    case .splits where unpacks: "2.4 to 2.5.2"
    case .splits where printsConfiguration && hasEpochs: "2.6 or later"
    case .splits where printsConfiguration: "2.4 or later"
    case .splits, nil: printsShapes ? "2.3.1 or later" : "2.x"
    }
  }
}
