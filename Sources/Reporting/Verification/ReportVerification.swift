import Accounting
import StudyFile
public import StudyStore

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What is left of a report when it is made again from the same inputs with the same choices.
public struct ReportVerification: Sendable {
  /// What became of a file of the report.
  enum FileState: String, Sendable, Hashable {
    /// Made again, it has the same bytes.
    case agrees
    /// Made again, it has other bytes.
    case differs
    /// This version does not make it.
    case gone = "not made"
  }

  /// One file that the manifest lists.
  struct File: Sendable, Hashable {
    let path: String
    let state: FileState
    /// The file beside the manifest is another than the manifest says: it was edited.
    let isEdited: Bool
    /// There is none beside the manifest.
    let isMissing: Bool
  }

  /// The folder of the inputs.
  public let inputsFolder: String
  let inputCount: Int
  let constantCount: Int
  /// Of inputs, constants and versions; the choices are the manifest's own.
  let manifests: ManifestDifference
  let files: [File]
  /// Files that this version makes and the manifest does not list.
  let newFiles: [String]
  let changes: [TableComparison.CellChange]
  let addedRows: [TableComparison.RowChange]
  let removedRows: [TableComparison.RowChange]
  /// Tables that differ, and whose old numbers are gone or were edited.
  let lostTables: [String]
  /// Numbers in tables that agree as a whole, or that stand in both states.
  let comparedNumbers: Int
  /// Whole folders of inputs are missing, so that nothing could be made again.
  let missingRoots: [String]
  /// How many files the study file names.
  let companionCount: Int
  /// Why nothing could be made again, a sentence for each reason; empty when it was.
  let obstacles: [String]

  /// Whether inputs, companions, constants, files and numbers all agree; another version by itself is no difference.
  public var agrees: Bool {
    obstacles.isEmpty && manifests.inputs.isEmpty && manifests.companions.isEmpty && manifests.constants.isEmpty
      && files.allSatisfy { $0.state == .agrees && !$0.isEdited }
  }

  /// Makes the report again and compares; inputs are only read, and nothing is written.
  ///
  /// - Parameters:
  ///   - path: a manifest, or the folder of a report.
  ///   - inputs: the folder that the inputs' paths begin in; `nil` to look for it.
  ///   - templates: the user's templates, where the report was made with some.
  ///   - followsLinks: whether inputs, and files of the report, may lead out of their folder by links.
  ///   - version: this fodspor's.
  ///   - progress: told after each file that was read.
  public static func verify(
    _ path: String, inputs: String?, templates: String?, followsLinks: Bool, version: String,
    progress: (@Sendable (IngestProgress) -> Void)? = nil
  ) async throws(VerificationError) -> ReportVerification {
    let old: ReportManifest
    let report: String
    do { (old, report) = try ReportManifest.read(path) } catch { throw .manifest(error) }
    guard old.templates.isEmpty || templates != nil else { throw .templates(names: old.templates.map(\.name)) }
    let folder = try InputsFolder(old, report: report, named: inputs)
    if !followsLinks {
      try folder.refuseLinksOutside()
      for output in old.outputs { try LinkCheck.refuseOutside(output.path, of: report) }
    }
    let file: StudyFile
    do { file = try old.choices.apply(messageName: path) } catch { throw .study(.studyFile(error)) }
    let companions = try CompanionSearch(old, file: file, folder: folder, report: report, followsLinks: followsLinks)
    var obstacles = folder.missingRoots.map { "\($0) is missing" } + companions.obstacles
    guard obstacles.isEmpty else {
      return ReportVerification(
        old, folder: folder, report: report, companions: companions, obstacles: obstacles, made: nil)
    }
    let remade: Remade
    do {
      remade = try await recompute(
        old, file: file, companions: companions, folder: folder, templates: templates, version: version,
        progress: progress)
    } catch .study(let error) where !companions.changes.isEmpty {
      // A changed companion may be none any more, or may no longer cover the trainings.
      obstacles.append(error.description)
      return ReportVerification(
        old, folder: folder, report: report, companions: companions, obstacles: obstacles, made: nil)
    }
    return ReportVerification(
      old, folder: folder, report: report, companions: companions, obstacles: [], made: remade)
  }

  /// A report that was made again.
  private typealias Remade = (manifest: ReportManifest, files: [(path: String, text: String)])

