import Foundation

/// Runs pdfLaTeX on a body of text.
package enum LaTeXCompiler {
  /// What pdfLaTeX reports.
  package struct Log: Sendable {
    package let errors: [String]
    package let overfullBoxes: [String]
    package let pages: Int
  }

  /// That pdfLaTeX is not installed, where tests need it.
  private struct Missing: Error, CustomStringConvertible {
    var description: String { "pdflatex is not installed" }
  }

  /// Whether tests must fail where it is not installed.
  package static let isRequired = ProcessInfo.processInfo.environment["CI"] == "true"

  private static let executable: URL? = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").lazy
    .map { URL(filePath: String($0)).appending(path: "pdflatex") }
    .first { FileManager.default.isExecutableFile(atPath: $0.path) }

  /// Whether it is installed.
  package static var isAvailable: Bool { executable != nil }

  /// Whether a package is installed, by the name of its file: `siunitx.sty`.
  package static func hasFile(_ name: String) -> Bool {
    guard let executable else { return false }
    let process = Process()
    process.executableURL = executable.deletingLastPathComponent().appending(path: "kpsewhich")
    process.arguments = [name]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  /// Compiles a body in a document of its own.
  ///
  /// - Parameters:
  ///   - body: What stands in the document.
  ///   - documentClass: Its class.
  ///   - packages: The packages that the body needs.
  ///   - preamble: More for the preamble, before the packages.
  ///   - name: What the pages are called where `FODSPOR_KEEP_LATEX` names a folder for them.
  ///   - files: What the body reads in, by name.
  ///   - runs: How often it is compiled; a longtable finds the widths of its columns in the second and third run.
  package static func compile(
    _ body: String, class documentClass: String, packages: [String], preamble: String = "", name: String = "tables",
    files: [String: String] = [:], runs: Int = 3
  ) throws -> Log {
    let folder = FileManager.default.temporaryDirectory.appending(path: "fodspor-latex-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    // Keeping the folder lets a person look at the pages.
    let keeps = ProcessInfo.processInfo.environment["FODSPOR_KEEP_LATEX"]
    defer { if keeps == nil { try? FileManager.default.removeItem(at: folder) } }
    let packages = packages.map { "\\usepackage{\($0)}" }.joined()
    let source = """
      \\documentclass{\(documentClass)}
      \(preamble)\(packages)
      \\begin{document}
      \(body)
      \\end{document}

      """
    try Data(source.utf8).write(to: folder.appending(path: "tables.tex"))
    for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
    for _ in 0..<runs { try run(in: folder) }
    if let keeps { try copyPages(from: folder, to: keeps, as: "\(name)-\(documentClass)") }
    let log = String(decoding: try Data(contentsOf: folder.appending(path: "tables.log")), as: UTF8.self)
    return read(log.split(separator: "\n", omittingEmptySubsequences: false))
  }

  private static func run(in folder: URL) throws {
    guard let executable = Self.executable else { throw Missing() }
    let process = Process()
    process.executableURL = executable
    process.arguments = ["-interaction=nonstopmode", "-no-shell-escape", "tables.tex"]
    process.currentDirectoryURL = folder
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
  }

  private static func copyPages(from folder: URL, to target: String, as name: String) throws {
    let file = URL(filePath: target).appending(path: "\(name).pdf")
    try? FileManager.default.removeItem(at: file)
    try FileManager.default.copyItem(at: folder.appending(path: "tables.pdf"), to: file)
  }

  private static func read(_ lines: [Substring]) -> Log {
    let errors = lines.indices.filter { lines[$0].hasPrefix("!") || lines[$0].contains("LaTeX Warning: Float too") }
      .map { lines[$0..<min($0 + 6, lines.count)].joined(separator: "\n") }
    let overfull = lines.filter { $0.hasPrefix("Overfull \\hbox") }.map(String.init)
    // pdfTeX ends its log with "Output written on tables.pdf (7 pages, 12345 bytes)."
    let output = lines.last { $0.hasPrefix("Output written") }?.split(separator: "(").last?.split(separator: " ").first
    return Log(errors: errors, overfullBoxes: overfull, pages: output.flatMap { Int($0) } ?? 0)
  }
}
