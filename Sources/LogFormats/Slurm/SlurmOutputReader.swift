import LogScanning
import Quantities

/// Reads what a job printed: nnU-Net's and carbontracker's lines among any others.
struct SlurmOutputReader {
  private var capture = ConsoleCapture()
  private var training = TrainingLogReader()
  private var tracker = TrackerOutputReader(kind: .console)
  private var tracebacks = TracebackCollector()
  private var interruptionLine: Int?
  private var places = PlacementReader()
  private let jobInName: Int?
  private let arrayInName: (job: Int, task: Int)?

  /// Makes a reader; the file's name may hold the job's number.
  init(fileName: String) {
    jobInName = SlurmJobNumber.inName(fileName)
    arrayInName = SlurmJobNumber.arrayInName(fileName)
  }

  /// Takes the next line.
  mutating func consume(_ line: RawSpan, number: Int) {
    if let bytes = ConsoleLine.withoutEscapes(line) {
      consumePlain(bytes.span.bytes, number: number)
    } else {
      consumePlain(line, number: number)
    }
  }

  private mutating func consumePlain(_ line: RawSpan, number: Int) {
    // It parts lines at carriage returns by itself.
    let isTraining = training.consume(line, number: number)
    let visible = line.dropping(ConsoleLine.visibleStart(line))
    let isTracker = tracker.consume(visible, number: number)
    tracebacks.consume(visible, number: number)
    guard !isTracker, !isTraining || visible.byteCount > 0 else { return }
    if capture.slurmJob == nil { capture.slurmJob = SlurmJobNumber.inText(visible) }
    if !isTraining { places.consume(visible) }
    if let interruption = SlurmInterruption.read(visible), interruption.rank > capture.interruption?.rank ?? -1 {
      capture.interruption = interruption
      interruptionLine = number
    }
  }

  /// Ends the text.
  mutating func finish() -> ParsedContent {
    capture.tracebacks = tracebacks.tracebacks
    setPlacement()
    var diagnostics: [Diagnostic] = []
    let (log, version, trainingDiagnostics) = training.finish()
    // Other programs stamp their lines in the same way, but know neither epochs nor folds.
    if log.firstStamp != nil, log.generation != nil || !log.epochs.isEmpty || log.validation != nil {
      capture.training = log
      diagnostics += trainingDiagnostics
    } else {
      // Epochs without stamps have no place in time; that they are there is told.
      diagnostics += trainingDiagnostics.filter { $0.code == "nnunet.unstamped-epochs" }
    }
    let (trackerLog, trackerDiagnostics) = tracker.finish()
    if tracker.sawTracker || !trackerLog.sessions.isEmpty {
      capture.tracker = trackerLog
      diagnostics += trackerDiagnostics
    }
    diagnostics += ownDiagnostics()
    diagnostics = diagnostics.enumerated().sorted { left, right in
      (left.element.line ?? 0, left.offset) < (right.element.line ?? 0, right.offset)
    }.map(\.element)
    return ParsedContent(
      record: .console(capture), version: capture.training == nil ? nil : version, diagnostics: diagnostics)
  }

  /// The name goes before the text, but an array's name has the number that all its tasks share.
  private mutating func setPlacement() {
    var placement = places.placement
    let inText = capture.slurmJob ?? placement.job
    if let arrayInName {
      placement.arrayJob = arrayInName.job
      placement.arrayTask = arrayInName.task
      placement.job = inText
    } else {
      placement.job = jobInName ?? inText
    }
    // An array's task with only the shared number is still told by it.
    capture.slurmJob = placement.job ?? jobInName ?? inText
    capture.placement = placement.isEmpty ? nil : placement
  }

  private func ownDiagnostics() -> [Diagnostic] {
    var diagnostics = capture.tracebacks.map { traceback in
      Diagnostic(.warning, "slurm.traceback", line: traceback.line, "A traceback ends with \(traceback.error)")
    }
    if let interruption = capture.interruption {
      diagnostics.append(
        Diagnostic(
          .warning, "slurm.interrupted", line: interruptionLine, "The process was ended \(interruption.phrase)."))
    }
    if capture.training == nil, capture.tracker == nil {
      diagnostics.append(
        Diagnostic(.info, "slurm.nothing-known", "The text has no line of nnU-Net or carbontracker."))
    }
    return diagnostics
  }
}
