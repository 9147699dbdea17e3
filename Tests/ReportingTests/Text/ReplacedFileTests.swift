import Foundation
import Reporting
import TestSupport
import Testing

@Suite("Files that have their names only when they are whole")
struct ReplacedFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func path(_ name: String) -> String { folder.url.appending(path: name).path }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
  }

  @Test("a file is written and replaced, and nothing lies beside it, whatever a killed process left")
  func replaces() throws {
    try ReplacedFile.write("one".utf8, to: path("file.txt"))
    try Data("half of an old fi".utf8).write(to: folder.url.appending(path: ".file.txt.part"))
    try ReplacedFile.write("two".utf8, to: path("file.txt"))
    #expect(try String(contentsOfFile: path("file.txt"), encoding: .utf8) == "two")
    #expect(try names() == ["file.txt"])
  }

  @Test("what cannot be written tells why in the system's words, and leaves nothing")
  func fails() throws {
    try FileManager.default.createDirectory(atPath: path("taken/inside"), withIntermediateDirectories: true)
    let taken = #expect(throws: ReplacedFile.Failure.self) { try ReplacedFile.write("x".utf8, to: path("taken")) }
    #expect(taken?.reason == "Is a directory")
    let missing = #expect(throws: ReplacedFile.Failure.self) { try ReplacedFile.write("x".utf8, to: path("no/file")) }
    #expect(missing?.reason == "No such file or directory")
    #expect(try names() == ["taken"])
  }

  @Test("a report that cannot be written to its end leaves no manifest, also not that of an earlier one")
  func interruptedReport() async throws {
    let report = try await DemoStudy.report()
    let written = try await report.write(to: ReportFolder(folder.url.path), templates: nil)
    let manifest = path(ReportManifest.path)
    let pending = path("data/manifest.pending.json")
    #expect(FileManager.default.fileExists(atPath: manifest))
    #expect(!FileManager.default.fileExists(atPath: pending))
    let last = try #require(written.last { $0 != ReportManifest.path })
    try FileManager.default.removeItem(atPath: path(last))
    try FileManager.default.createDirectory(atPath: path(last), withIntermediateDirectories: true)
    await #expect(throws: ReportError.self) {
      try await report.write(to: ReportFolder(folder.url.path), templates: nil)
    }
    #expect(!FileManager.default.fileExists(atPath: manifest))
    // By this one its files are not taken for logs, where it lies among them.
    #expect(FileManager.default.fileExists(atPath: pending))
  }
}
