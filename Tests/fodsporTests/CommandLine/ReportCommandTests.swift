import Foundation
import TestSupport
import Testing

@Suite("Command line: report")
struct ReportCommandTests {
  @Test("writes documents, tables, figures and data, and says what it did")
  func writes() async throws {
    let folder = try SmallStudy.make()
    let result = try await CommandLineTool.run("report", "logs", "-o", "out", in: folder)
    #expect(result.status == 0, "\(result.messages)")
    #expect(result.messages == "")
    #expect(result.output.hasPrefix("1 training of 1 run on 1 data set, 8 completed epochs: "))
    #expect(result.output.contains(" files in out; read out/report.md first\n"))
    for file in [
      "report.md", "appendix.tex", "appendix-body.tex", "references.bib", "tables/trainings.csv",
      "tables/footprint.tex", "figures/components.svg", "data/runs.json", "data/basis.json",
    ] { #expect(folder.has("out/\(file)"), "\(file)") }
    #expect(try folder.text("out/tables/trainings.csv").contains("4410226,finished,8,0,0,"))
    let written = try folder.files(below: "out").count
    #expect(result.output.contains("\n\(written) files in out"))
  }

  @Test("without -o the report goes to fodspor-report in the working directory")
  func defaultOutput() async throws {
    let folder = try SmallStudy.make()
    #expect(try await CommandLineTool.run("report", "logs", in: folder).status == 0)
    #expect(folder.has("fodspor-report/report.md"))
  }

  @Test("no input is changed, and nothing is added beside it")
  func inputsAreReadOnly() async throws {
    let folder = try SmallStudy.make()
    let before = try folder.files(below: "logs")
    _ = try await CommandLineTool.run("report", "logs", "-o", "out", in: folder)
    #expect(try folder.files(below: "logs") == before)
  }

  @Test("paths may be folders and single files, in any order, named twice")
  func paths() async throws {
    let folder = try SmallStudy.make()
    _ = try await CommandLineTool.run("report", "logs", "-o", "whole", in: folder)
    let result = try await CommandLineTool.run(
      "report", "logs/slurm", "logs/traces", "logs/traces/rapl_4410226.csv", "./logs/nnUNet_results/",
      "logs/nnUNet_results", "-o", "parts", in: folder)
    #expect(result.status == 0)
    var (parts, whole) = (try folder.files(below: "parts"), try folder.files(below: "whole"))
    // The manifest says what was given to be read, and else the same.
    let manifests = try ["parts", "whole"].map { try folder.text("\($0)/data/manifest.json") }
    #expect(manifests[1].contains("\n  \"roots\": [\".\"],\n"))
    let given = "\n  \"roots\": [\"nnUNet_results\", \"slurm\", \"traces\"],\n"
    #expect(manifests[0].replacing(given, with: "\n  \"roots\": [\".\"],\n") == manifests[1])
    parts["data/manifest.json"] = nil
    whole["data/manifest.json"] = nil
    #expect(parts == whole)
  }

  @Test("the study file beside the logs is used, and the user is told")
  func studyFile() async throws {
    let folder = try SmallStudy.make()
    try folder.write("title: Ours\nlabels: {datasets: {Dataset701_Blobs: Blobs}}\n", to: "logs/fodspor.yml")
    let result = try await CommandLineTool.run("report", "logs", "-o", "out", in: folder)
    #expect(result.status == 0)
    #expect(result.messages == "fodspor: using logs/fodspor.yml\n")
    #expect(try folder.text("out/report.md").hasPrefix("# Ours\n"))
    #expect(try folder.text("out/tables/trainings.csv").contains("\nbody,Blobs,Blobs,2d,0,4410226,"))
  }

  @Test("a key that no study file has is an error with its line and the nearest key")
  func unknownKey() async throws {
    let folder = try SmallStudy.make()
    try folder.write("title: Ours\ntime-zon: UTC\ncarbon-intensty: 100\n", to: "logs/fodspor.yml")
    let result = try await CommandLineTool.run("report", "logs", "-o", "out", in: folder)
    #expect(result.status == 2)
    #expect(result.output == "")
    #expect(result.messages.contains("logs/fodspor.yml:2: unknown key 'time-zon'"))
    #expect(result.messages.contains("did you mean 'time-zone'?"))
    // Each problem has a line of its own.
    #expect(result.messages.split(separator: "\n").count == 2, "\(result.messages)")
    #expect(!folder.has("out"))
  }

  @Test("a study file that is named and not there is an error that names it")
  func missingStudyFile() async throws {
    let folder = try SmallStudy.make()
    let result = try await CommandLineTool.run("report", "logs", "--study", "none.yml", in: folder)
    #expect(result.status == 2)
    #expect(result.messages.contains("none.yml"))
  }

  @Test("a broken template is an error that names it")
  func brokenTemplate() async throws {
    let folder = try SmallStudy.make()
    try folder.write("{{#figures}} never closed", to: "ours/report.md.mustache")
    let result = try await CommandLineTool.run("report", "logs", "--templates", "ours", "-o", "out", in: folder)
    #expect(result.status == 2)
    #expect(result.messages.contains("ours/report.md.mustache:1: not a usable template"))
    #expect(!folder.has("out"))
  }

  @Test("where no folder can be made, the report is an error that names the place")
  func unwritableOutput() async throws {
    let folder = try SmallStudy.make()
    try folder.write("", to: "file")
    let result = try await CommandLineTool.run("report", "logs", "-o", "file/out", in: folder)
    #expect(result.status == 2)
    #expect(result.messages.contains("file/out"))
    #expect(result.messages.split(separator: "\n").count == 1)
  }

  @Test("a folder that may not be written to is an error", .enabled(if: geteuid() != 0))
  func forbiddenOutput() async throws {
    let folder = try SmallStudy.make()
    try folder.write("", to: "closed/file")
    try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: folder.path("closed"))
    let result = try await CommandLineTool.run("report", "logs", "-o", "closed/out", in: folder)
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path("closed"))
    #expect(result.status == 2)
    #expect(result.messages.contains("closed/out"))
  }

  @Test("--gaps goes before the study file; fail ends with status 2 and names the gap")
  func gaps() async throws {
    let folder = try SmallStudy.make()
    let trace = "logs/traces/nvidia-smi_\(SmallStudy.job).csv"
    let lines = try folder.text(trace).split(separator: "\n", omittingEmptySubsequences: false)
    let hole = lines.count / 3..<lines.count / 2
    try folder.write((lines[..<hole.lowerBound] + lines[hole.upperBound...]).joined(separator: "\n"), to: trace)
    try folder.write("gaps: fail\n", to: "logs/fodspor.yml")
    let failed = try await CommandLineTool.run("report", "logs", "-o", "out", in: folder)
    #expect(failed.status == 2)
    #expect(failed.messages.contains("traces/nvidia-smi_\(SmallStudy.job).csv: "), "\(failed.messages)")
    #expect(failed.messages.contains("has no sample for "), "\(failed.messages)")
    #expect(!folder.has("out"))
    var totals: Set<String> = []
    for policy in ["bridge", "drop", "mean"] {
      let result = try await CommandLineTool.run("report", "logs", "-o", policy, "--gaps", policy, in: folder)
      #expect(result.status == 0, "\(result.messages)")
      let report = try folder.text("\(policy)/report.md")
      #expect(report.contains("within 1 training; they were "), "\(policy)")
      let row = try #require(try folder.text("\(policy)/tables/gaps.csv").split(separator: "\n").last)
      totals.insert(row.split(separator: ",").suffix(3).joined(separator: ","))
    }
    #expect(totals.count == 1, "each report has the totals of all policies")
    let wrong = try await CommandLineTool.run("report", "logs", "--gaps", "guess", in: folder)
    #expect(wrong.status == 64)
  }
}
