import Foundation
import LogFormats
import Testing

@testable import fodspor

@Suite("Command line: help and usage")
struct UsageTests {
  static let commands = [
    "report", "ingest", "runs", "show", "explain", "relocate", "predict", "check", "inspect", "formats",
    "templates",
  ]

  @Test("--help names every command, on standard output")
  func help() async throws {
    let result = try await CommandLineTool.run("--help")
    #expect(result.status == 0)
    #expect(result.messages == "")
    for command in Self.commands { #expect(result.output.contains("\n  \(command) "), "\(command)") }
    #expect(result.output.contains("Exit status: 0 done; 1 done, with errors in the input; 2 cannot do it"))
  }

  @Test("each command has help with an example or without arguments", arguments: commands)
  func helpOfCommands(_ command: String) async throws {
    let result = try await CommandLineTool.run(command, "--help")
    #expect(result.status == 0)
    #expect(result.output.contains("USAGE: fodspor \(command)"))
  }

  @Test("--version prints the version and nothing else")
  func version() async throws {
    let result = try await CommandLineTool.run("--version")
    #expect(result.status == 0)
    #expect(result.output == Fodspor.version + "\n")
    #expect(result.messages == "")
  }

  @Test("formats lists every format with how it is recognised")
  func formats() async throws {
    let result = try await CommandLineTool.run("formats")
    #expect(result.status == 0)
    let rows = result.output.split(separator: "\n").drop { !$0.hasPrefix("---") }.dropFirst()
    let names = rows.filter { !$0.hasPrefix(" ") }.map { String($0.prefix { $0 != " " }) }
    #expect(names == FormatRegistry.definitions.map { $0.format.rawValue })
    #expect(Set(names).count == names.count)
  }

  @Test("docs/formats.md is what formats prints as Markdown, after its heading")
  func formatsPage() async throws {
    let result = try await CommandLineTool.run("formats", "--format", "md")
    // The caption is the page's heading.
    let table = result.output.drop { $0 != "|" }
    let page = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(
        path: "docs/formats.md")
    let expected = Self.formatsHeading + table
    if ProcessInfo.processInfo.environment["FODSPOR_RENEW_GOLDEN"] == "1" {
      try expected.write(to: page, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: page, encoding: .utf8) == expected, "make golden writes it anew")
  }

  static let formatsHeading = """
    # Formats

    What Fodspor reads, as `fodspor formats` prints it. Files are recognised by their content first and their name second;
    `.gz` files are read as what is in them. [adding-a-format.md](adding-a-format.md) says how to add one.


    """

  @Test("formats prints a table for people's documents and for scripts", arguments: ["md", "csv", "json"])
  func formatsAsData(_ format: String) async throws {
    let result = try await CommandLineTool.run("formats", "--format", format)
    #expect(result.status == 0)
    for definition in FormatRegistry.definitions { #expect(result.output.contains(definition.format.rawValue)) }
  }

  @Test(
    "wrong usage is told on standard error, with status 64",
    arguments: [
      ["report"], ["report", "--no-such-option", "x"], ["no-such-command"], ["check", "--least", "fatal", "x"],
      ["inspect"], ["inspect", "--format", "yaml", "x"], ["ingest", "x"], ["explain", "4410226:colour", "x"],
      ["show"], ["templates", "--describe", "--export", "x"],
    ])
  func wrongUsage(_ arguments: [String]) async throws {
    let result = try await CommandLineTool.run(arguments)
    #expect(result.status == 64)
    #expect(result.output == "")
    #expect(result.messages.hasPrefix("Error: "))
  }
}
