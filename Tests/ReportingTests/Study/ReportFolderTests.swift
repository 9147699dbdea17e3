import Foundation
import TestSupport
import Testing

@testable import Reporting

@Suite("Folders of reports")
struct ReportFolderTests {
  @Test("a folder is held by one at a time, and free again when that is gone")
  func held() throws {
    let scratch = try TemporaryFolder()
    let path = scratch.path("a/report")
    var first: ReportFolder? = ReportFolder(path)
    #expect(!scratch.has("a"))
    try first?.hold()
    try first?.hold()
    #expect(scratch.has("a/report"))
    let second = ReportFolder(path)
    let error = #expect(throws: ReportError.self) { try second.hold() }
    #expect(error?.description.hasPrefix(path + ": another process is writing a report into this folder") == true)
    try ReportFolder(scratch.path("a/other")).hold()
    first = nil
    try second.hold()
    // No file tells of it.
    #expect(try scratch.files(below: "a").isEmpty)
  }

  @Test("a report is not written into a folder that is held, and changes nothing there")
  func heldReport() async throws {
    let scratch = try TemporaryFolder()
    let holder = ReportFolder(scratch.path("report"))
    try holder.hold()
    let report = try await DemoStudy.report()
    await #expect(throws: ReportError.self) {
      try await report.write(to: ReportFolder(scratch.path("report")), templates: nil)
    }
    #expect(try scratch.files(below: "report").isEmpty)
    #expect(try await report.write(to: holder, templates: nil).count > 20)
  }

  @Test("a path that cannot be a folder is an error that names it", arguments: ["file", "file/below", ""])
  func impossible(_ name: String) throws {
    let scratch = try TemporaryFolder()
    try scratch.write("text\n", to: "file")
    let path = name.isEmpty ? "" : scratch.path(name)
    let error = #expect(throws: ReportError.self) { try ReportFolder(path).hold() }
    #expect(error?.description.hasPrefix(path + ": cannot be written (") == true)
  }
}
