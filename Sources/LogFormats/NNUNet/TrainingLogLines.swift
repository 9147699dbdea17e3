import LogScanning
import Quantities

/// Reads the lines of one process or of a whole log, v1 or v2, one at a time.
///
/// Takes console captures too: lines that are not nnU-Net's are passed over, blanks at the ends do not matter.
struct TrainingLogLines {
  private var log = TrainingLog()
  private var version = TrainingLogVersion()
  private var findings = TrainingLogFindings()
  private var epochs = EpochTracker()
  private var validation = ValidationTracker()

  /// A line that only comes after training has been met since the last epoch.
  private var validatedAfterLastEpoch = false
  private var saidTrainingDone = false
  /// When the saving of a checkpoint began that has not ended yet.
  private var checkpointStart: WallTime?
  private var processStarts: [WallTime] = []
  /// The stamp of a line with an empty body, while nothing but blank lines followed.
  private var emptyStamp: WallTime?
  private var section = Section.none
  private var stamps = DateTimeScanner()
  private var hasStampSinceStart = false
  /// The line before says that the network's plan could not be drawn; this one says why.
  private var isAfterPlot = false
  /// The generation by the first line of the process, for a log that ends before its first epoch.
  private var weakGeneration: TrainingLog.Generation?

  /// Which entry of several lines the unstamped lines belong to.
  private enum Section { case none, configuration, plans, listing }

  init() {}

  /// A line with a stamp has been met.
  var hasStamp: Bool { log.firstStamp != nil }

  /// Takes the next line and says whether it was understood as nnU-Net's. `number` counts from 1.
  ///
  /// A carriage return in the line, which a progress bar leaves, ends a line as a line feed does.
  mutating func consume(_ line: RawSpan, number: Int) -> Bool {
    guard line.contains(byte: 0x0D) else { return consumePart(line, number: number) }
    var understood = false
    var start = 0
    while start <= line.byteCount {
      let end = line.firstOffset(of: 0x0D, from: start) ?? line.byteCount
      if consumePart(line.extracting(start..<end), number: number) { understood = true }
      start = end + 1
    }
    return understood
  }

  /// Ends the log and returns what was read.
  mutating func finish() -> (log: TrainingLog, version: String?, diagnostics: [Diagnostic]) {
    epochs.abort(&findings)
    log.epochs = epochs.epochs
    log.duplicateEpochRecords = epochs.duplicates
    log.validation = validation.result()
    log.processStarts = processStarts
    let hasCompleted = log.epochs.contains { $0.end != nil }
    log.finished = hasCompleted && (saidTrainingDone || validatedAfterLastEpoch)
    log.generation = log.generation ?? weakGeneration
    version.hasEpochs = !log.epochs.isEmpty
    let diagnostics = findings.diagnostics(for: log, validations: validation.past.count)
    return (log, version.description(log.generation), diagnostics)
  }

  // MARK: Lines

  private mutating func consumePart(_ line: RawSpan, number: Int) -> Bool {
    guard let (stamp, length) = Self.leadingStamp(line, &stamps) else {
      return consumeUnstamped(line.trimmed(), number: number)
    }
    epochs.endDiceList(line: number, &findings)
    section = .none
    if let last = log.lastStamp, stamp < last { findings.backwards.note(number) }
    if log.firstStamp == nil { log.firstStamp = stamp }
    log.lastStamp = stamp
    emptyStamp = nil
    if !hasStampSinceStart { processStarts.append(stamp) }
    hasStampSinceStart = true
    validation.observe(stamp, line: number)
    let body = line.dropping(length).trimmed()
    version.observe(body)
    return apply(TrainingLogEntry(body: body), stamp, number)
  }

  private mutating func consumeUnstamped(_ text: RawSpan, number: Int) -> Bool {
    guard text.byteCount > 0 else { return true }
    if epochs.isInDiceList, epochs.continueDiceList(text, line: number, &findings) { return true }
    defer { emptyStamp = nil }
    if text.starts(with: "epoch:"), let emptyStamp, let index = text.dropping(6).trimmed().index() {
      beginEpoch(index, emptyStamp, number, .v1)
      return true
    }
    if text.starts(with: "Please cite the following paper when using nnU-Net:") {
      beginProcess(.v2)
      return true
    }
    if text.equals("Starting...") {
      beginProcess(.v1)
      return true
    }
    return consumeHeader(text, number: number)
  }

