import LogScanning

/// What the body of one stamped line says, in the words of nnU-Net v1 and v2.
enum TrainingLogEntry {
  /// Nothing; v1 puts its epoch's number on the next line.
  case empty
  case epochStart(Int)
  case epochEnd(seconds: Double, TrainingLog.Generation)
  /// v2: of the epoch that has just begun.
  case learningRate(Double)
  /// v1: of the epoch to come.
  case nextLearningRate(Double)
  case trainLoss(Double)
  case validationLoss(Double)
  case pseudoDice(PseudoDiceList)
  case bestEMADice(Double)
  case trainingDone
  case savingCheckpoint
  case savedCheckpoint
  /// Which file the split is from; v1's path names the task.
  case splits(task: String?)
  case fold(Int)
  case splitSizes(training: Int, validation: Int)
  case dummyAugmentation
  case unpacking
  case predicting
  case predictedShape
  case validationComplete
  case meanValidationDice(Double)
  /// v1's lines after the last prediction.
  case finishedPrediction
  case evaluation
  case determiningPostprocessing
  /// v1 of 2019: training ends by itself, and so does its last epoch.
  case patienceEnded
  /// Unstamped lines that belong to this entry follow: a module tree or a list of cases.
  case listing
  /// The network's plan could not be drawn; the next line says why in any words.
  case plotFailed
  /// v1: there is no GPU.
  case trainsOnProcessor
  /// Known, and nothing in it to keep.
  case remark
  /// Begins as a line of an epoch does, but its value cannot be read.
  case unreadable
  /// Not nnU-Net's own.
  case foreign

  /// Reads a body without the blanks at its ends.
  init(body: RawSpan) {
    guard body.byteCount > 0 else {
      self = .empty
      return
    }
    self = Self.epochLine(body) ?? Self.validationLine(body) ?? Self.startLine(body) ?? Self.remarkLine(body)
  }

  private static func epochLine(_ body: RawSpan) -> TrainingLogEntry? {
    switch body[byte: 0] {
    case UInt8(ascii: "E"):
      if body.starts(with: "Epoch time: ") { return end(body, prefixLength: 12, .v2) }
      guard body.starts(with: "Epoch "), let index = body.dropping(6).trimmed().index() else { return nil }
      return .epochStart(index)
    case UInt8(ascii: "T"):
      if body.starts(with: "This epoch took ") { return end(body, prefixLength: 16, .v1) }
      return body.starts(with: "Training done.") ? .trainingDone : nil
    case UInt8(ascii: "C") where body.starts(with: "Current learning rate:"):
      return value(body, 22, TrainingLogEntry.learningRate)
    case UInt8(ascii: "l"):
      if body.starts(with: "lr:") { return value(body, 3, TrainingLogEntry.nextLearningRate) }
      return body.starts(with: "lr is now (scheduler)") ? value(body, 21, TrainingLogEntry.nextLearningRate) : nil
    case UInt8(ascii: "t"):
      if body.starts(with: "train_loss") { return value(body, 10, TrainingLogEntry.trainLoss) }
      return body.starts(with: "train loss :") ? value(body, 12, TrainingLogEntry.trainLoss) : nil
    case UInt8(ascii: "v"):
      if body.starts(with: "val_loss") { return value(body, 8, TrainingLogEntry.validationLoss) }
      if body.starts(with: "validation loss:") { return value(body, 16, TrainingLogEntry.validationLoss) }
      return body.starts(with: "val loss (train=False):") ? value(body, 23, TrainingLogEntry.validationLoss) : nil
    case UInt8(ascii: "P") where body.starts(with: "Pseudo dice"):
      return .pseudoDice(PseudoDiceList(body.dropping(11)))
    case UInt8(ascii: "A") where body.starts(with: "Average global foreground Dice:"):
      return .pseudoDice(PseudoDiceList(body.dropping(31)))
    case UInt8(ascii: "V") where body.starts(with: "Val glob dc per class:"):
      return .pseudoDice(PseudoDiceList(body.dropping(22)))
    case UInt8(ascii: "Y") where body.starts(with: "Yayy! New best EMA pseudo Dice:"):
      return value(body, 31, TrainingLogEntry.bestEMADice)
    case UInt8(ascii: "s") where body.starts(with: "saving checkpoint..."):
      return .savingCheckpoint
    case UInt8(ascii: "d") where body.starts(with: "done, saving took"):
      return .savedCheckpoint
    default:
      return nil
    }
  }

