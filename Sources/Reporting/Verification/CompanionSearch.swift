import LogScanning
import StudyFile

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The files that a manifest's study file names, as they lie now.
///
/// Each is looked for by its path in the folder of the inputs. If it is not there it is looked for near the report, where
/// only a file with the hash of the manifest will do: a name alone says little of a file that was never part of the
/// study's folder. Absolute paths in the study file and those that lead out of it are not followed, since a manifest
/// may come from anywhere.
struct CompanionSearch: Sendable {
  /// One of the files.
  struct File: Sendable {
    /// As the study file writes it.
    let named: String
    /// Below the study's folder.
    let path: String
    /// What the manifest says of it; `nil` if it says nothing.
    let listed: ReportManifest.Companion?
    /// `nil` if there is none, or if it cannot be read.
    let content: CompanionContent?
    /// Why it cannot be read; `nil` if it can, or if there is none.
    let problem: String?
  }

  let files: [File]
  /// The study file's name, for messages.
  private let studyFile: String

  /// Looks for the files.
  init(
    _ manifest: ReportManifest, file: StudyFile, folder: InputsFolder, report: String, followsLinks: Bool
  ) throws(VerificationError) {
    studyFile = manifest.choices.studyFile?.name ?? StudyFileLocator.fileName
    var files: [File] = []
    for (place, named) in StudyCompanions.names(in: file).enumerated() {
      let path = ReportManifest.Companion.path(of: named, namedBy: studyFile)
      let listed = manifest.companions.indices.contains(place) ? manifest.companions[place] : nil
      let own = listed?.path == path ? listed : nil
      let place = try Self.place(
        of: path, listed: own, in: folder, report: report, followsLinks: followsLinks, inputs: manifest.inputs)
      var content: CompanionContent?
      var problem: String?
      if let place {
        do { content = try CompanionContent(path: place) } catch { problem = "\(error)" }
      }
      files.append(.init(named: named, path: path, listed: own, content: content, problem: problem))
    }
    self.files = files
  }

  /// What became of the files, in order of path.
  var changes: [ManifestDifference.InputChange] {
    files.compactMap { file in
      guard let listed = file.listed else { return .init(kind: .added, path: file.path) }
      guard let content = file.content else { return .init(kind: .missing, path: file.path) }
      return content.sha256 == listed.sha256 ? nil : .init(kind: .changed, path: file.path)
    }.sorted()
  }

  /// A sentence for each file without which nothing can be computed.
  var obstacles: [String] {
    files.filter { $0.content == nil }.map { file in
      file.problem
        ?? "\(file.path), which \(studyFile) names, is missing; put it back, below the folder of the inputs"
    }
  }

  /// Reads what the files hold.
  func read(for file: StudyFile) throws(StudyError) -> StudyCompanions {
    try StudyCompanions.read(for: file, studyFile: studyFile) { named throws(FileReadError) in
      guard let content = files.first(where: { $0.named == named })?.content else { throw .notFound(path: named) }
      return content
    }
  }

  // MARK: - Looking

  /// Where a file lies; `nil` if it is nowhere.
  private static func place(
    of path: String, listed: ReportManifest.Companion?, in folder: InputsFolder, report: String, followsLinks: Bool,
    inputs: [ReportManifest.Input]
  ) throws(VerificationError) -> String? {
    let own = folder.path + "/" + path
    let manager = FileManager.default
    if manager.fileExists(atPath: own) {
      if !followsLinks { try folder.refuseLinkOutside(path) }
      return own
    }
    guard let listed else { return nil }
    // An absolute path may have led to one of the inputs.
    let same = inputs.filter { $0.sha256 == listed.sha256 }.flatMap { [$0.path] + $0.copies }
    let below = same.filter { manager.fileExists(atPath: folder.path + "/" + $0) }
    for input in below where !followsLinks { try folder.refuseLinkOutside(input) }
    let candidates =
      below.map { folder.path + "/" + $0 } + InputsFolder.candidates(report: report).map { $0 + "/" + path }
    return candidates.first { candidate in
      manager.fileExists(atPath: candidate)
        && (try? CompanionContent(path: candidate))?.sha256 == listed.sha256
    }
  }
}
