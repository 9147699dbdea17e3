import Foundation
import HostileContent
import TestSupport
import Testing

/// Payload × channel × what commands print: no text of the logs and of the command line acts in a terminal.
@Suite("Command line: hostile content")
struct HostileOutputTests {
  /// A study, ingested once; what other kinds of payloads do to the formats is looked at in reports.
  private static let study = Task {
    let kinds = ["terminal", "data", "markdown"]
    let study = try HostileStudy(try HostilePayload.all().filter { kinds.contains($0.kind) })
    let folder = try TemporaryFolder()
    try study.write(to: folder)
    let result = try await CommandLineTool.run("ingest", "logs", "--store", "study.sqlite", in: folder)
    try #require(result.status == 0, "\(result.messages)")
    return (study, folder)
  }

  private static let store = ["--store", "study.sqlite", "--study", "logs/fodspor.yml"]

  /// Whatever prints texts, each with the format of its output.
  static let commands: [[String]] = [
    ["check"], ["check", "--format", "sarif"], ["check", "--format", "csv"], ["check", "--format", "md"],
    ["runs"], ["runs", "--format", "csv"], ["runs", "--format", "json"], ["runs", "--format", "md"],
    ["runs", "--format", "tex"], ["table", "evidence", "--format", "text"], ["table", "trainings", "--format", "html"],
    ["explain"], ["show"], ["select"], ["relocate", "--to", "SWE"],
  ]

  @Test("nothing that a command prints is active", arguments: commands)
  func command(_ arguments: [String]) async throws {
    let (study, folder) = try await Self.study.value
    // A run by the name of its data set.
    let payload = try #require(study.payloads.first { $0.name == "csi" })
    let run = "Dataset7\(payload.number)_" + study.text(.dataset, payload)
    let names = ["explain", "show"].contains(arguments[0]) ? [run] : []
    let result = try await CommandLineTool.run(arguments + names + Self.store, in: folder)
    #expect(result.status == 0 || result.status == 1, "\(arguments): \(result.messages)")
    let format = arguments.last ?? ""
    let findings =
      switch format {
      case "csv": CSVCheck.findings(in: result.output)
      case "json", "sarif": JSONCheck.read(result.output).findings
      case "md": MarkdownCheck.findings(in: result.output)
      case "tex": LaTeXCheck.findings(in: result.output)
      default: CharacterCheck.findings(in: result.output)
      }
    for finding in (findings + CharacterCheck.findings(in: result.messages)).prefix(5) {
      Issue.record("\(finding) in the output of \(arguments)")
    }
    if !["select", "relocate"].contains(arguments[0]) {
      #expect(!HostileMark.all(in: result.output).isEmpty, "\(arguments) prints no payload")
    }
  }

  @Test("inspect shows every file of the study, and nothing in it is active", arguments: ["text", "json"])
  func inspect(format: String) async throws {
    let (study, folder) = try await Self.study.value
    let paths = try folder.files(below: "logs").keys.sorted().map { "logs/" + $0 }
    let result = try await CommandLineTool.run(["inspect", "--format", format] + paths, in: folder)
    let findings =
      format == "text"
      ? CharacterCheck.findings(in: result.output)
      : result.output.split(separator: "\n").flatMap { JSONCheck.read(String($0)).findings }
    for finding in (findings + CharacterCheck.findings(in: result.messages)).prefix(5) {
      Issue.record("\(finding) in the output of inspect --format \(format)")
    }
    let marks = Set(HostileMark.all(in: result.output))
    // What reports do not show.
    for channel in [HostileChannel.raplDomain, .meterDevice, .debugHost] {
      let count = study.payloads.count { marks.contains(HostileMark(channel, $0)) }
      // Names of devices are cut, and with them the longest payloads' marks.
      #expect(count > study.payloads.count / 2, "channel \(channel.rawValue): \(count) payloads are shown")
    }
  }

  @Test("what was typed wrong is told in plain characters, with the status of wrong usage")
  func arguments() async throws {
    let folder = try TemporaryFolder()
    for payload in try HostilePayload.all() where ["terminal", "data"].contains(payload.kind) {
      let text = payload.text.replacing("\0", with: "")
      for arguments in [["report", "x" + text], ["--" + text], ["report", "--venue", text, "."], ["x" + text]] {
        let result = try await CommandLineTool.run(arguments, in: folder)
        #expect(result.status == 2 || result.status == 64, "\(payload.name) as \(arguments[0])")
        #expect(result.output == "")
        for finding in CharacterCheck.findings(in: result.messages) {
          Issue.record("payload \(payload.name) × channel arguments: \(finding) in the messages of \(arguments[0])")
        }
      }
    }
  }

  @Test("a folder of templates that is not there, or has a mistake, is told in plain characters")
  func templates() async throws {
    let folder = try TemporaryFolder()
    try folder.write("x\n", to: "logs/x.txt")
    for payload in try HostilePayload.all() where payload.kind == "terminal" {
      try folder.write("{{\(payload.text.replacing("\0", with: ""))}}\n", to: "templates/report.md.mustache")
      let result = try await CommandLineTool.run("report", "logs", "-o", "out", "--templates", "templates", in: folder)
      #expect(result.status == 2, "\(payload.name): \(result.messages)")
      for finding in CharacterCheck.findings(in: result.messages) {
        Issue.record("payload \(payload.name) × channel template: \(finding)")
      }
    }
  }
}
