import Foundation
import TestSupport
import Testing

@Suite("Command line: verify and diff")
struct VerifyAndDiffTests {
  private static func studyFile(pue: String) -> String {
    "pue: {value: \(pue), source: the site}\ncarbon-intensity: {country: DNK, year: 2024}\n"
  }

  /// A small study with a report of it in `out`.
  private static func reported(_ arguments: String...) async throws -> TemporaryFolder {
    let folder = try SmallStudy.make()
    try folder.write(studyFile(pue: "1.5"), to: "logs/fodspor.yml")
    let result = try await CommandLineTool.run(["report", "logs", "-o", "out"] + arguments, in: folder)
    try #require(result.status == 0, "\(result.messages)")
    return folder
  }

  @Test("an untouched report agrees, also where it was moved and its inputs are read-only")
  func agrees() async throws {
    let folder = try await Self.reported("--clock-offset", "traces/rapl_4410226.csv=0.1 s", "--gaps", "drop")
    let near = try await CommandLineTool.run("verify", "out/data/manifest.json", in: folder)
    #expect(near.status == 0, "\(near.output)\(near.messages)")
    #expect(near.output.contains("inputs in ") && near.output.contains(" agree\n"))
    #expect(near.output.contains("\nagrees: all "))

    let manager = FileManager.default
    try manager.createDirectory(atPath: folder.path("far/away"), withIntermediateDirectories: true)
    try manager.moveItem(atPath: folder.path("logs"), toPath: folder.path("far/away/study"))
    try manager.moveItem(atPath: folder.path("out"), toPath: folder.path("far/appendix"))
    try manager.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.path("far/away/study"))
    defer { try? manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path("far/away/study")) }
    let moved = try await CommandLineTool.run("verify", "far/appendix", "--inputs", "far/away/study", in: folder)
    #expect(moved.status == 0, "\(moved.output)\(moved.messages)")
  }

  @Test("a report inside the study's folder is no input the next time")
  func inside() async throws {
    let folder = try await Self.reported()
    try FileManager.default.moveItem(atPath: folder.path("out"), toPath: folder.path("logs/out"))
    let result = try await CommandLineTool.run("verify", "logs/out", "--inputs", "logs", in: folder)
    #expect(result.status == 0, "\(result.output)\(result.messages)")
    let again = try await CommandLineTool.run("report", "logs", "-o", "second", in: folder)
    #expect(again.messages.contains("files of an earlier report lie among the logs and were passed over"))
    #expect(try folder.text("second/data/manifest.json") == folder.text("logs/out/data/manifest.json"))
  }

  @Test("a changed, a missing and an added input are told, with the numbers that follow")
  func inputs() async throws {
    let folder = try await Self.reported()
    let trace = "logs/traces/nvidia-smi_\(SmallStudy.job).csv"
    let lines = try folder.text(trace).split(separator: "\n", omittingEmptySubsequences: false)
    try folder.write(lines.prefix(lines.count / 2).joined(separator: "\n") + "\n", to: trace)
    try FileManager.default.removeItem(atPath: folder.path("logs/slurm/slurm-\(SmallStudy.job).out"))
    try folder.write("something\n", to: "logs/notes.txt")
    let result = try await CommandLineTool.run("verify", "out", in: folder)
    #expect(result.status == 1, "\(result.messages)")
    #expect(result.output.contains("  changed: traces/nvidia-smi_\(SmallStudy.job).csv\n"))
    #expect(result.output.contains("  missing: slurm/slurm-\(SmallStudy.job).out\n"))
    #expect(result.output.contains("  added: notes.txt\n"))
    #expect(result.output.contains("it_energy_kwh"))
    #expect(result.output.contains("differs: "))

    let json = try await CommandLineTool.run("verify", "out", "--format", "json", in: folder)
    let object = try #require(JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(object["agrees"] as? Bool == false)
    #expect((object["inputs"] as? [Any])?.count == 3)
    #expect((object["changes"] as? [[String: Any]])?.contains { $0["column"] as? String == "it_energy_kwh" } == true)
  }

  @Test("a file of the report that was edited is told")
  func edited() async throws {
    let folder = try await Self.reported()
    try folder.write(folder.text("out/report.md") + "edited\n", to: "out/report.md")
    let result = try await CommandLineTool.run("verify", "out", in: folder)
    #expect(result.status == 1)
    #expect(result.output.contains("  edited after it was written: report.md\n"))
    #expect(!result.output.contains("Numbers that differ"))
  }

  @Test("what is no manifest, or has no inputs, cannot be verified")
  func impossible() async throws {
    let folder = try await Self.reported()
    let manifest = try folder.text("out/data/manifest.json")
    try folder.write(String(manifest.prefix(500)), to: "cut.json")
    try folder.write("{}", to: "foreign.json")
    try folder.write(manifest.replacing("\"schema\": 1,", with: "\"schema\": 99,"), to: "newer.json")
    try folder.write(manifest.replacing("\"roots\": [\".\"]", with: "\"roots\": [\"../..\"]"), to: "hostile.json")
    let cases = [
      ("cut.json", "is damaged or cut off"), ("foreign.json", "is no manifest of a report"),
      ("newer.json", "use a newer fodspor"), ("hostile.json", "names '../..', which is not a path below its folder"),
      ("absent.json", "there is no such file or folder"),
    ]
    for (path, message) in cases {
      let result = try await CommandLineTool.run("verify", path, in: folder)
      #expect(result.status == 2, "\(path)")
      #expect(result.output == "" && result.messages.contains(message), "\(path): \(result.messages)")
    }
    try FileManager.default.createDirectory(atPath: folder.path("empty"), withIntermediateDirectories: true)
    let result = try await CommandLineTool.run("verify", "out", "--inputs", "empty", in: folder)
    #expect(result.status == 2 && result.messages.contains("holds none of the inputs"))
  }

  @Test("an input that leads out of the folder by a link is not read unless it is asked for")
  func links() async throws {
    let folder = try await Self.reported()
    let trace = "logs/traces/rapl_\(SmallStudy.job).csv"
    try FileManager.default.moveItem(atPath: folder.path(trace), toPath: folder.path("elsewhere.csv"))
    try FileManager.default.createSymbolicLink(
      atPath: folder.path(trace), withDestinationPath: folder.path("elsewhere.csv"))
    let refused = try await CommandLineTool.run("verify", "out", "--inputs", "logs", in: folder)
    #expect(refused.status == 2 && refused.messages.contains("by a link"), "\(refused.messages)")
    let followed = try await CommandLineTool.run("verify", "out", "--inputs", "logs", "--follow-links", in: folder)
    #expect(followed.status == 0, "\(followed.output)\(followed.messages)")
  }

  @Test("diff tells choices and constants first, then numbers with units, and what explains them")
  func diff() async throws {
    let folder = try await Self.reported()
    let same = try await CommandLineTool.run("diff", "out", "out", in: folder)
    #expect(same.status == 0 && same.output.contains("none differs"), "\(same.output)")

    try folder.write(Self.studyFile(pue: "1.2"), to: "logs/fodspor.yml")
    _ = try await CommandLineTool.run("report", "logs", "-o", "new", in: folder)
    let text = try await CommandLineTool.run("diff", "out", "new", "--limit", "500", in: folder)
    #expect(text.status == 1)
    #expect(text.output.hasPrefix("choices\n  study file: fodspor.yml "))
    #expect(text.output.contains("constants\n  pue: 1.5 → 1.2 (-20.00 %)\n"))
    #expect(text.output.contains("PUE 1.5 → 1.2 explains all "))
    #expect(text.output.contains("facility_energy_") && text.output.contains(" kWh"))

    let markdown = try await CommandLineTool.run("diff", "out", "new", "--format", "md", in: folder)
    #expect(markdown.output.hasPrefix("## out against new\n") && markdown.output.contains("| Table "))
    let json = try await CommandLineTool.run("diff", "out", "new", "--format", "json", in: folder)
    let object = try #require(JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(object["equal"] as? Bool == false)

    let tolerant = try await CommandLineTool.run(
      "diff", "out/data/selection.json", "new/data/selection.json", "--relative-tolerance", "0.21", in: folder)
    #expect(tolerant.status == 0, "\(tolerant.output)")
    let exact = try await CommandLineTool.run("diff", "out/data/runs.json", "new/data/runs.json", in: folder)
    #expect(exact.status == 1 && exact.output.contains("facility_energy_kwh"))
  }

  @Test("what cannot be compared is an error; a tolerance is a share")
  func diffProblems() async throws {
    let folder = try await Self.reported()
    for other in ["absent", "logs", "logs/fodspor.yml"] {
      let result = try await CommandLineTool.run("diff", "out", other, in: folder)
      #expect(result.status == 2 && result.output == "", "\(other)")
    }
    let usage = try await CommandLineTool.run("diff", "out", "out", "--relative-tolerance", "2", in: folder)
    #expect(usage.status == 64)
  }

  @Test("select prints what the selection cost, in every format", arguments: ["table", "csv", "json", "md", "tex"])
  func select(format: String) async throws {
    let folder = try SmallStudy.makeBoth()
    let result = try await CommandLineTool.run("select", "logs", "--stop-gain", "0.01", "--format", format, in: folder)
    #expect(result.status == 0, "\(result.messages)")
    #expect(result.output.contains("without waste"))
    // A terminal's lines break long names.
    #expect(result.output.contains(format == "table" ? "early stop" : "early stop, gain 0.01"))
    if format == "json" {
      let tables = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]]
      #expect(tables?.map { $0["name"] as? String } == ["selection", "purposes", "strategies"])
    }
    let wrong = try await CommandLineTool.run("select", "logs", "--stop-gain", "-1", in: folder)
    #expect(wrong.status == 64)
  }
}
