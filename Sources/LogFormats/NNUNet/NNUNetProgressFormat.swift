import LogScanning
import Quantities

/// The `progress.csv` that AutoNNUnet writes from nnU-Net v2's own logger: one row per epoch, Unix times.
enum NNUNetProgressFormat: LogFormatDefinition {
  static let format = LogFormat.nnunetProgress

  static let synopsis = (
    what: "epochs of nnU-Net v2 as a table with Unix times, as AutoNNUnet writes it",
    recognisedBy: "a header row with epoch_start_timestamps and epoch_end_timestamps"
  )

  static let greatestScore = 98

  static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    head.forEachLeadingLine(limit: 1) { line in
      if ProgressColumns(header: line) != nil { score = fileName == "progress.csv" ? 98 : 92 }
      return false
    }
    return score
  }

  static func makeParser(_ context: ParserContext) -> any LogParser { ProgressTableParser() }
}

/// Which columns a `progress.csv` has.
struct ProgressColumns {
  let count: Int
  let start: Int
  let end: Int
  let index: Int?
  let learningRate: Int?
  let trainLoss: Int?
  let validationLoss: Int?
  let dice: Int?
  let movingDice: Int?

  /// `nil` when the times of epochs are not among a row's names.
  init?(header: RawSpan) {
    guard header.contains("epoch_start_timestamps") else { return nil }
    let names = DelimitedFields.texts(in: header, separator: .comma)
    guard let start = names.firstIndex(of: "epoch_start_timestamps"),
      let end = names.firstIndex(of: "epoch_end_timestamps")
    else { return nil }
    self.start = start
    self.end = end
    count = names.count
    index = names.firstIndex(of: "Epoch") ?? names.firstIndex(of: "epoch")
    learningRate = names.firstIndex(of: "lrs")
    trainLoss = names.firstIndex(of: "train_losses")
    validationLoss = names.firstIndex(of: "val_losses")
    dice = names.firstIndex(of: "dice_per_class_or_region")
    movingDice = names.firstIndex(of: "ema_fg_dice")
  }
}

/// Reads one `progress.csv` into a training log on Unix time.
struct ProgressTableParser: LogParser {
  /// More than this between two epochs, in seconds, is no saving of a checkpoint: training stood still.
  private static let longestGap = 600.0

  private var columns: ProgressColumns?
  private var log = TrainingLog()
  private var findings = TrainingLogFindings()
  private var tracker = EpochTracker()
  private var unreadable = TrainingLogFindings.Finding()
  private var gaps = TrainingLogFindings.Finding()
  private var gapSeconds = 0.0
  private var rows = 0
  private var bestMovingDice = -Double.infinity

  mutating func consume(_ line: RawSpan, number: Int) {
    if let header = ProgressColumns(header: line) {
      columns = header
      return
    }
    guard let columns, line.trimmed().byteCount > 0 else { return }
    var fields: [Range<Int>] = []
    var walk = DelimitedFields(separator: .comma)
    while fields.count <= columns.count, let field = walk.next(in: line) { fields.append(field) }
    guard fields.count == columns.count, let start = Self.time(line.extracting(fields[columns.start])) else {
      unreadable.note(number)
      return
    }
    let named = columns.index.map { line.extracting(fields[$0]).index() }
    guard let index = named ?? rows else {
      unreadable.note(number)
      return
    }
    rows += 1
    if let last = log.lastStamp {
      let gap = last.duration(to: start).inSeconds
      if gap < 0 { findings.backwards.note(number) }
      if gap > Self.longestGap {
        gaps.note(number)
        gapSeconds += gap
      }
    }
    if log.firstStamp == nil { log.firstStamp = start }
    log.lastStamp = start
    tracker.begin(index, at: start, line: number, .v2, &findings)
    readValues(line, fields, columns, number)
    guard let end = Self.time(line.extracting(fields[columns.end])) else { return }
    log.lastStamp = end
    _ = tracker.end(at: end, seconds: start.duration(to: end).inSeconds, line: number, .v2, &findings)
  }

  private mutating func readValues(_ line: RawSpan, _ fields: [Range<Int>], _ columns: ProgressColumns, _ number: Int) {
    func value(_ column: Int?) -> Double? { column.flatMap { line.extracting(fields[$0]).pythonNumber() } }
    if let rate = value(columns.learningRate) { tracker.set(.learningRate, rate) }
    for (kind, column) in [(EpochValue.trainLoss, columns.trainLoss), (.validationLoss, columns.validationLoss)] {
      guard let loss = value(column) else { continue }
      if !loss.isFinite { findings.divergedLosses.note(number) }
      tracker.set(kind, loss)
    }
    if let column = columns.dice {
      let text = line.extracting(fields[column])
      if text.byteCount > 0 { tracker.set(PseudoDiceList(text), line: number, &findings) }
      tracker.endDiceList(line: number, &findings)
    }
    if let dice = value(columns.movingDice), dice > bestMovingDice {
      bestMovingDice = dice
      tracker.set(.bestEMADice, dice)
    }
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    tracker.abort(&findings)
    log.clock = .utc
    log.generation = .v2
    log.epochs = tracker.epochs
    log.duplicateEpochRecords = tracker.duplicates
    guard log.firstStamp != nil else {
      return .none(
        Diagnostic(.warning, "nnunet.no-lines", "No row of the table has the times of an epoch; nothing was read."))
    }
    var diagnostics = findings.diagnostics(for: log, validations: 0)
    if let line = unreadable.firstLine {
      diagnostics.append(
        Diagnostic(
          .warning, "nnunet.unreadable-row", line: line,
          "\(unreadable.count) of the table's rows cannot be read, the first in this line; left out."))
    }
    if let line = gaps.firstLine {
      diagnostics.append(
        Diagnostic(
          .warning, "nnunet.progress-gap", line: line,
          "Training stood still for \(Int(gapSeconds.rounded(.down))) s in all between epochs, \(gaps.count) time(s): it was stopped and went on from a checkpoint; epochs that were lost and repeated are not in the table."
        ))
    }
    diagnostics.sort { ($0.line ?? .max, $0.code) < ($1.line ?? .max, $1.code) }
    return ParsedContent(record: .trainingLog(log), version: "2.x", diagnostics: diagnostics)
  }

  /// Unix seconds, to the nanosecond.
  private static func time(_ field: RawSpan) -> WallTime? {
    guard let stamp = CounterStamp(leading: field), stamp.clock == .utc, stamp.length == field.byteCount else {
      return nil
    }
    return WallTime(nanoseconds: stamp.nanoseconds)
  }
}

extension LogFormat {
  /// See ``NNUNetProgressFormat``.
  public static let nnunetProgress = LogFormat(rawValue: "nnunet-progress")
}
