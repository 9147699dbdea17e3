#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Where the inputs of a manifest lie now.
struct InputsFolder {
  let path: String
  private let manifest: ReportManifest

  /// Takes the folder that was named, or looks for one: the working directory, the folders above the report, and the
  /// folders in each of these; the one with the most of the inputs is taken.
  init(_ manifest: ReportManifest, report: String, named: String?) throws(VerificationError) {
    self.manifest = manifest
    if let named {
      guard Self.found(manifest, in: named) > 0 else { throw .inputsNotFound(folder: named) }
      path = Self.trimmed(named)
      return
    }
    var best: (path: String, count: Int)?
    for candidate in Self.candidates(report: report) {
      let count = Self.found(manifest, in: candidate)
      if count > best?.count ?? 0 { best = (candidate, count) }
    }
    guard let best else { throw .inputsNotFound(folder: nil) }
    path = best.path
  }

  private static func trimmed(_ path: String) -> String {
    path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
  }

  /// The working directory, the folders above a report, and the folders in each of these.
  static func candidates(report: String) -> [String] {
    let manager = FileManager.default
    var bases = [manager.currentDirectoryPath]
    var above = URL(fileURLWithPath: report).standardizedFileURL
    for _ in 0..<3 {
      above = above.deletingLastPathComponent()
      // The whole disk is no place to look in.
      guard above.path != "/" else { break }
      bases.append(above.path)
    }
    return bases.reduce(into: []) { found, base in
      let names = (try? manager.contentsOfDirectory(atPath: base)) ?? []
      for path in [base] + names.sorted().prefix(200).map({ base + "/" + $0 }) where !found.contains(path) {
        found.append(path)
      }
    }
  }

  /// How many of the first inputs there are.
  private static func found(_ manifest: ReportManifest, in folder: String) -> Int {
    manifest.inputs.prefix(100).count { FileManager.default.fileExists(atPath: folder + "/" + $0.path) }
  }

  /// What to read: the manifest's roots that are there.
  var roots: [String] {
    manifest.roots.map { $0 == "." ? path : path + "/" + $0 }.filter { FileManager.default.fileExists(atPath: $0) }
  }

  /// Roots of the manifest that are gone.
  var missingRoots: [String] {
    manifest.roots.filter { $0 != "." && !FileManager.default.fileExists(atPath: path + "/" + $0) }
  }

  /// Makes sure that no input leads out of the folder by a link.
  func refuseLinksOutside() throws(VerificationError) {
    for input in manifest.roots where input != "." { try refuseLinkOutside(input) }
    for input in manifest.inputs { for path in [input.path] + input.copies { try refuseLinkOutside(path) } }
  }

  /// Makes sure that a file does not lead out of the folder by a link.
  func refuseLinkOutside(_ file: String) throws(VerificationError) { try LinkCheck.refuseOutside(file, of: path) }
}
