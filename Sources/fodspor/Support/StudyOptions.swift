import Accounting
import Alignment
public import ArgumentParser
import Foundation
import LogFormats
import Quantities
import Reporting
public import StudyFile
import StudyStore

/// What to read, and by which rules: the arguments that all study commands share.
struct StudyOptions: ParsableArguments {
  @Argument(help: "Folders and files to read. May be left out with --store.")
  var paths: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp("A store made by 'fodspor ingest'. What lies at PATH is added to it.", valueName: "file"))
  var store: String?

  @Option(
    name: .long,
    help: ArgumentHelp("The study file. Without it, fodspor.yml in the given folders is used.", valueName: "file"))
  var study: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "What is done where a trace has no samples: bridge, drop, mean, fail. Without it, gaps in fodspor.yml, else bridge.",
      valueName: "policy"))
  var gaps: GapPolicy?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "What to add to the times of some files, as in 'traces/gpu.csv=+2.5 s'; 0 keeps them as they are. Repeat it for "
        + "more files. It goes before clock-offsets in fodspor.yml.", valueName: "pattern=offset"))
  var clockOffset: [ClockOffsetArgument] = []

  func validate() throws {
    if paths.isEmpty, store == nil { throw ValidationError("Name at least one folder or file, or a --store.") }
  }

  /// A study as the commands need it.
  struct Loaded {
    let footprint: StudyFootprint
    let file: StudyFile
    let studyFilePath: String?
    /// The study file as it was read; `nil` when there is none.
    let studyText: String?
    /// The files that the study file names.
    let companions: StudyCompanions
    /// The store, which holds the samples.
    let store: StudyStore
  }

  /// Reads everything and accounts for it; prints what keeps that from being done and exits with status 2.
  func load() async throws -> Loaded {
    do {
      var (file, studyFilePath) = try StudyFileLocator.load(path: study, beside: paths)
      let studyText = studyFilePath.flatMap { try? String(contentsOfFile: $0, encoding: .utf8) }
      // What is accounted for is what the manifest has the hash of, so both come from one reading.
      let companions = try StudyCompanions.read(for: file, beside: studyFilePath)
      file.metricValues = companions.metricValues
      if let gaps { file.gaps = gaps }
      file.clockOffsets = clockOffset.map(\.rule) + file.clockOffsets
      if let studyFilePath {
        Terminal.message("using \(studyFilePath)")
      } else if paths.isEmpty {
        Terminal.message(
          "no study file is used: a store does not keep fodspor.yml; name it with --study if there is one")
      }
      let store = try await openStore(TraceDeclarations(file))
      Terminal.progress("aligning logs and adding up energies")
      defer { Terminal.endProgress() }
      let footprint = try StudyAccounting.footprint(
        of: store, study: file, paths: paths, studyFilePath: studyFilePath, companions: companions)
      return Loaded(
        footprint: footprint, file: file, studyFilePath: studyFilePath, studyText: studyText, companions: companions,
        store: store)
    } catch let error as StudyError {
      for message in error.messages { Terminal.message(message) }
    } catch let error as StoreError {
      Terminal.message(error.description)
    }
    throw ExitStatus.failure
  }

  /// What was chosen, for the manifest of a report.
  func choices(of loaded: Loaded) -> ReportChoices {
    var choices = ReportChoices()
    if let path = loaded.studyFilePath, let text = loaded.studyText {
      let folder = loaded.footprint.study.folder
      let absolute = URL(filePath: path).absoluteURL.standardizedFileURL.path(percentEncoded: false)
      let below = CommonFolder.relative(absolute, to: folder)
      let name = URL(filePath: path).lastPathComponent
      choices.studyFile = .init(name: below == absolute ? name : below, text: text)
    }
    choices.gaps = gaps
    choices.clockOffsets = clockOffset.map { .init(pattern: $0.pattern, seconds: $0.rule.offset.inSeconds) }
    return choices
  }

  private func openStore(_ declarations: TraceDeclarations) async throws -> StudyStore {
    if paths.isEmpty, let store { return try StudyStore(readingFrom: store) }
    let opened = try store.map { path throws(StoreError) in try StudyStore(path: path) } ?? StudyStore.temporary()
    for note in opened.notes { Terminal.message(note) }
    try await Ingestion.run(paths, into: opened, declarations: declarations, isKept: store != nil)
    return opened
  }
}

/// Reading into a store with progress on the terminal.
enum Ingestion {
  /// Reads paths into a store; a path that is not there is an error.
  ///
  /// - Parameter isKept: whether the store is there after the command has ended.
  @discardableResult
  static func run(
    _ paths: [String], into store: StudyStore, shard: IngestShard = .whole, declarations: TraceDeclarations = .none,
    isKept: Bool = true
  ) async throws -> IngestSummary {
    let progress = ProgressLine()
    let ingester = Ingester(store: store, declarations: declarations, progress: { progress.update($0) })
    defer { progress.end() }
    let reading = Task { try await ingester.ingest(paths: paths, shard: shard) }
    let interruption = Interruption { reading.cancel() }
    defer { interruption.end() }
    let summary: IngestSummary
    do {
      summary = try await reading.value
    } catch StoreError.cancelled {
      progress.end()
      Terminal.message(
        isKept
          ? "stopped; files that were read are in the store. Run the same command again to go on."
          : "stopped; nothing was kept. With --store FILE, what is read stays, and the next run goes on from there.")
      throw ExitStatus.interrupted
    }
    progress.end()
    for problem in summary.problems.prefix(20) { Terminal.message("\(problem.path): \(problem.problem)") }
    if summary.skippedReportFiles > 0 {
      Terminal.message(
        "\(summary.skippedReportFiles) files of an earlier report lie among the logs and were passed over")
    }
    if summary.problems.count > 20 {
      Terminal.message("and \(summary.problems.count - 20) more that could not be read")
    }
    return summary
  }
}

extension GapPolicy: ExpressibleByArgument {}
