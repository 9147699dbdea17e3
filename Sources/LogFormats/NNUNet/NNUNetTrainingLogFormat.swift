import LogScanning

/// nnU-Net's `training_log_*.txt`, v1 and v2.
enum NNUNetTrainingLogFormat: LogFormatDefinition {
  static let format = LogFormat.nnunetTrainingLog

  static let synopsis = (
    what: "training log of nnU-Net v1 or v2: epochs, losses, Dice estimates, final validation",
    recognisedBy: "nnU-Net's stamped lines after its banner; named training_log_*.txt"
  )

  /// How many lines of the file are looked at.
  private static let lineLimit = 400

  static let greatestScore = 98

  static func score(head: RawSpan, fileName: String) -> Int {
    let isNamed = fileName.hasPrefix("training_log_")
    if head.starts(with: WholeDocumentParser.largeFilePointer) { return isNamed ? 60 : 0 }
    let evidence = Evidence(head: head, lineLimit: lineLimit, isNamed: isNamed)
    if !isNamed, evidence.isConsole { return 0 }
    if evidence.entries > 0 { return isNamed ? 98 : 75 }
    if evidence.hasProcessStart { return isNamed ? 90 : 60 }
    return isNamed && evidence.isText ? 30 : 0
  }

  static func makeParser(_ context: ParserContext) -> any LogParser { NNUNetTrainingLogParser() }

  /// What the first lines of a file show.
  private struct Evidence {
    /// Stamped lines that are nnU-Net's.
    var entries = 0
    var hasProcessStart = false
    /// A line that nnU-Net prints but does not log, or that is not its own, stands among the first lines.
    var isConsole = false
    var isText = true

    /// Looks at lines until they decide: an entry of a file that is named as a log, a console's line of one that is not.
    init(head: RawSpan, lineLimit: Int, isNamed: Bool) {
      if head.extracting(0..<min(head.byteCount, 4096)).contains(byte: 0) { isText = false }
      var start = 0
      var lines = 0
      while start < head.byteCount, lines < lineLimit, isNamed ? entries == 0 : !isConsole {
        let end = head.firstOffset(of: 0x0A, from: start) ?? head.byteCount
        look(at: head.extracting(start..<end))
        start = end + 1
        lines += 1
      }
    }

    private mutating func look(at line: RawSpan) {
      guard let (_, length) = TrainingLogLines.leadingStamp(line) else {
        lookAtUnstamped(line.trimmed())
        return
      }
      switch TrainingLogEntry(body: line.dropping(length).trimmed()) {
      case .empty, .foreign, .unreadable: break
      default: entries += 1
      }
    }

    private mutating func lookAtUnstamped(_ text: RawSpan) {
      guard text.byteCount > 0 else { return }
      if text.starts(with: "Please cite the following paper when using nnU-Net:") || text.equals("Starting...") {
        hasProcessStart = true
      } else if TrainingLogConsole.isConsoleOnly(text) {
        isConsole = true
      } else if !hasProcessStart, entries == 0, !TrainingLogConsole.isKnown(text) {
        // Nothing stands in a log before its first line.
        isConsole = true
      }
    }
  }
}

/// Reads one training log.
struct NNUNetTrainingLogParser: LogParser {
  private var reader = TrainingLogReader()
  private var foreign = TrainingLogFindings.Finding()
  private var isLargeFilePointer = false

  mutating func consume(_ line: RawSpan, number: Int) {
    if number == 1, line.starts(with: WholeDocumentParser.largeFilePointer) { isLargeFilePointer = true }
    if !reader.consume(line, number: number) { foreign.note(number) }
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    if isLargeFilePointer { return .none(.largeFilePointer) }
    var (log, version, diagnostics) = reader.finish()
    if let line = foreign.firstLine {
      let lines = foreign.count == 1 ? "One line is" : "\(foreign.count) lines are"
      diagnostics.append(
        Diagnostic(.info, "nnunet.foreign-lines", line: line, "\(lines) not nnU-Net's own; nothing was read from them.")
      )
    }
    guard log.generation != nil || log.firstStamp != nil else {
      diagnostics.append(Diagnostic(.warning, "nnunet.no-lines", "No line of the file is a line of nnU-Net's."))
      return ParsedContent(record: .none, diagnostics: diagnostics)
    }
    diagnostics.sort { ($0.line ?? .max, $0.code) < ($1.line ?? .max, $1.code) }
    return ParsedContent(record: .trainingLog(log), version: version, diagnostics: diagnostics)
  }
}

extension LogFormat {
  /// See ``NNUNetTrainingLogFormat``.
  public static let nnunetTrainingLog = LogFormat(rawValue: "nnunet-training-log")
}
