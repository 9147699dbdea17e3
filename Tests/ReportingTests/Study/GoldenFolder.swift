import Foundation
import Testing

/// A folder of expected files beside the tests, which is compared as a whole.
struct GoldenFolder {
  private let url: URL
  private static let isRenewing = ProcessInfo.processInfo.environment["FODSPOR_RENEW_GOLDEN"] == "1"

  /// The folder of a name below `Tests/ReportingTests/Golden`.
  init(_ name: String) {
    url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Golden/\(name)")
  }

  /// Compares texts by path with the folder's files; writes these anew instead when `FODSPOR_RENEW_GOLDEN` is 1.
  func expect(_ files: [String: String], sourceLocation: SourceLocation = #_sourceLocation) throws {
    if Self.isRenewing { return try renew(files) }
    let found = try FileManager.default.subpathsOfDirectory(atPath: url.path).filter { $0.contains(".") }
    #expect(files.keys.sorted() == found.sorted(), "other files", sourceLocation: sourceLocation)
    for path in files.keys.sorted() where found.contains(path) {
      let expected = String(decoding: try Data(contentsOf: url.appending(path: path)), as: UTF8.self)
      let difference = TextDifference.first(files[path], expected)
      #expect(difference == nil, "\(path)", sourceLocation: sourceLocation)
    }
  }

  private func renew(_ files: [String: String]) throws {
    try? FileManager.default.removeItem(at: url)
    for (path, text) in files {
      let file = url.appending(path: path)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
  }
}
