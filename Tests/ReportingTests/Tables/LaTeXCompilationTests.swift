import Foundation
import Reporting
import Testing

@Suite(
  "LaTeX tables compile without overfull boxes",
  .enabled(if: LaTeXCompiler.isAvailable || LaTeXCompiler.isRequired, "pdflatex is not installed"))
struct LaTeXCompilationTests {
  private static let tables =
    ExampleTables.all + [ExampleTables.manyAttempts, ExampleTables.wide, ExampleTables.prose]

  @Test(arguments: ["article", "llncs"])
  func tablesFitTheText(documentClass: String) throws {
    let renderer = LaTeXTableRenderer()
    let body = Self.tables.map { renderer.render(FormattedTable($0)) + "\\clearpage\n" }.joined()
    let log = try LaTeXCompiler.compile(body, class: documentClass)
    #expect(log.errors == [])
    #expect(log.overfullBoxes == [])
    #expect(log.pages >= Self.tables.count)
  }

  @Test(arguments: ["article", "llncs"])
  func uncommonTablesFitTheText(documentClass: String) throws {
    let body = StressTables.all.map { LaTeXTableRenderer().render(FormattedTable($0)) + "\\clearpage\n" }
    let log = try LaTeXCompiler.compile(body.joined(), class: documentClass, name: "uncommon")
    #expect(log.errors == [])
    #expect(log.overfullBoxes == [])
  }

  @Test(arguments: [("column", LaTeXTableStyle.column), ("both-columns", .bothColumns)])
  func tablesFitTwoColumns(name: String, style: LaTeXTableStyle) throws {
    let tables = Self.tables + StressTables.all
    let body = tables.map { LaTeXTableRenderer(style: style).render(FormattedTable($0)) + "\\clearpage\n" }
    let log = try LaTeXCompiler.compile(body.joined(), class: "IEEEtran", name: name)
    #expect(log.errors == [])
    #expect(log.overfullBoxes == [])
  }

  @Test(arguments: ["\\usepackage[T1]{fontenc}", "\\usepackage[utf8]{inputenc}"])
  func hostileTextCompiles(package: String) throws {
    let escaping = LaTeXEscaping()
    var texts = HostileTexts.all
    texts.append(contentsOf: (0x00...0x2FF).compactMap(Unicode.Scalar.init).map { "a\(Character($0))b" })
    texts.append(contentsOf: (0x2000...0x22FF).compactMap(Unicode.Scalar.init).map { "a\(Character($0))b" })
    let rows = texts.map { text in
      let cells = RichText.Style.allCases.map { escaping.render(RichText(text, style: $0)) }
      return cells.joined(separator: "\\par ") + "\\par\n"
    }
    let cells = texts.map { "\(escaping.escape($0)) & \(escaping.escape($0)) \\\\\n" }
    let body = "\\raggedright\n" + rows.joined() + "\\begin{longtable}{ll}\n\(cells.joined())\\end{longtable}\n"
    let log = try LaTeXCompiler.compile(body, class: "article", preamble: package, name: "hostile")
    #expect(log.errors == [])
  }
}

/// Runs pdfLaTeX on a body of text.
enum LaTeXCompiler {
  /// What pdfLaTeX reports.
  struct Log {
    let errors: [String]
    let overfullBoxes: [String]
    let pages: Int
  }

  static let isRequired = ProcessInfo.processInfo.environment["CI"] == "true"

  static let executable: URL? = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").lazy
    .map { URL(filePath: String($0)).appending(path: "pdflatex") }
    .first { FileManager.default.isExecutableFile(atPath: $0.path) }

  static var isAvailable: Bool { executable != nil }

  static func compile(
    _ body: String, class documentClass: String, preamble: String = "", name: String = "tables"
  ) throws -> Log {
    let folder = FileManager.default.temporaryDirectory.appending(path: "fodspor-latex-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    // Keeping the folder lets a person look at the pages.
    let keeps = ProcessInfo.processInfo.environment["FODSPOR_KEEP_LATEX"]
    defer { if keeps == nil { try? FileManager.default.removeItem(at: folder) } }
    let packages = LaTeXTableRenderer.packages.map { "\\usepackage{\($0)}" }.joined()
    let source = """
      \\documentclass{\(documentClass)}
      \(preamble)\(packages)
      \\begin{document}
      \(body)
      \\end{document}

      """
    try Data(source.utf8).write(to: folder.appending(path: "tables.tex"))
    // A longtable finds the widths of its columns in the second and third run.
    for _ in 0..<3 { try run(in: folder) }
    if let keeps { try copyPages(from: folder, to: keeps, as: "\(name)-\(documentClass)") }
    let log = String(decoding: try Data(contentsOf: folder.appending(path: "tables.log")), as: UTF8.self)
    return read(log.split(separator: "\n", omittingEmptySubsequences: false))
  }

  private static func run(in folder: URL) throws {
    guard let executable = Self.executable else {
      Issue.record("pdflatex is not installed")
      return
    }
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
