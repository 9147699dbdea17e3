public import LogFormats
import Quantities
public import StudyFile
public import StudyStore

/// A study on one timeline: runs with their attempts, evidence with its place, and what was found on the way.
public struct AlignedStudy: Sendable {
  /// In order of identity.
  public let runs: [Run]
  /// In order of id.
  public let evidence: [Evidence]
  /// Every finding about the study's files, the parsers' included, gravest first.
  public let diagnostics: [StudyDiagnostic]
  /// Every content that was read, in order of path.
  public let inputs: [Input]

  /// A file of the study.
  public struct Input: Sendable, Hashable {
    /// As reports print it.
    public let path: String
    /// Other paths with the same bytes.
    public let copies: [String]
    public let format: LogFormat
    public let version: String?
    /// Unpacked bytes.
    public let byteCount: Int
    /// Lines of the unpacked file.
    public let lineCount: Int
    /// Of the unpacked bytes, lower-case hexadecimal.
    public let sha256: String
  }

  /// What of shared traces counts for nobody, in order of evidence.
  public let remainders: [TraceRemainder]

  /// What nnU-Net recorded about selections, in order of path.
  public let selections: [SelectionRecord]
  /// Into how many folds data sets were split, in order of path.
  public let splits: [SplitRecord]
  /// What was given to be read, as paths below the folder that holds all of it (``folder``), in order; `.` is that
  /// folder itself.
  public let roots: [String]
  /// The deepest folder that holds everything that was given, an absolute path. It is in no output: reports do not
  /// depend on where a study lies.
  public let folder: String

  /// The evidence with an id.
  public func evidence(_ id: String) -> Evidence? { evidenceByID[id].map { evidence[$0] } }

  private let evidenceByID: [String: Int]

