import Foundation
import TestSupport
import Testing

@Suite("Command line: check and inspect")
struct CheckAndInspectTests {
  @Test("check exits with 0 for warnings, with 1 for warnings under --strict")
  func strictness() async throws {
    let folder = try SmallStudy.make()
    let result = try await CommandLineTool.run("check", "logs", in: folder)
    #expect(result.status == 0)
    #expect(result.messages == "")
    let lines = result.output.split(separator: "\n")
    #expect(lines.last?.wholeMatch(of: /0 errors, [1-9]\d* warnings?, \d+ infos?/) != nil, "\(lines.last ?? "")")
    let findings = lines.filter { $0.wholeMatch(of: /(warning|info): .+ \[[a-z-]+\.[a-z0-9-]+\]/) != nil }
    let warnings = findings.filter { $0.hasPrefix("warning: ") }
    #expect(!warnings.isEmpty)
    #expect(lines.last?.contains(" \(warnings.count) warning") == true)
    // Between the findings and their sum, they are counted by code.
    let counts = lines.dropFirst(findings.count).dropLast().map {
      $0.wholeMatch(of: /\ *(\d+)  (?:warning|info) +[a-z-]+\.[a-z0-9-]+/).flatMap { Int($0.1) }
    }
    #expect(counts.allSatisfy { $0 != nil })
    #expect(counts.compactMap(\.self).reduce(0, +) == findings.count)

    let strict = try await CommandLineTool.run("check", "--strict", "logs", in: folder)
    #expect(strict.status == 1)
    #expect(strict.output == result.output)
  }

  @Test("check exits with 1 for errors")
  func errors() async throws {
    let folder = try SmallStudy.make()
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("logs/gone.log"), withDestinationPath: folder.path("nowhere"))
    let result = try await CommandLineTool.run("check", "logs", in: folder)
    #expect(result.status == 1)
    #expect(result.output.hasPrefix("error: gone.log: "))
    #expect(result.output.contains("[file.unreadable]"))
  }

  @Test("--least leaves out what is less grave, and does not change the counts")
  func least() async throws {
    let folder = try SmallStudy.make()
    let all = try await CommandLineTool.run("check", "logs", in: folder).output.split(separator: "\n")
    let some = try await CommandLineTool.run("check", "--least", "warning", "logs", in: folder)
      .output.split(separator: "\n")
    #expect(some == all.filter { !$0.hasPrefix("info: ") })
    #expect(some.count < all.count)
  }

  @Test("inspect prints one object a line and file, in the order of the arguments")
  func inspectSeveral() async throws {
    let folder = try SmallStudy.make()
    let paths = [
      "logs/traces/rapl_4410226.csv", "logs/\(SmallStudy.runFolder)/\(SmallStudy.log)",
      "logs/traces/nvidia-smi_4410226.csv", "logs/slurm/slurm-4410226.out",
    ]
    let result = try await CommandLineTool.run(["inspect", "--format", "json"] + paths, in: folder)
    #expect(result.status == 0)
    let objects = try result.output.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    #expect(objects.map { $0["path"] as? String } == paths)
    #expect(
      objects.map { $0["format"] as? String } == [
        "rapl-counters", "nnunet-training-log", "nvidia-smi-query", "slurm-output",
      ])
    #expect(objects[1]["completed_epochs"] as? Int == 8)
    #expect(objects[1]["finished"] as? Bool == true)
    #expect(objects[3]["job"] as? Int == 4_410_226)
  }

  @Test("inspect prints text for people")
  func inspectText() async throws {
    let folder = try SmallStudy.make()
    let result = try await CommandLineTool.run("inspect", "logs/traces/nvidia-smi_4410226.csv", in: folder)
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("logs/traces/nvidia-smi_4410226.csv\n"))
    #expect(result.output.contains("nvidia-smi-query; 147 lines, 9679 bytes\n"))
  }

  @Test("inspect exits with 2 when it can read nothing, with 1 when it can read some")
  func inspectMissing() async throws {
    let folder = try SmallStudy.make()
    let none = try await CommandLineTool.run("inspect", "--format", "json", "none.csv", in: folder)
    #expect(none.status == 2)
    #expect(none.output == "")
    #expect(none.messages.contains("none.csv"))
    let some = try await CommandLineTool.run(
      "inspect", "--format", "json", "none.csv", "logs/traces/rapl_4410226.csv", in: folder)
    #expect(some.status == 1)
    #expect(some.output.split(separator: "\n").count == 1)
  }
}
