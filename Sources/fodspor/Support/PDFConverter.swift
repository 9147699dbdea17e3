import Foundation

/// `rsvg-convert` of librsvg, which makes PDF of SVG and embeds its fonts as fonts.
struct PDFConverter {
  private let executable: URL

  /// Finds the program on the `PATH`; says what to do and ends the command with status 2 where it is not installed.
  init() throws {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let found = folders.lazy.map { URL(filePath: String($0)).appending(path: "rsvg-convert") }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    guard let found else {
      Terminal.message(
        "PDF needs rsvg-convert, which is not installed (Debian, Ubuntu: librsvg2-bin); TikZ needs no other program")
      throw ExitStatus.failure
    }
    executable = found
  }

  /// The PDF of an SVG file's text, the same bytes each time with the same fonts and the same version of librsvg; ends
  /// the command with status 2 when it cannot be made.
  func pdf(of svg: String) throws -> Data {
    let folder = FileManager.default.temporaryDirectory.appending(path: "fodspor-pdf-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let source = folder.appending(path: "figure.svg")
      let target = folder.appending(path: "figure.pdf")
      try Data(svg.utf8).write(to: source)
      let process = Process()
      process.executableURL = executable
      process.arguments = ["--format", "pdf", "--output", target.path, source.path]
      // Without it, librsvg writes the time of the conversion into the file.
      process.environment = ProcessInfo.processInfo.environment.merging(["SOURCE_DATE_EPOCH": "0"]) { $1 }
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      return try Data(contentsOf: target)
    } catch {
      Terminal.message("rsvg-convert made no PDF; what it says about it stands above, or its folder is not writable")
      throw ExitStatus.failure
    }
  }
}
