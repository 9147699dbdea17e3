import Foundation
import ReportTemplates
import TestSupport
import Testing

@Suite("Command line: templates")
struct TemplatesCommandTests {
  @Test("lists all, and describes what they can name")
  func lists() async throws {
    let list = try await CommandLineTool.run("templates", "--format", "csv")
    #expect(list.status == 0)
    for name in ReportTemplates.documents.keys { #expect(list.output.contains(name), "\(name)") }
    let names = try await CommandLineTool.run("templates", "--describe", "--format", "md")
    #expect(names.output.contains("| `title`"))
    #expect(names.output.contains("content_security_policy"))
  }

  @Test("copies that are not changed make the same report, but for the manifest; copies are not written over")
  func exports() async throws {
    let folder = try SmallStudy.make()
    let copied = try await CommandLineTool.run("templates", "--export", "made/ours", in: folder)
    #expect(copied.status == 0, "\(copied.messages)")
    for (name, text) in ReportTemplates.documents { #expect(try folder.text("made/ours/\(name)") == text) }
    let again = try await CommandLineTool.run("templates", "--export", "made/ours", in: folder)
    #expect(again.status == 2)
    #expect(again.messages.contains("made/ours/appendix-body.tex.mustache: is there already"))

    _ = try await CommandLineTool.run("report", "logs", "-o", "a", in: folder)
    let ours = try await CommandLineTool.run("report", "logs", "-o", "b", "--templates", "made/ours", in: folder)
    #expect(ours.status == 0, "\(ours.messages)")
    var (a, b) = (try folder.files(below: "a"), try folder.files(below: "b"))
    for path in ["data/manifest.json"] { (a[path], b[path]) = (nil, nil) }
    #expect(a == b)
  }

  @Test("a folder that cannot be made is an error")
  func unwritable() async throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "file")
    let result = try await CommandLineTool.run("templates", "--export", "file/ours", in: folder)
    #expect(result.status == 2)
    #expect(result.messages.contains("file/ours: cannot be made"))
  }
}
