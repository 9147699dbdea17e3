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
    let findings = lines.filter { $0.wholeMatch(of: /(.+: )?(warning|info)\[[a-z-]+\.[a-z0-9-]+\] .+/) != nil }
    let warnings = findings.filter { $0.contains("warning[") }
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

  @Test("the study file of the call is no unread log; another one is")
  func studyFile() async throws {
    let folder = try SmallStudy.make()
    let files = FileManager.default
    try files.createDirectory(atPath: folder.path("logs/old"), withIntermediateDirectories: true)
    for path in ["logs/fodspor.yml", "logs/old/fodspor.yml"] {
      try Data("title: A study\n".utf8).write(to: URL(fileURLWithPath: folder.path(path)))
    }
    func unread(_ arguments: String...) async throws -> [String] {
      try await CommandLineTool.run(["check"] + arguments, in: folder).output.split(separator: "\n")
        .filter { $0.contains("[file.unrecognised]") }.map { String($0.prefix { $0 != ":" }) }
    }
    #expect(try await unread("logs") == ["old/fodspor.yml"])
    #expect(try await unread("logs", "--study", folder.path("logs/old/fodspor.yml")) == ["fodspor.yml"])
  }

  @Test("check exits with 1 for errors")
  func errors() async throws {
    let folder = try SmallStudy.make()
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("logs/gone.log"), withDestinationPath: folder.path("nowhere"))
    let result = try await CommandLineTool.run("check", "logs", in: folder)
    #expect(result.status == 1)
    #expect(result.output.hasPrefix("gone.log: error[file.unreadable] "))
  }

  @Test("--least leaves out what is less grave, and does not change the counts")
  func least() async throws {
    let folder = try SmallStudy.make()
    let all = try await CommandLineTool.run("check", "logs", in: folder).output.split(separator: "\n")
    let some = try await CommandLineTool.run("check", "--least", "warning", "logs", in: folder)
      .output.split(separator: "\n")
    #expect(some == all.filter { !$0.contains("info[") })
    #expect(some.count < all.count)
  }

  @Test("inspect shows what a study file's declarations make of a file")
  func inspectDeclared() async throws {
    let folder = try SmallStudy.make()
    try folder.write("Zeit;Leistung\n23.11.2026 10:00:00;312,5\n23.11.2026 10:00:02;314,5\n", to: "m ß/plug.csv")
    try folder.write(
      """
      traces:
        - paths: "m ß/*.csv"
          separator: ";"
          decimal-mark: ","
          time: {column: Zeit, format: day-first, zone: UTC}
          values: [{column: Leistung, component: node}]
      """, to: "fodspor.yml")
    let result = try await CommandLineTool.run(
      "inspect", "--format", "json", "--study", "fodspor.yml", "m ß/plug.csv", in: folder)
    #expect(result.status == 0)
    #expect(result.output.contains(#""energy_trapezoid_j": 627.0"#), "\(result.output)")
    let wrong = try await CommandLineTool.run("inspect", "--study", "gone.yml", "m ß/plug.csv", in: folder)
    #expect(wrong.status == 2 && wrong.messages.contains("gone.yml"))
  }

  @Test("check --format json lists what the text lists, and counts all")
  func json() async throws {
    let folder = try SmallStudy.make()
    let text = try await CommandLineTool.run("check", "--least", "warning", "logs", in: folder)
    let result = try await CommandLineTool.run("check", "--least", "warning", "--format", "json", "logs", in: folder)
    #expect(result.status == 0)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let findings = try #require(object["findings"] as? [[String: Any]])
    let counts = try #require(object["counts"] as? [String: Int])
    #expect(counts["error"] == 0 && counts["warning"] == findings.count && counts["info"] ?? 0 > 0)
    #expect(findings.count == text.output.split(separator: "\n").count { $0.contains("warning[") })
    for finding in findings {
      #expect(Set(finding.keys) == ["path", "line", "severity", "code", "message"])
      #expect(finding["severity"] as? String == "warning")
    }
  }

  @Test("check --format sarif names every rule once and a place for every file")
  func sarif() async throws {
    let folder = try SmallStudy.make()
    try "time,zone,energy_uj\n".write(toFile: folder.path("logs/r#1 å.csv"), atomically: true, encoding: .utf8)
    let result = try await CommandLineTool.run("check", "--format", "sarif", "logs", in: folder)
    let log = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(log["version"] as? String == "2.1.0")
    let run = try #require((log["runs"] as? [[String: Any]])?.first)
    let driver = try #require((run["tool"] as? [String: [String: Any]])?["driver"])
    #expect(driver["name"] as? String == "fodspor")
    let rules = try #require(driver["rules"] as? [[String: Any]]).compactMap { $0["id"] as? String }
    #expect(Set(rules).count == rules.count)
    let results = try #require(run["results"] as? [[String: Any]])
    #expect(!results.isEmpty)
    var places: Set<String> = []
    for result in results {
      let code = try #require(result["ruleId"] as? String)
      #expect(rules[try #require(result["ruleIndex"] as? Int)] == code)
      #expect(["error", "warning", "note"].contains(try #require(result["level"] as? String)))
      for case let location as [String: [String: Any]] in result["locations"] as? [Any] ?? [] {
        let artifact = try #require(location["physicalLocation"]?["artifactLocation"] as? [String: String])
        places.insert(try #require(artifact["uri"]))
        if let region = location["physicalLocation"]?["region"] as? [String: Int] {
          #expect(try #require(region["startLine"]) > 0)
        }
      }
    }
    // As a URI reference: the blank, the number sign and the letter beyond ASCII in per cent.
    #expect(places.contains("r%231%20%C3%A5.csv"), "\(places)")
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