  private mutating func consumeHeader(_ text: RawSpan, number: Int) -> Bool {
    if text.starts(with: "Configuration name:") {
      section = .configuration
      if log.configuration == nil { log.configuration = text.dropping(19).trimmed().text }
      version.begin(with: .configuration)
      return true
    }
    if text.starts(with: "These are the global plan.json settings:") {
      section = .plans
      return true
    }
    switch section {
    case .configuration where text.starts(with: "{"):
      log.batchSize = log.batchSize ?? text.pythonInteger(afterKey: "'batch_size': ")
      log.patchSize = log.patchSize ?? text.pythonIntegers(afterKey: "'patch_size': ")
      return true
    case .plans where text.starts(with: "{"):
      log.dataset = log.dataset ?? text.pythonString(afterKey: "'dataset_name': ")
      log.plans = log.plans ?? text.pythonString(afterKey: "'plans_name': ")
      return true
    case .listing where !text.starts(with: "Traceback"):
      return true
    default:
      section = .none
      return consumeConsoleLine(text, number: number)
    }
  }

  private mutating func consumeConsoleLine(_ text: RawSpan, number: Int) -> Bool {
    if text.starts(with: "I am running the following nnUNet:") {
      log.configuration = log.configuration ?? text.dropping(34).trimmed().text
    } else if text.starts(with: "My trainer class is:"), let dot = text.lastOffset(of: UInt8(ascii: ".")) {
      // <class 'nnunet.training.network_training.nnUNetTrainerV2.nnUNetTrainerV2'>
      let name = text.dropping(dot + 1)
      let end = name.firstOffset(of: UInt8(ascii: "'")) ?? name.byteCount
      log.trainer = log.trainer ?? name.extracting(0..<end).text
    } else if text.starts(with: "I am local rank "), let count = TrainingLogConsole.worldSize(text) {
      log.processCount = max(count, log.processCount ?? 0)
    } else if text.starts(with: "Using device: ") {
      log.device = log.device ?? text.dropping(14).trimmed().text
    } else if TrainingLogConsole.isUnstampedEntry(text) {
      if case .epochEnd = TrainingLogEntry(body: text) { findings.unstampedEnds.note(number) }
      return true
    }
    return TrainingLogConsole.isKnown(text)
  }

  // MARK: Entries

  private mutating func apply(_ entry: TrainingLogEntry, _ stamp: WallTime, _ number: Int) -> Bool {
    // Whatever Python's exception says.
    let explainsPlot = isAfterPlot
    isAfterPlot = false
    switch entry {
    case .empty: emptyStamp = stamp
    case .epochStart(let index): beginEpoch(index, stamp, number, .v2)
    case .epochEnd(let seconds, let generation): endEpoch(seconds, generation, stamp, number)
    case .learningRate(let value): epochs.set(.learningRate, value)
    case .nextLearningRate(let value): epochs.nextLearningRate = value
    case .trainLoss(let value): setLoss(.trainLoss, value, number)
    case .validationLoss(let value): setLoss(.validationLoss, value, number)
    case .pseudoDice(let list): epochs.set(list, line: number, &findings)
    case .bestEMADice(let value): epochs.set(.bestEMADice, value)
    case .patienceEnded: endEarly(stamp, number)
    case .listing: section = .listing
    case .remark: break
    case .plotFailed: isAfterPlot = true
    case .trainsOnProcessor: log.device = "cpu"
    case .unreadable: findings.unreadable.note(number)
    case .foreign: return explainsPlot
    case .splits, .fold, .splitSizes, .dummyAugmentation, .unpacking: applyStart(entry, stamp, number)
    case .trainingDone, .savingCheckpoint, .savedCheckpoint: applyTrainingEnd(entry, stamp, number)
    case .predicting, .predictedShape, .validationComplete, .meanValidationDice, .finishedPrediction, .evaluation,
      .determiningPostprocessing:
      applyValidation(entry, stamp, number)
    }
    return true
  }

  private mutating func applyStart(_ entry: TrainingLogEntry, _ stamp: WallTime, _ number: Int) {
    switch entry {
    case .splits(let task):
      log.dataset = log.dataset ?? task
      version.begin(with: .splits)
      validation.approach(stamp)
    case .fold(let fold):
      if let earlier = log.fold, earlier != fold { findings.foldChanges.note(number) }
      log.fold = fold
      version.printsFold = true
    case .splitSizes(let training, let validation):
      log.trainingCases = training
      log.validationCases = validation
    case .dummyAugmentation: version.begin(with: .splits)
    default: version.unpacks = true
    }
  }

