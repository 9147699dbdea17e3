/// Joins stores, such as those of the tasks of an array job, into one.
///
/// A new store appears under its name when it is complete, and not before. Into a store that is there, contents are
/// written in batches, each of which leaves a good store; merging again after an interruption completes it. The order of
/// the stores, and how often one is merged, makes no difference. Several processes may merge into one store at a time.
public struct StoreMerger: Sendable {
  /// What a merge did.
  public struct Summary: Sendable, Hashable {
    /// Stores that were read.
    public var stores = 0
    /// Files that the merged store knows.
    public var files = 0
    /// Their distinct contents.
    public var contents = 0
    /// What is notable about the parts of shared-out ingests.
    public var findings: [ShardCensus.Finding] = []
    /// What is to be told about the merged store's file, such as that it was brought up to date.
    public var notes: [String] = []
  }

  private let inputs: [String]
  private let output: String
  private let allowsIncomplete: Bool

  /// Makes a merge.
  ///
  /// - Parameters:
  ///   - inputs: paths of stores; one that is named twice, and the output, are passed over.
  ///   - output: the path of the merged store, which is added to when it is there.
  ///   - allowsIncomplete: goes on when parts of a shared-out ingest are missing or unfinished.
  public init(inputs: [String], output: String, allowsIncomplete: Bool = false) {
    self.inputs = inputs
    self.output = AbsolutePath.lexical(output)
    self.allowsIncomplete = allowsIncomplete
  }

  /// Merges all stores.
  ///
  /// - Parameter progress: called before each store with its number from 1, how many there are, and its path.
  /// - Throws: ``StoreError/incompleteParts(_:)``, ``StoreError/pathNotFound(path:)``, ``StoreError/notAStore(path:)`` and
  ///   the other errors of opening a store before anything is written; those of ``StudyStore/merge(_:)`` later.
  public func run(
    progress: (_ number: Int, _ count: Int, _ path: String) -> Void = { _, _, _ in }
  ) throws(StoreError) -> Summary {
    let existing = FileStatus.of(output)
    let inputs = distinctInputs(leavingOut: existing?.identity)
    var stores: [(name: String, shards: [StoredShard])] = []
    for path in inputs { stores.append((path, try StudyStore(readingFrom: path).shards())) }
    let census = ShardCensus(stores, merged: existing == nil ? [] : try mergedShards())
    if census.isIncomplete, !allowsIncomplete {
      throw .incompleteParts(census.findings.filter(\.isIncomplete))
    }

    var summary = Summary(stores: inputs.count, findings: census.findings)
    summary.notes = UnfinishedMerge.removeAbandoned(of: output, except: inputs).map {
      "\($0): removed; a merge that was killed left it"
    }
    let unfinished: UnfinishedMerge? = existing == nil ? try UnfinishedMerge(of: output) : nil
    do throws(StoreError) {
      var target: StudyStore
      if let unfinished { target = unfinished.store } else { target = try StudyStore(path: output) }
      summary.notes += target.notes
      for (place, input) in inputs.enumerated() {
        if Task.isCancelled { throw .cancelled }
        progress(place + 1, inputs.count, input)
        try target.merge(StudyStore(readingFrom: input))
      }
      if let unfinished { target = try unfinished.finish() }
      (summary.files, summary.contents) = try target.counts()
      try target.close()
    } catch {
      unfinished?.remove()
      throw error
    }
    return summary
  }

  /// The parts that the output holds; one that another process is just making has none yet.
  private func mergedShards() throws(StoreError) -> [StoredShard] {
    do throws(StoreError) {
      return try StudyStore(readingFrom: output).shards()
    } catch .unmadeStore {
      return []
    } catch {
      throw error
    }
  }

  private func distinctInputs(leavingOut output: FileIdentity?) -> [String] {
    var seen: Set<FileIdentity> = output.map { [$0] } ?? []
    // One that is not there stays, for its error.
    return inputs.map { AbsolutePath.lexical($0) }
      .filter { path in FileStatus.of(path).map { seen.insert($0.identity).inserted } ?? true }
  }
}
