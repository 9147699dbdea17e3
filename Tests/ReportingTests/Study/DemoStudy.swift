import Accounting
import Foundation
import Reporting
import StudyFile
import StudyStore

/// The study in `fixtures/demo-study`, with its study file, read once.
enum DemoStudy {
  /// The package's folder.
  static let packageRoot: URL = {
    // This file is `Tests/ReportingTests/Study/DemoStudy.swift` below it.
    var url = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { url.deleteLastPathComponent() }
    return url
  }()

  /// Where the study lies.
  static let folder = packageRoot.appending(path: "fixtures/demo-study")

  /// The study's numbers and the text of its study file.
  static let footprint = Task {
    let (file, path) = try StudyFileLocator.load(path: nil, beside: [folder.path])
    let store = try StudyStore.temporary()
    _ = try await Ingester(store: store).ingest(paths: [folder.path])
    return (
      file,
      try StudyAccounting.footprint(of: store, study: file, paths: [folder.path], studyFilePath: path)
    )
  }

  /// The report, by a version of fodspor that never changes.
  static func report() async throws -> StudyReport {
    let (file, footprint) = try await footprint.value
    return StudyReport(footprint: footprint, file: file, hasStudyFile: true, version: "0.0.0")
  }
}
