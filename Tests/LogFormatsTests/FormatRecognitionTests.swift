import Foundation
import LogFormats
import LogScanning
import Testing

@Suite("Recognition of formats")
struct FormatRecognitionTests {
  @Test("No format scores a fixture higher than it says it ever does, and leaving formats out changes nothing")
  func greatestScores() throws {
    var url = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { url.deleteLastPathComponent() }
    let root = url.appending(path: "fixtures").path
    var files = 0
    for name in try #require(FileManager.default.enumerator(atPath: root)).compactMap({ $0 as? String }) {
      guard let reader = try? LineReader(path: root + "/" + name) else { continue }
      let fileName = String(name.split(separator: "/").last ?? "")
      reader.withHead { head in
        var best: (format: LogFormat, score: Int)?
        for definition in FormatRegistry.definitions {
          let score = definition.score(head: head, fileName: fileName)
          #expect(score <= definition.greatestScore, "\(definition.format) of \(name)")
          if score >= FormatRegistry.threshold, score > best?.score ?? 0 { best = (definition.format, score) }
        }
        #expect(FormatRegistry.recognise(head: head, fileName: fileName)?.format == best?.format, "\(name)")
      }
      files += 1
    }
    #expect(files > 100)
  }
}
