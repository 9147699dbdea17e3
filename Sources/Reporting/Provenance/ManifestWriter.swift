import Accounting
import Alignment
import LogFormats
import ReportTemplates
import StudyFile
import StudyStore

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Makes the manifest of a report.
struct ManifestWriter {
  let footprint: StudyFootprint
  let file: StudyFile
  let companions: StudyCompanions
  let choices: ReportChoices
  let version: String
  /// The folder of the user's templates.
  let templates: String?

  /// The manifest of a report whose other files are these.
  func manifest(of files: [(path: String, text: String)]) -> ReportManifest {
    manifest(of: files.map { .init(path: $0.path, bytes: $0.text.utf8.count, sha256: ContentHash.of($0.text)) })
  }

  /// The manifest of a report whose other files were written.
  func manifest(of outputs: [ReportManifest.Output]) -> ReportManifest {
    let companions = companions.files.map { file in
      ReportManifest.Companion(
        path: ReportManifest.Companion.path(of: file.named, namedBy: choices.studyFile?.name ?? ""),
        bytes: file.bytes, sha256: file.sha256, records: file.records, uses: file.uses)
    }
    let uses = InputUses(footprint, companions: companions)
    return ReportManifest(
      versions: .init(
        fodspor: version, swift: Self.swiftVersion, readers: StudyStore.readerVersion, schema: ReportManifest.schema),
      roots: footprint.study.roots, choices: choices, tracker: footprint.basis.tracker.rawValue,
      gaps: footprint.basis.gaps.rawValue, templates: ownTemplates,
      constants: ManifestConstants.of(footprint, file: file),
      inputs: footprint.study.inputs.map { input in
        .init(
          path: input.path, copies: input.copies, bytes: input.byteCount, sha256: input.sha256,
          format: input.format.rawValue, version: input.version, lines: input.lineCount,
          records: uses.records(of: input), uses: uses.uses(of: input))
      }, companions: companions,
      outputs: outputs)
  }

  /// Those of the shipped names that lie in the user's folder.
  private var ownTemplates: [ReportManifest.Template] {
    guard let templates else { return [] }
    return ReportTemplates.documents.keys.sorted().compactMap { name in
      (try? Data(contentsOf: URL(fileURLWithPath: templates + "/" + name))).map {
        .init(name: name, sha256: ContentHash.of($0))
      }
    }
  }

  /// A program knows its compiler only by what it can be compiled by.
  private static var swiftVersion: String {
    #if compiler(>=6.5)
      "6.5 or later"
    #elseif compiler(>=6.4)
      "6.4"
    #elseif compiler(>=6.3)
      "6.3"
    #elseif compiler(>=6.2)
      "6.2"
    #else
      "6.1"
    #endif
  }
}
