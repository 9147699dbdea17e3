import Foundation
import Testing

/// Expected outputs that stand beside the tests as files.
enum GoldenFile {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Golden/Tables")

  private static let isRenewing = ProcessInfo.processInfo.environment["FODSPOR_RENEW_GOLDEN"] == "1"

  /// Compares a text with the file of that name; writes the file instead when `FODSPOR_RENEW_GOLDEN` is 1.
  static func expect(_ text: String, matches name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let file = folder.appending(path: name)
    if isRenewing {
      try Data(text.utf8).write(to: file)
      return
    }
    let expected = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    #expect(text == expected, "\(name) differs", sourceLocation: sourceLocation)
  }
}
