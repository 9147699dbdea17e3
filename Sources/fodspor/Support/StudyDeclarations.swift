import Foundation
import LogFormats
import Reporting
import StudyFile

/// What a study file says about traces, for files that are read one by one.
struct StudyDeclarations {
  private let study: StudyFile
  private let folder: String

  /// Reads a study file; ends the command with status 2 when it cannot be used.
  init(studyFile path: String) throws {
    do {
      study = try StudyFileLocator.load(path: path, beside: []).file
    } catch {
      for message in error.messages { Terminal.message(message) }
      throw ExitStatus.failure
    }
    folder = URL(filePath: path).absoluteURL.deletingLastPathComponent().standardizedFileURL.path(percentEncoded: false)
  }

  /// What is said about a file, by its path below the study file's folder.
  func declaration(ofFile path: String) -> TraceDeclaration? {
    let absolute = URL(filePath: path).absoluteURL.standardizedFileURL.path(percentEncoded: false)
    guard absolute.hasPrefix(folder) else { return nil }
    return study.traceDeclaration(ofFile: String(absolute.dropFirst(folder.count)))
  }
}
