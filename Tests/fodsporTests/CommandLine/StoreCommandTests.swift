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

  @Test("a report from the merged parts of an array is, byte for byte, the report of the logs")
  func parts() async throws {
    let folder = try SmallStudy.makeBoth()
    #expect(try await CommandLineTool.run("report", "logs", "-o", "direct", in: folder).status == 0)
    var files = 0
    for part in [3, 1, 2] {
      let ingest = try await CommandLineTool.run(
        "ingest", "logs", "--shard", "\(part)/3", "--store", "part\(part).sqlite", in: folder)
      #expect(ingest.status == 0)
      #expect(ingest.output.hasPrefix("part \(part)/3, "))
      files += Int(ingest.output.dropFirst("part 1/3, ".count).prefix { $0.isNumber }) ?? 0
    }
    #expect(files == 12)
    let lacking = try await CommandLineTool.run("merge", "part1.sqlite", "part3.sqlite", "-o", "all.sqlite", in: folder)
    #expect(lacking.status == 2)
    #expect(lacking.messages.contains("part 2 of 3 is missing"))
    #expect(!folder.has("all.sqlite"))
    let merge = try await CommandLineTool.run(
      "merge", "part2.sqlite", "part3.sqlite", "part1.sqlite", "-o", "all.sqlite", in: folder)
    #expect(merge.status == 0, "\(merge.messages)")
    #expect(merge.output.hasPrefix("3 stores merged: 12 files, "))
    let report = try await CommandLineTool.run("report", "--store", "all.sqlite", "-o", "merged", in: folder)
    #expect(report.status == 0, "\(report.messages)")
    let direct = try folder.files(below: "direct")
    let merged = try folder.files(below: "merged")
    #expect(merged.keys.sorted() == direct.keys.sorted())
    for path in direct.keys.sorted() { #expect(merged[path] == direct[path], "\(path)") }
  }

  @Test("a report from some of the parts says so")
  func somePart() async throws {
    let folder = try SmallStudy.make()
    _ = try await CommandLineTool.run("ingest", "logs", "--shard", "1/2", "--store", "part.sqlite", in: folder)
    let check = try await CommandLineTool.run("check", "--store", "part.sqlite", in: folder)
    #expect(check.status == 1)
    #expect(check.output.contains("store.incomplete"))
    #expect(check.output.contains("part 2 of 2 is missing"))
  }

  @Test("a part that cannot be is wrong usage", arguments: ["0/3", "4/3", "3", "a/b"])
  func noPart(text: String) async throws {
    let folder = try SmallStudy.make()
    let result = try await CommandLineTool.run("ingest", "logs", "--shard", text, "--store", "s.sqlite", in: folder)
    #expect(result.status == 64)
    #expect(!folder.has("s.sqlite"))
  }
}
