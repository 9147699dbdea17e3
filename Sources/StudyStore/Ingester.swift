import Foundation
import LogFormats
import LogScanning

/// Reads files into a store: only those that are new or changed, several at a time, with the same outcome whatever the
/// order in which they are finished.
public struct Ingester: Sendable {
  /// As many workers as processors, but no more than 8: login nodes and file servers are shared.
  public static var defaultWorkers: Int { min(8, max(1, ProcessInfo.processInfo.activeProcessorCount)) }

  private let store: StudyStore
  private let workers: Int
  private let declarations: TraceDeclarations
  private let progress: (@Sendable (IngestProgress) -> Void)?

  /// Makes an ingester.
  ///
  /// - Parameters:
  ///   - store: where readings go.
  ///   - workers: how many files are read at a time, at least 1.
  ///   - declarations: what is said about traces that do not tell it themselves.
  ///   - progress: called after each file that was read, by one task at a time.
  public init(
    store: StudyStore, workers: Int = Ingester.defaultWorkers, declarations: TraceDeclarations = .none,
    progress: (@Sendable (IngestProgress) -> Void)? = nil
  ) {
    self.declarations = declarations
    self.store = store
    self.workers = max(1, workers)
    self.progress = progress
  }

  /// Brings the store up to date with all files under the paths.
  ///
  /// Files are committed in batches: when the task is cancelled or the process killed, what was committed stays and
  /// the next ingest goes on from there.
  ///
  /// - Parameters:
  ///   - paths: files and directories; symbolic links to directories inside them are not followed.
  ///   - shard: the part of the files to take.
  /// - Throws: ``StoreError/pathNotFound(path:)`` before anything is written when a path does not exist;
  ///   ``StoreError/cancelled``, what had been read before being written; ``StoreError/database(message:)``.
  public func ingest(paths: [String], shard: IngestShard = .whole) async throws(StoreError) -> IngestSummary {
    let walk = try FileWalk(paths: paths, excluding: store.ownFiles)
    let known = try store.reading { db in try KnownFiles(db) }
    let base = CommonFolder.of(known.places + walk.places)
    let declarations = declarations.relative(to: base)
    let assignment = ShardAssignment(entries: walk.entries, count: shard.count)
    let plan = IngestPlan(
      walk: walk, known: known, shard: shard, assignment: assignment, declarations: declarations)
    var part = StoredShard(
      roots: walk.roots.sorted(by: AbsolutePath.precedes), shard: shard, tree: assignment.tree,
      fileCount: plan.filesSeen, byteCount: plan.bytesSeen, isFinished: false)
    try store.writing { db in
      if !shard.isWhole { try ShardRows(db: db).put(part) }
      try plan.apply(to: db)
    }

    var summary = IngestSummary()
    summary.filesSeen = plan.filesSeen
    summary.unchanged = plan.unchanged
    summary.unrecognised = plan.unrecognised
    summary.vanished = plan.vanished.count
    summary.skippedByName = walk.skippedByName
    summary.skippedByKind = walk.skippedByKind
    summary.skippedReportFiles = walk.skippedReportFiles
    summary.linkedDirectories = walk.linkedDirectories
    try await readAll(plan, declarations, into: &summary)
    part.isFinished = true
    try store.writing { db in
      let rows = ShardRows(db: db)
      if shard.isWhole { try rows.forget(under: part.roots) } else { try rows.put(part) }
    }
    return summary
  }

  private func readAll(
    _ plan: IngestPlan, _ declarations: TraceDeclarations, into summary: inout IngestSummary
  ) async throws(StoreError) {
    var run = IngestRun(
      store: store, plan: plan, summary: summary, workers: workers, declarations: declarations.fingerprints,
      progress: progress)
    let result = await withTaskGroup(of: IngestRun.Finished.self) { group -> Result<IngestSummary, StoreError> in
      do throws(StoreError) {
        while !run.isComplete {
          if Task.isCancelled { break }
          while let index = run.nextToStart() {
            let entry = plan.toRead[index]
            group.addTask {
              IngestRun.Finished(index: index, outcome: Self.read(entry, declarations.declaration(ofFile: entry.path)))
            }
          }
          guard let finished = await group.next(), !Task.isCancelled else { break }
          try run.take(finished)
        }
        // What was read before the task was cancelled stays, and is not read again.
        try run.commit()
        if !run.isComplete { throw .cancelled }
        return .success(run.summary)
      } catch {
        group.cancelAll()
        return .failure(error)
      }
    }
    summary = try result.get()
  }

  /// Reads one file; what is wrong with it becomes part of the outcome.
  private static func read(_ entry: FileWalk.Entry, _ declaration: TraceDeclaration?) -> FileOutcome {
    if let problem = entry.problem { return FileOutcome(entry: entry, result: .failure(.init(text: problem))) }
    if Task.isCancelled {
      return FileOutcome(entry: entry, result: .failure(.init(text: "The reading was cancelled.")))
    }
    do {
      return FileOutcome(entry: entry, result: .success(try ContentReading(path: entry.path, declaration: declaration)))
    } catch {
      return FileOutcome(entry: entry, result: .failure(.init(text: sentence(for: error))))
    }
  }

  private static func sentence(for error: any Error) -> String {
    switch error as? FileReadError {
    case .notFound: "The file disappeared before it could be read."
    case .unreadable(_, let reason): "The file cannot be read (\(reason))."
    case .notARegularFile: "The path is no regular file any more."
    case .cancelled: "The reading was cancelled."
    case .damagedCompression(_, let offset): "The compressed data is damaged after \(offset) bytes; nothing was used."
    case .unpacksTooFar(_, let packed, let unpacked):
      "The compressed data unpacks to more than \(unpacked >> 20) MiB out of \(packed >> 10) KiB, as no log does; nothing "
        + "was used. Unpack it yourself if it is one."
    case .tooLarge(_, let limit): "The file is larger than \(limit >> 20) MiB."
    case nil: "The reading cannot be stored (\(error))."
    }
  }
}
