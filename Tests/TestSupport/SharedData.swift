package import Foundation

/// Reference logs that are too many to keep in the package.
///
/// They are looked for in the folder that the environment variable `FODSPOR_SHARED` names, else in `shared` beside
/// the package. Tests that need them are skipped where they are absent, except in continuous integration.
package enum SharedData {
  /// The folder; `nil` when there is none.
  package static let root: URL? = {
    let named = ProcessInfo.processInfo.environment["FODSPOR_SHARED"].map { URL(fileURLWithPath: $0) }
    let candidate = named ?? packageRoot.deletingLastPathComponent().appendingPathComponent("shared")
    var isDirectory: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: candidate.path, isDirectory: &isDirectory)
    return exists && isDirectory.boolValue ? candidate : nil
  }()

  /// Whether the reference logs can be read.
  package static var isAvailable: Bool { root != nil }

  /// Whether a test must fail when the reference logs are absent.
  package static var isRequired: Bool { ProcessInfo.processInfo.environment["CI"] == "true" }

  /// Whether tests that need the reference logs should run.
  package static var shouldRun: Bool { isAvailable || isRequired }

  /// A file or folder among the reference logs; `nil` when there is none of that name.
  package static func url(_ relative: String) -> URL? {
    guard let url = root?.appendingPathComponent(relative), FileManager.default.fileExists(atPath: url.path) else {
      return nil
    }
    return url
  }

  /// Every regular file below a folder among the reference logs, by its path below that folder, in order of path.
  package static func files(below relative: String) -> [(path: String, url: URL)] {
    guard let folder = url(relative), let walk = FileManager.default.enumerator(atPath: folder.path) else { return [] }
    return walk.compactMap { $0 as? String }.sorted().compactMap { path in
      let url = folder.appendingPathComponent(path)
      var isDirectory: ObjCBool = false
      let exists = FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory)
      return exists && !isDirectory.boolValue ? (path, url) : nil
    }
  }

  /// This file is `Tests/TestSupport/SharedData.swift` below the package's root.
  private static var packageRoot: URL {
    var url = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { url.deleteLastPathComponent() }
    return url
  }
}