  private static func validationLine(_ body: RawSpan) -> TrainingLogEntry? {
    if body.starts(with: "predicting ") { return .predicting }
    if body.starts(with: "Validation complete") { return .validationComplete }
    if body.starts(with: "Mean Validation Dice:") {
      return value(body, 21, TrainingLogEntry.meanValidationDice)
    }
    if body.starts(with: "finished prediction") { return .finishedPrediction }
    if body.starts(with: "evaluation of raw predictions") { return .evaluation }
    if body.starts(with: "determining postprocessing") { return .determiningPostprocessing }
    return body.contains(", shape torch.Size(") ? .predictedShape : nil
  }

  private static func startLine(_ body: RawSpan) -> TrainingLogEntry? {
    if body.starts(with: "Using splits from existing split file:") { return .splits(task: task(inSplitPath: body)) }
    if body.starts(with: "Creating new ") { return .splits(task: nil) }
    if body.starts(with: "do_dummy_2d_data_aug:") { return .dummyAugmentation }
    if body.starts(with: "Desired fold for training:") {
      return body.dropping(26).trimmed().index().map { .fold($0) } ?? .remark
    }
    if body.starts(with: "This split has ") { return splitSizes(body.dropping(15)) }
    if body.starts(with: "This random 80:20 split has ") { return splitSizes(body.dropping(28)) }
    if body.starts(with: "unpacking ") { return .unpacking }
    if body.starts(with: "TRAINING KEYS:") || body.starts(with: "VALIDATION KEYS:") { return .listing }
    return body.starts(with: "printing the network instead:") ? .listing : nil
  }

  private static func remarkLine(_ body: RawSpan) -> TrainingLogEntry {
    if body.equals("My patience ended") { return .patienceEnded }
    if body.starts(with: "Unable to plot network architecture:") { return .plotFailed }
    if body.starts(with: "WARNING!!! You are attempting to run training on a CPU") { return .trainsOnProcessor }
    for remark in remarks where body.starts(with: remark) { return .remark }
    // The first line of the module tree comes with a stamp.
    if body.starts(with: "Generic_UNet(") { return .listing }
    return .foreign
  }

  /// Beginnings of lines from which nothing is kept.
  private static let remarks: [StaticString] = [
    "(interpret this as an estimate for the Dice", "saving scheduled checkpoint file...", "done",
    "The split file contains ", "No module named ", "Using torch.compile...",
    "Compiling network...", "INFO: ", "WARNING: Some validation cases are also in the training set",
    "WARNING! batch size is 1 during training and torch.compile", "No checkpoint written, checkpointing is disabled",
    "loading checkpoint ", "Predicting next stage ", "An Exception occurred: ", "The split file ", "My patience ended",
  ]

  // MARK: Parts

  private static func end(
    _ body: RawSpan, prefixLength: Int, _ generation: TrainingLog.Generation
  ) -> TrainingLogEntry {
    guard body.ends(with: " s"), body.byteCount >= prefixLength + 2,
      let seconds = body.extracting(prefixLength..<(body.byteCount - 2)).trimmed().double()
    else { return .unreadable }
    return .epochEnd(seconds: seconds, generation)
  }

  private static func value(
    _ body: RawSpan, _ prefixLength: Int, _ make: (Double) -> TrainingLogEntry
  ) -> TrainingLogEntry {
    body.dropping(prefixLength).trimmed().pythonNumber().map(make) ?? .unreadable
  }

  /// `200 training and 51 validation cases.`
  private static func splitSizes(_ text: RawSpan) -> TrainingLogEntry {
    guard let middle = text.firstOffset(of: " training and "), let end = text.firstOffset(of: " validation cases"),
      middle + 14 <= end, let training = text.extracting(0..<middle).index(),
      let validation = text.extracting((middle + 14)..<end).index()
    else { return .remark }
    return .splitSizes(training: training, validation: validation)
  }

  /// The `TaskNNN_Name` of a path `…/TaskNNN_Name/splits_final.pkl`.
  private static func task(inSplitPath body: RawSpan) -> String? {
    guard let end = body.firstOffset(of: "/splits_final.pkl") else { return nil }
    let folder = body.extracting(0..<end)
    guard let slash = folder.lastOffset(of: UInt8(ascii: "/")) else { return nil }
    let name = folder.dropping(slash + 1)
    return ResultsPath.isDatasetFolder(name.text) ? name.text : nil
  }
}
