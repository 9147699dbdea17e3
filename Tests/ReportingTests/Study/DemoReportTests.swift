import Foundation
import Reporting
import TestSupport
import Testing

@Suite("The report of the demo study, against the expected files")
struct DemoReportTests {
  private static let golden = GoldenFolder("DemoReport")

  /// What is compared: what people read, and the numbers behind it. The rest is long, and made of the same numbers.
  private static func isCompared(_ path: String) -> Bool {
    if path.hasPrefix("tables/") || path.hasPrefix("cards/") { return true }
    if path.hasPrefix("figures/") { return path.hasSuffix(".svg") }
    return [
      "report.md", "appendix-body.tex", "data/basis.json", "data/comparison.json", "data/models.json",
      "data/selection.json",
    ].contains(path)
  }

  @Test("every file is as expected, byte for byte")
  func golden() async throws {
    let files = try await DemoStudy.report().render().filter { Self.isCompared($0.path) }
    #expect(files.count > 20)
    try Self.golden.expect(Dictionary(uniqueKeysWithValues: files.map { ($0.path, $0.text) }))
  }

  @Test("the report says what happened")
  func facts() async throws {
    let files = Dictionary(uniqueKeysWithValues: try await DemoStudy.report().render().map { ($0.path, $0.text) })
    let report = try #require(files["report.md"])
    #expect(report.hasPrefix("# Two synthetic data sets, 2D and 3D U-Nets\n"))
    #expect(report.contains("16 trainings of 13 runs on 2 data sets, with 115 completed epochs"))
    let rows = CSVText.records(try #require(files["tables/trainings.csv"]))
    #expect(rows.count == 16)
    #expect(rows.allSatisfy { Double($0["coverage"] ?? "").map { $0 > 0.998 } == true })
  }

  @Test("written to a folder, the files are those that were rendered")
  func writes() async throws {
    let folder = try TemporaryFolder()
    let report = try await DemoStudy.report()
    let written = try await report.write(to: ReportFolder(folder.url.path), templates: nil)
    let rendered = try report.render()
    #expect(written == rendered.map(\.path))
    for (path, text) in rendered {
      #expect(try Data(contentsOf: folder.url.appending(path: path)) == Data(text.utf8), "\(path)")
    }
    let found = try FileManager.default.subpathsOfDirectory(atPath: folder.url.path).filter { $0.contains(".") }
    #expect(found.sorted() == written.sorted(), "nothing else lies there")
  }
}

@Suite("The user's templates")
struct UserTemplateTests {
  @Test("a changed template replaces that document only")
  func replacesOne() async throws {
    let folder = try TemporaryFolder()
    try Data("{{% CONTENT_TYPE:TEXT}}\nOurs: {{title}}, {{it_energy}}\n".utf8)
      .write(to: folder.url.appending(path: "report.md.mustache"))
    let report = try await DemoStudy.report()
    let shipped = try report.render()
    let changed = try report.render(templates: folder.url.path)
    #expect(changed.map(\.path) == shipped.map(\.path))
    let differing = zip(shipped, changed).filter { $0.text != $1.text }.map(\.1)
    // The manifest has the template's hash, and the document's.
    #expect(differing.map(\.path) == ["data/manifest.json", "report.md"])
    let text = try #require(differing.last?.text)
    #expect(text.wholeMatch(of: /Ours: Two synthetic data sets, 2D and 3D U-Nets, \d+\u{A0}Wh\n/) != nil, "\(text)")
  }

  @Test("a folder without templates, or none at all, is an error: the user meant another")
  func emptyFolder() async throws {
    let folder = try TemporaryFolder()
    let report = try await DemoStudy.report()
    for path in [folder.url.path, folder.url.path + "/absent"] {
      let error = try #require(throws: ReportError.self) { try report.render(templates: path) }
      #expect(error.description.hasPrefix(path + ": not a usable template"))
      #expect(error.description.contains("report.md.mustache"))
    }
  }

  @Test("a broken template is an error with its path, and no file is written")
  func broken() async throws {
    let folder = try TemporaryFolder()
    let template = folder.url.appending(path: "appendix-body.tex.mustache")
    try Data("{{#figures}} never closed\n".utf8).write(to: template)
    let output = folder.url.appending(path: "report")
    let report = try await DemoStudy.report()
    let error = try await #require(throws: ReportError.self) {
      try await report.write(to: ReportFolder(output.path), templates: folder.url.path)
    }
    guard case .template(let path, let reason) = error else {
      Issue.record("\(error) is another error")
      return
    }
    #expect(path.hasPrefix(template.path + ":"))
    #expect(!reason.isEmpty)
    #expect(error.description.hasPrefix(path + ": not a usable template"))
    #expect(!FileManager.default.fileExists(atPath: output.path))
  }

  @Test("a template that is no text is an error with its path")
  func notText() async throws {
    let folder = try TemporaryFolder()
    let template = folder.url.appending(path: "report.md.mustache")
    try Data([0xFF, 0xFE, 0x00, 0xD8]).write(to: template)
    let report = try await DemoStudy.report()
    let error = try #require(throws: ReportError.self) { try report.render(templates: folder.url.path) }
    #expect(error.description.hasPrefix(template.path))
  }
}
