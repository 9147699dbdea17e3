import Foundation
import Reporting
import StudyStore
import TestSupport
import Testing

/// Two processes at one store or one folder at once. Whoever comes first, the outcome is one of those that are right.
@Suite("Command line: two processes at once", .serialized)
struct ConcurrentCommandTests {
  private let folder: TemporaryFolder

  init() throws { folder = try SmallStudy.makeBoth() }

  /// The files of a report made from a store.
  private func report(_ store: String) async throws -> [String: Data] {
    let output = "report-\(UUID().uuidString)"
    let result = try await CommandLineTool.run("report", "--store", store, "-o", output, in: folder)
    #expect(result.status == 0, "\(result.messages)")
    return try folder.files(below: output)
  }

  private func both(
    _ first: [String], _ second: [String]
  ) async throws -> (CommandLineTool.Result, CommandLineTool.Result) {
    async let one = CommandLineTool.run(first, in: folder)
    async let other = CommandLineTool.run(second, in: folder)
    return try await (one, other)
  }

  private func ingest(_ paths: String..., store: String, shard: String? = nil) -> [String] {
    ["ingest"] + paths + ["--store", store] + (shard.map { ["--shard", $0] } ?? [])
  }

  /// What one process makes of all logs.
  private func sequential() async throws -> [String: Data] {
    #expect(try await CommandLineTool.run(ingest("logs", store: "alone.sqlite"), in: folder).status == 0)
    return try await report("alone.sqlite")
  }

  @Test("two ingests of one tree into one new store", arguments: 0..<3)
  func sameTree(_ round: Int) async throws {
    let (one, other) = try await both(ingest("logs", store: "s.sqlite"), ingest("logs", store: "s.sqlite"))
    #expect(one.status == 0 && other.status == 0, "\(one.messages)\(other.messages)")
    #expect(try await report("s.sqlite") == sequential())
  }

  @Test("two ingests of different trees into one new store: both are there", arguments: 0..<3)
  func differentTrees(_ round: Int) async throws {
    let (one, other) = try await both(
      ingest("logs/nnUNet_results", store: "s.sqlite"), ingest("logs/traces", "logs/slurm", store: "s.sqlite"))
    #expect(one.status == 0 && other.status == 0, "\(one.messages)\(other.messages)")
    for command in [
      ingest("logs/nnUNet_results", store: "alone.sqlite"), ingest("logs/traces", "logs/slurm", store: "alone.sqlite"),
    ] {
      #expect(try await CommandLineTool.run(command, in: folder).status == 0)
    }
    let paths = try StudyStore(readingFrom: folder.path("s.sqlite")).files().map(\.path)
    #expect(paths.count == 12)
    #expect(try paths == StudyStore(readingFrom: folder.path("alone.sqlite")).files().map(\.path))
    #expect(try await report("s.sqlite") == report("alone.sqlite"))
  }

  @Test("a report during an ingest is that of a finished state, or a clear error", arguments: 0..<3)
  func reportDuringIngest(_ round: Int) async throws {
    let first = ingest("logs/nnUNet_results", "logs/slurm", store: "s.sqlite")
    #expect(try await CommandLineTool.run(first, in: folder).status == 0)
    let before = try await report("s.sqlite")
    let (added, made) = try await both(
      ingest("logs/traces", store: "s.sqlite"), ["report", "--store", "s.sqlite", "-o", "during"])
    #expect(added.status == 0, "\(added.messages)")
    let after = try await report("s.sqlite")
    #expect(before["data/runs.json"] != after["data/runs.json"])
    if made.status == 0 {
      let found = try folder.files(below: "during")
      #expect(found == before || found == after)
    } else {
      #expect(made.status == 2)
      #expect(made.messages.contains("another process wrote to the store while it was read; run this again"))
    }
  }

  @Test("an ingest into a store that others are merged into", arguments: 0..<3)
  func ingestDuringMerge(_ round: Int) async throws {
    #expect(
      try await CommandLineTool.run(ingest("logs/nnUNet_results", store: "part.sqlite"), in: folder).status == 0)
    #expect(try await CommandLineTool.run(ingest("logs/slurm", store: "s.sqlite"), in: folder).status == 0)
    let (added, merged) = try await both(
      ingest("logs/traces", store: "s.sqlite"), ["merge", "part.sqlite", "-o", "s.sqlite"])
    #expect(added.status == 0 && merged.status == 0, "\(added.messages)\(merged.messages)")
    #expect(try StudyStore(readingFrom: folder.path("s.sqlite")).files().count == 12)
    for command in [
      ingest("logs/nnUNet_results", store: "alone.sqlite"), ingest("logs/slurm", store: "alone.sqlite"),
      ingest("logs/traces", store: "alone.sqlite"),
    ] {
      #expect(try await CommandLineTool.run(command, in: folder).status == 0)
    }
    #expect(try await report("s.sqlite") == report("alone.sqlite"))
  }

  @Test("two merges of different stores into one that is not there: nothing of either is lost", arguments: 0..<3)
  func twoMerges(_ round: Int) async throws {
    for part in ["1", "2"] {
      let command = ingest("logs", store: "part\(part).sqlite", shard: "\(part)/2")
      #expect(try await CommandLineTool.run(command, in: folder).status == 0)
    }
    let (one, other) = try await both(
      ["merge", "--incomplete", "part1.sqlite", "-o", "s.sqlite"],
      ["merge", "--incomplete", "part2.sqlite", "-o", "s.sqlite"])
    for result in [one, other] { #expect(result.status == 0 || result.status == 1, "\(result.messages)") }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(!names.contains { $0.contains("merging") })
    #expect(try await report("s.sqlite") == sequential())
  }

  @Test("a report into a folder that another writes to is refused, and made when that is done")
  func twoReports() async throws {
    let expected = try await sequential()
    let command = ["report", "--store", "alone.sqlite", "-o", "report"]
    try FileManager.default.createDirectory(atPath: folder.path("report"), withIntermediateDirectories: true)
    // What a report that is being written holds, and what it leaves when it is killed.
    var held: Int32? = open(folder.path("report"), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    #expect(flock(held ?? -1, LOCK_EX | LOCK_NB) == 0)
    try folder.write("{}", to: "report/data/manifest.pending.json")
    let refused = try await CommandLineTool.run(command, in: folder)
    #expect(refused.status == 2)
    #expect(refused.messages.contains("report: another process is writing a report into this folder"))
    #expect(try folder.files(below: "report").count == 1)
    close(held ?? -1)
    held = nil
    #expect(try await CommandLineTool.run(command, in: folder).status == 0)
    #expect(try folder.files(below: "report") == expected)
  }

  @Test("two reports at once into one folder: one whole report", arguments: 0..<3)
  func reportsAtOnce(_ round: Int) async throws {
    let expected = try await sequential()
    let command = ["report", "--store", "alone.sqlite", "-o", "report"]
    let results = try await both(command, command)
    for result in [results.0, results.1] where result.status != 0 {
      #expect(result.status == 2)
      #expect(result.messages.contains("another process is writing a report"))
    }
    #expect(results.0.status == 0 || results.1.status == 0)
    #expect(try folder.files(below: "report") == expected)
  }
}
