import Foundation

/// A text that acts where a program takes it for part of a format; `fixtures/hostile/payloads.json` has them.
package struct HostilePayload: Sendable, Decodable {
  /// The format that it is written for.
  package let kind: String
  package let name: String
  package let text: String
  /// From 10 on, two digits.
  package private(set) var number = 0

  private enum CodingKeys: CodingKey { case kind, name, text }

  /// The package's `fixtures/hostile`.
  static let folder: URL = {
    // This file is `Tests/HostileContent/HostilePayload.swift` below the package's folder.
    var url = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { url.deleteLastPathComponent() }
    return url.appending(path: "fixtures/hostile")
  }()

  /// All payloads, in order of number.
  package static func all() throws -> [HostilePayload] {
    struct List: Decodable { let payloads: [HostilePayload] }
    let data = try Data(contentsOf: folder.appending(path: "payloads.json"))
    return try JSONDecoder().decode(List.self, from: data).payloads.enumerated().map { place, payload in
      var payload = payload
      payload.number = 10 + place
      return payload
    }
  }
}
