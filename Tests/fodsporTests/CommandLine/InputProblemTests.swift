import Foundation
import TestSupport
import Testing

@Suite("Command line: inputs that cannot be read, or not wholly")
struct InputProblemTests {
  @Test("a path that is not there is named, and nothing is written")
  func missingPath() async throws {
    let folder = try SmallStudy.make()
    let result = try await CommandLineTool.run("report", "logs", "no-such-folder", "-o", "out", in: folder)
    #expect(result.status == 2)
    #expect(result.output == "")
    #expect(result.messages.hasPrefix("fodspor: "))
    #expect(result.messages.contains("no-such-folder: no such file or directory"))
    #expect(!folder.has("out"))
  }

  @Test("an empty folder is an error that names it")
  func emptyFolder() async throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(at: folder.url.appending(path: "empty"), withIntermediateDirectories: false)
    let result = try await CommandLineTool.run("report", "empty", "-o", "out", in: folder)
    #expect(result.status == 2)
    #expect(result.messages.contains("no log that can be read in empty"))
    #expect(!folder.has("out"))
  }

  @Test("a folder without logs is an error that names it")
  func noLogs() async throws {
    let folder = try TemporaryFolder()
    try folder.write("# Notes\n\nNothing here was measured.\n", to: "notes/README.md")
    try folder.write("a,b\n1,2\n", to: "notes/table.csv")
    let result = try await CommandLineTool.run("report", "notes", "-o", "out", in: folder)
    #expect(result.status == 2)
    #expect(result.messages.contains("no log that can be read in notes"))
    #expect(!folder.has("out"))
  }

  @Test("a link to nowhere is told, and all else is reported")
  func danglingLink() async throws {
    let folder = try SmallStudy.make()
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("logs/traces/gone.csv"), withDestinationPath: folder.path("nowhere.csv"))
    try await expectOneUnreadable("traces/gone.csv", in: folder)
  }

  @Test("a file that may not be read is told, and all else is reported", .enabled(if: geteuid() != 0))
  func forbiddenFile() async throws {
    let folder = try SmallStudy.make()
    try folder.write("secret", to: "logs/traces/closed.csv")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0], ofItemAtPath: folder.path("logs/traces/closed.csv"))
    try await expectOneUnreadable("traces/closed.csv", in: folder)
  }

  private func expectOneUnreadable(_ path: String, in folder: TemporaryFolder) async throws {
    let result = try await CommandLineTool.run("report", "logs", "-o", "out", in: folder)
    #expect(result.status == 1)
    #expect(result.messages.contains(path))
    #expect(result.output.hasPrefix("1 training of 1 run"))
    #expect(result.output.contains("1 error, "))
    #expect(try folder.text("out/tables/trainings.csv").contains("4410226,finished,8,0,0,"))
    #expect(try folder.text("out/tables/diagnostics.csv").contains("error,file.unreadable,\(path),"))
  }

  @Test("a log cut off inside a line is reported as what it is")
  func truncatedLog() async throws {
    let folder = try TemporaryFolder()
    let text = try SmallStudy.logText()
    // Inside a line of epoch 3.
    let epoch = try #require(text.range(of: "Epoch 3"))
    let cut = try #require(text.range(of: "train_loss", range: epoch.upperBound..<text.endIndex))
    try folder.write(String(text[..<cut.upperBound]), to: "logs/\(SmallStudy.runFolder)/\(SmallStudy.log)")
    let result = try await CommandLineTool.run("report", "logs", "-o", "out", in: folder)
    #expect(result.status == 0, "\(result.messages)")
    #expect(result.output.hasPrefix("1 training of 1 run on 1 data set, 3 completed epochs: "))
    let row = try #require(try folder.text("out/tables/trainings.csv").split(separator: "\n").last)
    #expect(row.contains(",\(SmallStudy.log),log ends early,3,0,1,"), "\(row)")
  }

  @Test("a log that is cut off before its first epoch is reported as what it is")
  func headerOnly() async throws {
    let folder = try TemporaryFolder()
    let text = try SmallStudy.logText()
    let epoch = try #require(text.range(of: "Epoch 0"))
    try folder.write(String(text[..<epoch.lowerBound]), to: "logs/\(SmallStudy.runFolder)/\(SmallStudy.log)")
    let result = try await CommandLineTool.run("report", "logs", "-o", "out", in: folder)
    #expect(result.status == 0, "\(result.messages)")
    let row = try #require(try folder.text("out/tables/trainings.csv").split(separator: "\n").last)
    #expect(row.contains(",no epoch,0,0,0,"), "\(row)")
  }

  @Test("binary files named as logs are passed over, and all else is reported")
  func binaryLogs() async throws {
    let folder = try SmallStudy.make()
    _ = try await CommandLineTool.run("report", "logs", "-o", "clean", in: folder)
    var state = UInt64(20_261_123)
    // Bytes of a linear congruential generator (Knuth, MMIX): no text, and the same each time.
    let noise = Data(
      (0..<100_000).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(truncatingIfNeeded: state >> 56)
      })
    for name in ["binary.log", "training_log_2026_11_23_09_00_00.txt", "traces/nvidia-smi_1.csv", "empty.gz.log"] {
      try folder.write(noise, to: "logs/\(name)")
    }
    let result = try await CommandLineTool.run("report", "logs", "-o", "out", in: folder)
    #expect(result.status == 0, "\(result.messages)")
    #expect(result.output.hasPrefix("1 training of 1 run on 1 data set, 8 completed epochs: "))
    #expect(try folder.text("out/tables/trainings.csv") == folder.text("clean/tables/trainings.csv"))
    #expect(try folder.text("out/tables/inputs.csv").contains("\nbody,unknown,1,3,"))
  }

  @Test("a damaged .gz is told, and all else is reported")
  func damagedGzip() async throws {
    let folder = try SmallStudy.make()
    try folder.write(Data([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xFF, 0xFF, 0xFF]), to: "logs/traces/power.csv.gz")
    let result = try await CommandLineTool.run("report", "logs", "-o", "out", in: folder)
    #expect(result.status == 1)
    #expect(result.messages.contains("traces/power.csv.gz"))
    #expect(result.output.hasPrefix("1 training of 1 run"))
  }
}
