import Accounting
import Alignment
import Foundation
import LogFormats
import Quantities
import StudyFile
import StudyStore

/// A folder of small logs that is deleted with its last reference.
final class StudyFolder {
  let path: String

  init() throws {
    let folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent("AlignmentTests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    path = folder.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file, its folders included.
  func write(_ text: String, to name: String) throws {
    let url = URL(fileURLWithPath: path + "/" + name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  /// Writes a training log where nnU-Net puts it.
  func write(_ story: TrainingStory) throws { try write(story.log(), to: story.path) }

  /// Writes a carbontracker standard log into a folder.
  func write(_ story: TrackerStory, in folder: String) throws {
    try write(story.standardLog(), to: folder + "/" + story.fileName)
  }

  /// Reads everything and accounts for it, without overhead (PUE 1) and at 100 g/kWh.
  ///
  /// - Parameters:
  ///   - yaml: the study file.
  ///   - parts: what is ingested, one after another; the whole folder when `nil`.
  func analyse(_ yaml: String = "", parts: [String]? = nil) async throws -> StudyFootprint {
    let store = try StudyStore.temporary()
    let file = try StudyFile.parse(yaml, fileName: "fodspor.yml")
    let declarations = TraceDeclarations(file.traces.map(\.declaration)) { file.traceDeclaration(ofFile: $0) }
    let ingester = Ingester(store: store, workers: 2, declarations: declarations)
    for part in parts ?? [""] {
      _ = try await ingester.ingest(paths: [part.isEmpty ? path : path + "/" + part])
    }
    let basis = AccountingBasis(
      pue: SourcedPUE(value: .none, source: "the test", kind: .studyFile),
      intensity: SourcedIntensity(value: .gramsPerKilowattHour(100), source: "the test", kind: .user),
      car: .standard, tracker: file.carbontracker, gaps: file.gaps)
    return try StudyFootprint(try StudyAligner.align(store, study: file), store: store, basis: basis, file: file)
  }
}

extension StudyFootprint {
  /// The codes of all findings.
  var codes: Set<String> { Set(diagnostics.map(\.diagnostic.code)) }

  /// The messages of all findings of a kind.
  func messages(_ code: String) -> [String] {
    diagnostics.filter { $0.diagnostic.code == code }.map(\.diagnostic.message)
  }

  /// Every attempt with its footprint, in order of run and time.
  var attempts: [(attempt: Attempt, footprint: AttemptFootprint)] {
    runs.flatMap { Array(zip($0.run.attempts, $0.attempts)) }
  }
}

extension AttemptFootprint {
  /// The chosen energy of a component.
  func component(_ component: Component) -> ComponentEnergy? { components.first { $0.component == component } }
}