  private mutating func applyTrainingEnd(_ entry: TrainingLogEntry, _ stamp: WallTime, _ number: Int) {
    followCheckpoint(entry, stamp)
    switch entry {
    case .trainingDone:
      settle(.v2, number)
      saidTrainingDone = true
      version.printsTrainingDone = true
      log.trainingDone = stamp
    case .savingCheckpoint where epochs.lastEndWasV1:
      // v1 saves inside its epochs; a checkpoint between them is the final model, or a 1.1.x one that goes on.
      validatedAfterLastEpoch = true
      if !epochs.isInEpoch { log.trainingDone = stamp }
    case .savedCheckpoint where epochs.lastEndWasV1 && !epochs.isInEpoch:
      log.trainingDone = stamp
      validation.finishTraining(stamp)
    default: break
    }
  }

  private mutating func followCheckpoint(_ entry: TrainingLogEntry, _ stamp: WallTime) {
    switch entry {
    case .savingCheckpoint: checkpointStart = stamp
    case .savedCheckpoint:
      let saved = checkpointStart.map { LoggedCheckpoint(start: $0, end: stamp) }
      checkpointStart = nil
      // A log that was merged by hand has them twice.
      if let saved, saved.start <= saved.end, log.checkpoints.last != saved { log.checkpoints.append(saved) }
    default: break
    }
  }

  private mutating func applyValidation(_ entry: TrainingLogEntry, _ stamp: WallTime, _ number: Int) {
    switch entry {
    case .predicting:
      validation.predict(stamp)
      version.predicts = true
    case .validationComplete:
      validation.complete(stamp)
      version.completesValidation = true
    case .meanValidationDice(let dice):
      settle(.v2, number)
      version.completesValidation = true
      validation.complete(stamp, meanDice: dice)
    case .determiningPostprocessing: validation.complete(stamp)
    case .predictedShape:
      validation.advance(to: stamp)
      version.printsShapes = true
      return
    case .finishedPrediction:
      settle(.v1, number)
      validation.advance(to: stamp)
    default:
      validation.advance(to: stamp)
      return
    }
    validatedAfterLastEpoch = true
  }

  // MARK: Epochs

  private mutating func beginProcess(_ generation: TrainingLog.Generation) {
    let isSameStart = log.processCount ?? 1 > 1 && findings.processStarts > 0 && !hasStampSinceStart
    hasStampSinceStart = false
    checkpointStart = nil
    epochs.beginProcess(&findings)
    // Each of several processes that train together prints the banner.
    if !isSameStart { findings.processStarts += 1 }
    weakGeneration = weakGeneration ?? generation
    section = .none
    validation.beginProcess()
  }

  private mutating func beginEpoch(
    _ index: Int, _ stamp: WallTime, _ number: Int, _ generation: TrainingLog.Generation
  ) {
    settle(generation, number)
    epochs.begin(index, at: stamp, line: number, generation, &findings)
    validation.passEpoch()
    if generation == .v1 {
      if !saidTrainingDone { log.trainingDone = nil }
      validatedAfterLastEpoch = false
    }
  }

  private mutating func endEpoch(
    _ seconds: Double, _ generation: TrainingLog.Generation, _ stamp: WallTime, _ number: Int
  ) {
    settle(generation, number)
    guard epochs.end(at: stamp, seconds: seconds, line: number, generation, &findings) else { return }
    validatedAfterLastEpoch = false
    validation.passEpoch()
    if generation == .v1 { validation.finishTraining(stamp) }
  }

  /// v1 of 2019 stopped by itself in its last epoch, before it printed that epoch's time.
  private mutating func endEarly(_ stamp: WallTime, _ number: Int) {
    guard epochs.isInEpoch else { return }
    settle(.v1, number)
    epochs.endWithoutTime(at: stamp, &findings)
    validation.passEpoch()
    validation.finishTraining(stamp)
  }

  private mutating func setLoss(_ kind: EpochValue, _ value: Double, _ number: Int) {
    if !value.isFinite { findings.divergedLosses.note(number) }
    epochs.set(kind, value)
  }

  private mutating func settle(_ generation: TrainingLog.Generation, _ number: Int) {
    if let earlier = log.generation, earlier != generation { findings.mixedGenerations.note(number) }
    log.generation = log.generation ?? generation
  }
}
