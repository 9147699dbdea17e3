import LogFormats

/// The state of one ingest: which files are being read, which wait for their turn to be written.
struct IngestRun {
  struct Finished: Sendable {
    var index: Int
    var outcome: FileOutcome
  }

  /// A batch is written when it has this many files or bytes, whichever comes first.
  private static let batchFiles = 1024
  private static let batchWeight = 16 << 20

  private let store: StudyStore
  private let plan: IngestPlan
  private(set) var summary: IngestSummary
  private let workers: Int
  private let declarations: Set<String>
  private let progress: (@Sendable (IngestProgress) -> Void)?
  private var started = 0
  private var finished = 0
  /// The next file to be written; files are written in order of path, so that keys do not depend on timing.
  private var next = 0
  private var waiting: [Int: FileOutcome] = [:]
  private var batch: [FileOutcome] = []
  private var weight = 0
  private var bytesDone: Int64 = 0
  private let bytesTotal: Int64

  init(
    store: StudyStore, plan: IngestPlan, summary: IngestSummary, workers: Int, declarations: Set<String>,
    progress: (@Sendable (IngestProgress) -> Void)?
  ) {
    self.store = store
    self.plan = plan
    self.summary = summary
    self.workers = workers
    self.declarations = declarations
    self.progress = progress
    bytesTotal = plan.bytesToRead
  }

  var isComplete: Bool { next == plan.toRead.count }

  /// The index of a file to be read now; `nil` while enough are being read or wait behind a slow one.
  mutating func nextToStart() -> Int? {
    guard started < plan.toRead.count, started - finished < workers, started - next < 8 * workers else { return nil }
    defer { started += 1 }
    return started
  }

  mutating func take(_ item: Finished) throws(StoreError) {
    finished += 1
    bytesDone += item.outcome.entry.byteCount
    progress?(
      IngestProgress(
        filesDone: finished, filesTotal: plan.toRead.count, bytesDone: bytesDone, bytesTotal: bytesTotal,
        currentPath: item.outcome.entry.path))
    waiting[item.index] = item.outcome
    while let outcome = waiting.removeValue(forKey: next) {
      next += 1
      count(outcome)
      batch.append(outcome)
      if case .success(let reading) = outcome.result { weight += reading.weight }
      if batch.count >= Self.batchFiles || weight >= Self.batchWeight { try commit() }
    }
  }

  /// Writes the batch in one transaction.
  mutating func commit() throws(StoreError) {
    let outcomes = batch
    if !outcomes.isEmpty {
      try store.writing { db in
        let writer = FileWriter(db: db, declarations: declarations)
        for outcome in outcomes { try writer.record(outcome) }
      }
    }
    batch = []
    weight = 0
  }

  private mutating func count(_ outcome: FileOutcome) {
    switch outcome.result {
    case .success(let reading):
      summary.read += 1
      summary.bytesRead += outcome.entry.byteCount
      if reading.format == .unknown { summary.unrecognised += 1 }
    case .failure(let problem):
      summary.unreadable += 1
      summary.problems.append(FileProblem(path: outcome.entry.path, problem: problem.text))
    }
  }
}
