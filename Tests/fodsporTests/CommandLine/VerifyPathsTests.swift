import Foundation
import TestSupport
import Testing

/// `fodspor verify` with a manifest, or a report, that somebody made to have other files read.
@Suite("Command line: verify, paths of a manifest")
struct VerifyPathsTests {
  /// A small study with a report of it in `out`.
  private static func reported() async throws -> TemporaryFolder {
    let folder = try SmallStudy.make()
    try folder.write("title: A study\n", to: "logs/fodspor.yml")
    let result = try await CommandLineTool.run("report", "logs", "-o", "out", in: folder)
    try #require(result.status == 0, "\(result.messages)")
    return folder
  }

  /// The places of a manifest that have a path, each with what stands there in ``reported()``'s.
  static let places = [
    #""path": "report.md""#, #""path": "fodspor.yml""#, #""path": "slurm/slurm-4410226.out""#,
    #""name": "fodspor.yml""#,
    #""roots": ["."]"#,
  ]

  @Test("a path that is absolute, leads up or has parts that are none is refused", arguments: places)
  func refused(_ place: String) async throws {
    let folder = try await Self.reported()
    let manifest = try folder.text("out/data/manifest.json")
    try #require(manifest.contains(place), "\(place)")
    let quoted = try #require(place.matches(of: /"[^"]*"/).last).output
    for path in ["/etc/passwd", "../../etc/passwd", "a/../../b", "a//b", "./a", "a/.", "", "a\\u0000b"] {
      try folder.write(
        manifest.replacing(place, with: place.replacing(quoted, with: "\"\(path)\""), maxReplacements: 1),
        to: "out/data/manifest.json")
      let result = try await CommandLineTool.run("verify", "out", "--inputs", "logs", in: folder)
      #expect(result.status == 2 && result.output == "", "\(path): \(result.output)")
      #expect(
        result.messages.contains("which is not a path below its folder; it is not followed"),
        "\(path): \(result.messages)")
      #expect(result.messages.split(separator: "\n").count == 1)
    }
  }

  @Test("a file or a folder of the report that leads out of it by a link is not read unless it is asked for")
  func links() async throws {
    let folder = try await Self.reported()
    for name in ["report.md", "tables"] {
      try FileManager.default.moveItem(atPath: folder.path("out/\(name)"), toPath: folder.path("elsewhere-\(name)"))
      try FileManager.default.createSymbolicLink(
        atPath: folder.path("out/\(name)"), withDestinationPath: folder.path("elsewhere-\(name)"))
      let refused = try await CommandLineTool.run("verify", "out", "--inputs", "logs", in: folder)
      #expect(refused.status == 2 && refused.output == "", "\(refused.output)")
      #expect(
        refused.messages.contains("by a link; it is not read, unless --follow-links is given"), "\(refused.messages)")
      #expect(refused.messages.contains(name))
      let followed = try await CommandLineTool.run("verify", "out", "--inputs", "logs", "--follow-links", in: folder)
      #expect(followed.status == 0, "\(followed.output)\(followed.messages)")
      try FileManager.default.removeItem(atPath: folder.path("out/\(name)"))
      try FileManager.default.moveItem(atPath: folder.path("elsewhere-\(name)"), toPath: folder.path("out/\(name)"))
    }
    // Within the report a link is a file as any other.
    try FileManager.default.moveItem(atPath: folder.path("out/report.md"), toPath: folder.path("out/kept.md"))
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("out/report.md"), withDestinationPath: folder.path("out/kept.md"))
    let inside = try await CommandLineTool.run("verify", "out", "--inputs", "logs", in: folder)
    #expect(inside.status == 0, "\(inside.output)\(inside.messages)")
  }

  @Test("a pipe or a device in the place of a file of the report is not waited for: it was edited")
  func pipes() async throws {
    let folder = try await Self.reported()
    try FileManager.default.removeItem(atPath: folder.path("out/report.md"))
    try #require(mkfifo(folder.path("out/report.md"), 0o600) == 0)
    try FileManager.default.removeItem(atPath: folder.path("out/tables/runs.csv"))
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("out/tables/runs.csv"), withDestinationPath: "/dev/zero")
    let result = try await CommandLineTool.run("verify", "out", "--inputs", "logs", "--follow-links", in: folder)
    #expect(result.status == 1, "\(result.messages)")
    for path in ["report.md", "tables/runs.csv"] {
      #expect(result.output.contains("  edited after it was written: \(path)\n"), "\(result.output)")
    }
    // The same for a comparison: no end of /dev/zero is looked for.
    let compared = try await CommandLineTool.run("diff", "out", "out", in: folder)
    #expect(compared.status == 2 && compared.messages.contains("tables/runs.csv"), "\(compared.messages)")
  }
}