  init(
    runs: [Run], evidence: [Evidence], diagnostics: [StudyDiagnostic], inputs: [Input],
    remainders: [TraceRemainder] = [], selections: [SelectionRecord] = [], splits: [SplitRecord] = [],
    roots: [String] = [], folder: String = "/"
  ) {
    self.selections = selections
    self.splits = splits
    self.roots = roots
    self.folder = folder
    self.remainders = remainders
    self.runs = runs
    self.evidence = evidence
    self.diagnostics = diagnostics
    self.inputs = inputs
    evidenceByID = Dictionary(
      evidence.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
  }
}

/// Puts a store's logs on one timeline and decides which evidence belongs to which run.
public enum StudyAligner {
  /// Aligns everything in a store by the rules of a study file.
  ///
  /// The result depends on the contents and their paths below the study's folder only: not on the order of ingest.
  ///
  /// - Parameter studyFilePath: where the study file was read from, so that it is not told as no log.
  public static func align(
    _ store: StudyStore, study: StudyFile, studyFilePath: String? = nil
  ) throws(StoreError) -> AlignedStudy {
    let index = try StudyIndex(store: store, study: study)
    let clocks = HostClocks(study: study)
    var builder = AttemptBuilder(index: index, clocks: clocks)
    let stitched = RunStitcher.runs(builder.attempts())
    var runs = stitched.runs
    let facts = RunFacts(index: index)
    let nodes = JobNodes(index: index)
    for place in runs.indices {
      facts.complete(&runs[place])
      nodes.complete(&runs[place])
    }

    var collector = EvidenceCollector(index: index, clocks: clocks)
    let evidence = try collector.evidence(from: store)
    let processes = index.entries.compactMap { entry -> GPUProcessLog? in
      guard case .gpuProcesses(let log) = entry.content.record else { return nil }
      return log
    }
    var linker = EvidenceLinker(runs: runs, evidence: evidence, study: study, processes: processes)
    linker.linkDeclaredAndTrackers()
    var zones = ClockSolver(runs: linker.runs, evidence: linker.evidence, store: store, ties: linker.ties())
    try zones.solveZones()
    linker.take(zones)
    linker.linkRest()
    let apart = try linker.resolveSideBySide(store: store)
    var offsets = ClockSolver(runs: linker.runs, evidence: linker.evidence, store: store, ties: linker.linkedTraces())
    offsets.measured = apart
    try offsets.solveResiduals(of: linker.linkedTraces())
    linker.take(offsets)
    runs = linker.runs
    var ends = AbortedEpochEnds(evidence: linker.evidence, runs: runs)
    for run in runs.indices { ends.settle(&runs[run]) }
    // Windows are final now.
    var sharing = TraceSharing(runs: runs, evidence: linker.evidence, study: study, processes: processes)
    sharing.measured = try DeviceUse.find(in: runs, evidence: linker.evidence, store: store).merging(apart) { $1 }
    sharing.share()
    runs = sharing.runs
    for run in runs.indices {
      for place in runs[run].attempts.indices {
        let attempt = runs[run].attempts[place]
        runs[run].attempts[place].parts = TimelinePartition.parts(
          window: attempt.window, epochs: attempt.epochs, checkpoints: attempt.checkpoints,
          validation: attempt.validation, trainingDone: attempt.trainingDone)
        runs[run].attempts[place].log.epochs = []
      }
    }

    var diagnostics = builder.diagnostics + stitched.diagnostics + collector.diagnostics + linker.diagnostics
    diagnostics +=
      zones.diagnostics + offsets.diagnostics + offsets.found.diagnostics + ends.diagnostics + sharing.diagnostics
    diagnostics += assumedZones(runs: runs, evidence: linker.evidence)
    diagnostics += SharedDevices.findings(runs: runs, evidence: linker.evidence)
    diagnostics += facts.overwrittenResults(runs) + facts.disagreements(runs)
    diagnostics += UnmatchedPatterns.findings(
      study: study,
      paths: index.entries.flatMap { [$0.path] + $0.copies } + index.ignored + index.unreadable.map(\.path))
    let studyFile = studyFilePath.map { CommonFolder.relative(AbsolutePath.lexical($0), to: index.base) }
    for entry in index.entries {
      // A copy of the study file elsewhere is told all the same.
      let isRead = entry.content.format != .unknown
      guard let path = ([entry.path] + entry.copies).first(where: { isRead || $0 != studyFile }) else { continue }
      diagnostics += entry.content.diagnostics.map { StudyDiagnostic(path: path, $0) }
    }
    if let example = index.ignored.first {
      diagnostics.append(
        StudyDiagnostic(
          path: nil,
          Diagnostic(
            .info, "file.ignored",
            "\(index.ignored.count) files are left out by ignore in fodspor.yml, such as \(example).")))
    }
    diagnostics += index.unreadable.map {
      StudyDiagnostic(path: $0.path, Diagnostic(.error, "file.unreadable", $0.problem))
    }
    diagnostics += try ShardCensus([("", store.shards())]).findings.filter(\.isIncomplete).map {
      StudyDiagnostic(path: nil, Diagnostic(.error, "store.incomplete", "The store may lack logs: \($0.sentence)."))
    }
    let documents = SelectionDocuments(index: index)
    return AlignedStudy(
      runs: runs, evidence: linker.evidence, diagnostics: Array(Set(diagnostics)).sorted(),
      inputs: index.entries.map {
        .init(
          path: $0.path, copies: $0.copies, format: $0.content.format, version: $0.content.version,
          byteCount: $0.content.byteCount, lineCount: $0.content.lineCount, sha256: $0.content.sha256)
      }, remainders: sharing.remainders, selections: documents.selections, splits: documents.splits,
      roots: index.roots, folder: index.base)
  }

  /// One finding for all clocks that were taken to show UTC because no rule says otherwise.
  private static func assumedZones(runs: [Run], evidence: [Evidence]) -> [StudyDiagnostic] {
    let logs = runs.flatMap(\.attempts).count { $0.clock.basis == .assumedUTC }
    let others = evidence.count { $0.clock.basis == .assumedUTC && $0.window != nil }
    guard logs + others > 0 else { return [] }
    return [
      StudyDiagnostic(
        path: nil,
        Diagnostic(
          .info, "clock.zone-assumed",
          "\(logs) training logs and \(others) other records have local times without a zone and no rule in "
            + "fodspor.yml; their clocks were taken to show UTC. Logs of one host still fit each other."))
    ]
  }
}
