import Foundation
import Testing

/// The README shows what the demo really gives.
@Suite("The README")
struct ReadmeTests {
  private static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// The lines between the marks of the result.
  private static func result() throws -> [Substring] {
    let lines = try text("README.md").split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex(of: "<!-- result -->"))
    let end = try #require(lines.firstIndex(of: "<!-- /result -->"))
    return Array(lines[start..<end])
  }

  @Test("has its tables from the demo's report, line by line")
  func tablesAreTheDemos() throws {
    let report = Set(try Self.text("Tests/ReportingTests/Golden/DemoReport/report.md").split(separator: "\n"))
    let rows = try Self.result().filter { $0.hasPrefix("|") }
    #expect(rows.count >= 8)
    for row in rows { #expect(report.contains(row), "not in the demo's report: \(row)") }
  }

  @Test("links only to files that are there")
  func linksLead() throws {
    let links = try Self.text("README.md").matches(of: #/\]\(([^)#:]+)\)/#).map { String($0.1) }
    #expect(links.count >= 6)
    for link in links {
      #expect(FileManager.default.fileExists(atPath: Self.root.appending(path: link).path()), "broken link: \(link)")
    }
  }

  @Test("names every command, and no other")
  func commandsAreReal() throws {
    let readme = try Self.text("README.md")
    let sources = try Self.text("Sources/fodspor/Fodspor.swift")
    let commands = sources.matches(of: #/([A-Z][a-z]+)Command\.self/#).map { $0.1.lowercased() }
    #expect(commands.count >= 8)
    for command in commands { #expect(readme.contains("`fodspor \(command)") || readme.contains("`\(command) ")) }
    for named in readme.matches(of: #/`fodspor ([a-z]+)/#) { #expect(commands.contains(String(named.1))) }
  }
}
