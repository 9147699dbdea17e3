import Foundation
import TestSupport
import Testing

@Suite("Command line: stores")
struct StoreCommandTests {
  @Test("a report from a store, the logs deleted, is the report of the logs")
  func storeStandsForLogs() async throws {
    let folder = try SmallStudy.makeBoth()
    #expect(try await CommandLineTool.run("report", "logs", "-o", "direct", in: folder).status == 0)
    let ingest = try await CommandLineTool.run("ingest", "logs", "--store", "study.sqlite", in: folder)
    #expect(ingest.status == 0)
    #expect(ingest.output == "12 files: 12 read, 0 unchanged, 0 not recognised, 0 unreadable, 0 vanished\n")
    try FileManager.default.removeItem(atPath: folder.path("logs"))
    let report = try await CommandLineTool.run("report", "--store", "study.sqlite", "-o", "stored", in: folder)
    #expect(report.status == 0, "\(report.messages)")
    let direct = try folder.files(below: "direct")
    let stored = try folder.files(below: "stored")
    #expect(direct.count > 20)
    #expect(stored.keys.sorted() == direct.keys.sorted())
    for path in direct.keys.sorted() { #expect(stored[path] == direct[path], "\(path)") }
  }

  @Test("a second ingest reads nothing again, and what is added is read")
  func incremental() async throws {
    let folder = try SmallStudy.make()
    _ = try await CommandLineTool.run("ingest", "logs", "--store", "study.sqlite", in: folder)
    let again = try await CommandLineTool.run("ingest", "logs", "--store", "study.sqlite", in: folder)
    #expect(again.output == "7 files: 0 read, 7 unchanged, 0 not recognised, 0 unreadable, 0 vanished\n")
    try folder.write("# Notes\n", to: "logs/README.md")
    try FileManager.default.removeItem(atPath: folder.path("logs/slurm"))
    let third = try await CommandLineTool.run("ingest", "logs", "--store", "study.sqlite", in: folder)
    #expect(third.output == "7 files: 1 read, 6 unchanged, 1 not recognised, 0 unreadable, 1 vanished\n")
  }

  @Test("a store that is not there, or no store, is an error that names it")
  func noStore() async throws {
    let folder = try TemporaryFolder()
    let missing = try await CommandLineTool.run("report", "--store", "none.sqlite", in: folder)
    #expect(missing.status == 2)
    #expect(missing.messages.contains("none.sqlite: no such file or directory"))
    #expect(!folder.has("none.sqlite"))
    try folder.write("This is a text.\n", to: "text.sqlite")
    let other = try await CommandLineTool.run("runs", "--store", "text.sqlite", in: folder)
    #expect(other.status == 2)
    #expect(other.messages.contains("text.sqlite: not a study store"))
    #expect(try folder.text("text.sqlite") == "This is a text.\n")
  }

  @Test("ingest exits with 1 when a file cannot be read, and names it")
  func unreadable() async throws {
    let folder = try SmallStudy.make()
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("logs/gone.log"), withDestinationPath: folder.path("nowhere"))
    let result = try await CommandLineTool.run("ingest", "logs", "--store", "study.sqlite", in: folder)
    #expect(result.status == 1)
    #expect(result.output.contains("1 unreadable"))
    #expect(result.messages.contains("gone.log"))
  }
}