  /// Reads the inputs, and makes every file of the report from them, in memory.
  private static func recompute(
    _ old: ReportManifest, file: StudyFile, companions: CompanionSearch, folder: InputsFolder, templates: String?,
    version: String, progress: (@Sendable (IngestProgress) -> Void)?
  ) async throws(VerificationError) -> Remade {
    var file = file
    let read: StudyCompanions
    do { read = try companions.read(for: file) } catch { throw .study(error) }
    file.metricValues = read.metricValues
    let store: StudyStore
    do {
      store = try StudyStore.temporary()
      let ingester = Ingester(store: store, declarations: TraceDeclarations(file), progress: progress)
      _ = try await ingester.ingest(paths: folder.roots)
    } catch {
      throw .store(error)
    }
    let footprint: StudyFootprint
    do {
      footprint = try StudyAccounting.footprint(
        of: store, study: file, paths: folder.roots,
        studyFilePath: old.choices.studyFile.map { folder.path + "/" + $0.name }, companions: read)
    } catch { throw .study(error) }
    let templates = old.templates.isEmpty ? nil : templates
    // The old version's name, so that texts differ by what was computed and not by who computed it.
    let report = StudyReport(
      footprint: footprint, file: file, hasStudyFile: old.choices.studyFile != nil, version: old.versions.fodspor,
      choices: old.choices, companions: read)
    let made: [(path: String, text: String)]
    do { made = try report.render(templates: templates) } catch { throw .report(error) }
    let files = made.filter { $0.path != ReportManifest.path }
    let writer = ManifestWriter(
      footprint: footprint, file: file, companions: read, choices: old.choices, version: version,
      templates: templates)
    return (writer.manifest(of: files), files)
  }
}

// MARK: - Comparing

extension ReportVerification {
  /// Compares what a manifest says with what was made now; without it only the inputs that are gone are known.
  private init(
    _ old: ReportManifest, folder: InputsFolder, report: String, companions: CompanionSearch, obstacles: [String],
    made: Remade?
  ) {
    inputsFolder = folder.path
    // Companions among the inputs count as companions.
    let named = Set(companions.files.map(\.path))
    inputCount = old.inputs.flatMap { [$0.path] + $0.copies }.count { !named.contains($0) }
    constantCount = old.constants.count
    missingRoots = folder.missingRoots
    companionCount = companions.files.count
    self.obstacles = obstacles
    var difference = ManifestDifference(old, made?.manifest ?? old)
    difference.choices = []
    if made == nil {
      difference.inputs = old.inputs.flatMap { [$0.path] + $0.copies }
        .filter { !FileManager.default.fileExists(atPath: folder.path + "/" + $0) }
        .map { .init(kind: .missing, path: $0) }.sorted()
    }
    difference.companions = companions.changes
    difference.inputs.removeAll { named.contains($0.path) }
    manifests = difference
    let texts = Dictionary((made?.files ?? []).map { ($0.path, $0.text) }, uniquingKeysWith: { first, _ in first })
    let listed = Set(old.outputs.map(\.path))
    newFiles = (made?.files ?? []).map(\.path).filter { !listed.contains($0) }
    var files: [File] = []
    var comparisons: [TableComparison] = []
    var lost: [String] = []
    var agreeing = 0
    for output in made == nil ? [] : old.outputs {
      let isTable = output.path.hasPrefix("tables/") && output.path.hasSuffix(".csv")
      let beside = WrittenOutput(reading: report + "/" + output.path, listed: output, keeps: isTable)
      let text = texts[output.path]
      let state: FileState = text.map { ContentHash.of($0) == output.sha256 ? .agrees : .differs } ?? .gone
      files.append(
        File(path: output.path, state: state, isEdited: beside?.isAsWritten == false, isMissing: beside == nil))
      guard isTable else { continue }
      let name = String(output.path.dropFirst(7).dropLast(4))
      if state == .agrees, let text {
        agreeing += NumberTable(name: name, csv: text).numberCount
      } else if let content = beside?.content {
        let before = NumberTable(name: name, csv: String(decoding: content, as: UTF8.self))
        // A table without any row is not written.
        let none = NumberTable(name: name, columns: before.columns, rows: [])
        let after = text.map { NumberTable(name: name, csv: $0) } ?? none
        comparisons.append(TableComparison(before, after))
      } else {
        lost.append(name)
      }
    }
    self.files = files
    lostTables = lost
    changes = comparisons.flatMap(\.changes)
    addedRows = comparisons.flatMap(\.added)
    removedRows = comparisons.flatMap(\.removed)
    comparedNumbers = comparisons.reduce(agreeing) { $0 + $1.comparedNumbers }
  }
}
