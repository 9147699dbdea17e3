import Foundation
import TestSupport
import Testing

@testable import Reporting

@Suite("Files of a report that are written side by side")
struct ReportFileTests {
  private static func files(_ count: Int) -> [ReportFile] {
    (0..<count).map { number in
      ReportFile("part\(number % 5)/file\(number).txt", hasEveryEpoch: number % 7 == 3) { hand in
        for piece in 0..<number { hand("piece \(piece)\n") }
      }
    }
  }

  @Test("are told in the order of the list, each whole")
  func order() async throws {
    let folder = try TemporaryFolder()
    let files = Self.files(100)
    let written = try await ReportFile.write(files, to: folder.url.path)
    #expect(written.map(\.path) == files.map(\.path))
    for (file, output) in zip(files, written) {
      let text = try String(contentsOf: folder.url.appending(path: file.path), encoding: .utf8)
      #expect(text == file.text)
      #expect(output.bytes == text.utf8.count)
    }
  }

  @Test("of which one cannot be written, are an error that names it, and none keeps a name of half a file")
  func failure() async throws {
    let folder = try TemporaryFolder()
    try folder.write("no folder\n", to: "part2")
    let error = await #expect(throws: ReportError.self) {
      try await ReportFile.write(Self.files(100), to: folder.url.path)
    }
    #expect(error?.description.hasPrefix(folder.url.path + "/part2: cannot be written") == true)
    #expect(try folder.files(below: "").keys.allSatisfy { !$0.hasSuffix(".part") })
  }

  @Test("may be none")
  func none() async throws {
    let folder = try TemporaryFolder()
    #expect(try await ReportFile.write([], to: folder.url.path).isEmpty)
  }
}
