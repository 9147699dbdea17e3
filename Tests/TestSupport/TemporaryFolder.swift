package import Foundation

/// A folder of its own that disappears with the last reference to it.
package final class TemporaryFolder: Sendable {
  package let url: URL

  package init() throws {
    url = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appending(path: "fodspor-tests-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  package var path: String { url.path }

  /// The path of something in the folder, which need not be there.
  package func path(_ relative: String) -> String { url.appending(path: relative).path }

  /// Writes a file, with the folders above it.
  package func write(_ text: String, to relative: String) throws { try write(Data(text.utf8), to: relative) }

  /// Writes a file, with the folders above it.
  package func write(_ data: Data, to relative: String) throws {
    let file = url.appending(path: relative)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
  }

  /// A file's text.
  package func text(_ relative: String) throws -> String {
    try String(contentsOf: url.appending(path: relative), encoding: .utf8)
  }

  /// Whether something is there.
  package func has(_ relative: String) -> Bool { FileManager.default.fileExists(atPath: path(relative)) }

  /// Every file below a folder by its path, with its bytes.
  package func files(below relative: String) throws -> [String: Data] {
    let folder = url.appending(path: relative)
    var files: [String: Data] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
      var isDirectory: ObjCBool = false
      let file = folder.appending(path: path)
      if FileManager.default.fileExists(atPath: file.path, isDirectory: &isDirectory), !isDirectory.boolValue {
        files[path] = try Data(contentsOf: file)
      }
    }
    return files
  }
}
