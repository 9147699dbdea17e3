import Foundation
import Reporting
import TestSupport
import Testing

@testable import fodspor

@Suite("Command line: plot and table")
struct PlotAndTableTests {
  @Test("plot --list names what a report draws, and plot draws it as the report does")
  func plotIsTheReports() async throws {
    let folder = try SmallStudy.make()
    _ = try await CommandLineTool.run("report", "logs", "-o", "out", in: folder)
    let drawn = try folder.files(below: "out/figures").keys.filter { $0.hasSuffix(".svg") }.map { $0.dropLast(4) }
    let listed = try await CommandLineTool.run("plot", "--list", "logs", in: folder)
    #expect(listed.status == 0, "\(listed.messages)")
    let lines = listed.output.split(separator: "\n")
    #expect(Set(lines.compactMap { $0.split(separator: " ").first }) == Set(drawn) && lines.count == drawn.count)
    #expect(lines.contains { $0.wholeMatch(of: /components +Energy of training one fold by component/) != nil })

    for (format, file) in [("svg", "svg"), ("tikz", "tikz.tex"), ("csv", "csv"), ("txt", "txt")] {
      let printed = try await CommandLineTool.run("plot", "components", "logs", "--format", format, in: folder)
      #expect(printed.status == 0 && printed.messages == "")
      #expect(try printed.output == folder.text("out/figures/components.\(file)"), "\(format)")
    }
  }

  @Test("the first word of a figure's name is enough, and --output writes a file")
  func shortName() async throws {
    let folder = try SmallStudy.make()
    let result = try await CommandLineTool.run("plot", "epochs", "logs", "-o", "epochs.svg", in: folder)
    #expect(result.status == 0 && result.output == "")
    #expect(try folder.text("epochs.svg").contains("<title id=\"epochs-dataset701-blobs-title\">"))
  }

  @Test("help names every figure, and a figure that the logs do not give tells what it needs")
  func names() async throws {
    let folder = try SmallStudy.make()
    let help = try await CommandLineTool.run("plot", "--help", in: folder).output
    for kind in FigureKind.allCases { #expect(help.contains("  \(kind.rawValue) "), "\(kind)") }
    let result = try await CommandLineTool.run("plot", "overhead", "logs", in: folder)
    #expect(result.status == 2 && result.messages.contains("it needs two trainings that are alike but for a tracker"))
  }

  @Test("a figure is as wide as it is asked to be", arguments: [("ieee-text", "181.35"), ("4in", "101.6")])
  func widths(argument: String, millimetres: String) async throws {
    let folder = try SmallStudy.make()
    let result = try await CommandLineTool.run("plot", "pareto", "logs", "--width", argument, in: folder)
    #expect(result.output.hasPrefix("<svg "), "\(result.messages)")
    #expect(result.output.contains(" width=\"\(millimetres)mm\" ") && result.output.contains(" font-size=\"8\""))
  }

  @Test(
    "widths are lengths, or names of venues",
    arguments: [
      ("lncs", 122), ("ieee", 88.55), ("icml", 82.55), ("nature", 89), ("80mm", 80), ("8.5cm", 85), ("3.5in", 88.9),
      ("252pt", 252 / 72.27 * 25.4), ("20mm", nil), ("5in2", nil), ("nanmm", nil), ("infcm", nil), ("80", nil),
      ("", nil),
      ("mm", nil), ("-80mm", nil), ("LNCS", nil), ("900pc", nil),
    ] as [(String, Double?)])
  func widthArguments(argument: String, millimetres: Double?) {
    let width = FigureWidthArgument(argument: argument)
    #expect((width == nil) == (millimetres == nil))
    if let width, let millimetres { #expect(abs(width.millimetres - millimetres) < 1e-9) }
    #expect(width == nil || width?.fontSizePt == (argument == "nature" ? 7 : 8))
  }

  @Test("letters are of the kind and size that is asked for")
  func letters() async throws {
    let folder = try SmallStudy.make()
    let arguments = ["plot", "components", "logs", "--font", "serif", "--font-size", "9"]
    let svg = try await CommandLineTool.run(arguments, in: folder)
    #expect(svg.output.contains("font-family=\"Times, ") && svg.output.contains(" font-size=\"9\""))
    let tikz = try await CommandLineTool.run(arguments + ["--format", "tikz"], in: folder)
    #expect(tikz.output.contains("\\providecommand\\fodsporfont{\\rmfamily}"))
  }

  @Test(
    "what cannot be meant is a usage error",
    arguments: [
      ["plot", "pareto"], ["table", "footprint"], ["plot", "pareto", "logs", "--width", "20mm"],
      ["plot", "pareto", "logs", "--font-size", "30"], ["plot", "pareto", "logs", "--format", "pdf"],
      ["plot", "pareto", "logs", "--font", "comic"], ["table", "runs", "logs", "--format", "svg"], ["plot"], ["table"],
    ])
  func usage(arguments: [String]) async throws {
    let folder = try SmallStudy.make()
    let result = try await CommandLineTool.run(arguments, in: folder)
    #expect(result.status == 64 && result.output == "", "\(arguments) \(result.messages)")
  }

  @Test(
    "an unknown name lists the names",
    arguments: [("plot", "components, component-shares, pareto"), ("table", "footprint, ")])
  func unknownName(command: String, names: String) async throws {
    let folder = try SmallStudy.make()
    let result = try await CommandLineTool.run(command, "partea", "logs", in: folder)
    #expect(result.status == 2 && result.output == "")
    #expect(result.messages.contains("'partea'; there are \(names)"), "\(result.messages)")
  }

  @Test("logs without any figure say so")
  func nothingToDraw() async throws {
    let folder = try TemporaryFolder()
    try folder.write(SmallStudy.data("traces/nvidia-smi_\(SmallStudy.job).csv"), to: "logs/trace.csv")
    let result = try await CommandLineTool.run("plot", "pareto", "logs", in: folder)
    #expect(result.status == 2 && result.messages.contains("these logs give no figure at all"), "\(result.messages)")
    let list = try await CommandLineTool.run("plot", "--list", "logs", in: folder)
    #expect(list.status == 0 && list.output.allSatisfy(\.isNewline), "\(list.output)")
    #expect(list.messages.contains("these logs give no figure at all"))
  }

  @Test("table prints what the report's files hold")
  func tablesAreTheReports() async throws {
    let folder = try SmallStudy.make()
    _ = try await CommandLineTool.run("report", "logs", "-o", "out", in: folder)
    let written = try folder.files(below: "out/tables").keys.filter { $0.hasSuffix(".csv") }.map { $0.dropLast(4) }
    let listed = try await CommandLineTool.run("table", "--list", "logs", in: folder)
    #expect(listed.status == 0)
    let names = listed.output.split(separator: "\n").compactMap { $0.split(separator: " ").first }
    #expect(Set(names) == Set(written) && names.count == written.count)
    for (name, format, file) in [
      ("footprint", "tex", "footprint.tex"), ("footprint", "csv", "footprint.csv"),
      ("trainings", "csv", "trainings.csv"), ("epochs", "csv", "epochs.csv"),
    ] {
      let printed = try await CommandLineTool.run("table", name, "logs", "--format", format, in: folder)
      #expect(try printed.output == folder.text("out/tables/\(file)"), "\(name) \(format)")
    }
  }

  @Test(
    "table has other formats too",
    arguments: [
      ("text", "Configuration"), ("md", "| IT energy"), ("json", "\"columns\""), ("html", "<table"),
    ])
  func tableFormats(format: String, part: String) async throws {
    let folder = try SmallStudy.make()
    let result = try await CommandLineTool.run("table", "footprint", "logs", "--format", format, in: folder)
    #expect(result.status == 0 && result.output.contains(part), "\(result.output)")
  }

  @Test("a store stands in for the logs")
  func fromAStore() async throws {
    let folder = try SmallStudy.make()
    _ = try await CommandLineTool.run("ingest", "logs", "--store", "study.sqlite", in: folder)
    for command in [["plot", "components"], ["table", "footprint"]] {
      let read = try await CommandLineTool.run(command + ["logs"], in: folder)
      let stored = try await CommandLineTool.run(command + ["--store", "study.sqlite"], in: folder)
      #expect(stored.status == 0 && stored.output == read.output, "\(stored.messages)")
    }
  }
}

@Suite(
  "PDF figures",
  .enabled(
    if: PDFTools.areAvailable || PDFTools.areRequired, "rsvg-convert, pdffonts and pdflatex are not all installed"))
struct PDFFigureTests {
  /// Venues refuse fonts of Type 3, and some refuse PDF without its fonts.
  @Test("plot makes a PDF with its fonts in it, the same each time")
  func plot() async throws {
    let folder = try SmallStudy.make()
    for name in ["one.pdf", "two.pdf"] {
      let result = try await CommandLineTool.run(
        "plot", "components", "logs", "--format", "pdf", "-o", name, in: folder)
      #expect(result.status == 0 && result.output == "", "\(result.messages)")
    }
    let one = try Data(contentsOf: folder.url.appending(path: "one.pdf"))
    #expect(try Data(contentsOf: folder.url.appending(path: "two.pdf")) == one)
    #expect(one.starts(with: Data("%PDF-".utf8)))
    let fonts = try PDFTools.fonts(of: folder.path("one.pdf"))
    #expect(!fonts.isEmpty && fonts.allSatisfy { !$0.contains("Type 3") && $0.contains(" yes ") }, "\(fonts)")
  }

  @Test("an appendix includes TikZ, and PDF where the report was asked for it", arguments: [false, true])
  func appendix(isPDF: Bool) async throws {
    let folder = try SmallStudy.make()
    let result = try await CommandLineTool.run(
      ["report", "logs", "-o", "out"] + (isPDF ? ["--pdf"] : []), in: folder)
    #expect(result.status == 0, "\(result.messages)")
    let files = try folder.files(below: "out")
    #expect(result.output.contains("\n\(files.count) files in out"))
    #expect(files.keys.contains { $0.hasSuffix(".pdf") } == isPDF)
    let body = try folder.text("out/appendix-body.tex")
    #expect(body.contains("\\includegraphics") == isPDF && body.contains("\\input{figures/") == !isPDF)
    for _ in 0..<2 {
      try PDFTools.run("pdflatex", ["-interaction=nonstopmode", "appendix.tex"], in: folder.path("out"))
    }
    let log = String(decoding: try Data(contentsOf: folder.url.appending(path: "out/appendix.log")), as: UTF8.self)
    #expect(!log.contains("\n!") && !log.contains("Overfull \\hbox"), "\(log.suffix(2000))")
    let fonts = try PDFTools.fonts(of: folder.path("out/appendix.pdf"))
    #expect(!fonts.isEmpty && fonts.allSatisfy { !$0.contains("Type 3") }, "\(fonts)")
    // The choice stands in the manifest, so the report can be made again.
    let verified = try await CommandLineTool.run("verify", "out/data/manifest.json", in: folder)
    #expect(verified.status == 0, "\(verified.output) \(verified.messages)")
  }
}

/// The programs that make and look into PDF.
enum PDFTools {
  static let areRequired = ProcessInfo.processInfo.environment["CI"] == "true"
  static let areAvailable = ["rsvg-convert", "pdffonts", "pdflatex"].allSatisfy { path(of: $0) != nil }

  private static func path(of name: String) -> URL? {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").lazy
      .map { URL(filePath: String($0)).appending(path: name) }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }

  /// The lines of `pdffonts` below its two of headings.
  static func fonts(of pdf: String) throws -> [String] {
    try run("pdffonts", [pdf], in: "/").split(separator: "\n").dropFirst(2).map(String.init)
  }

  @discardableResult
  static func run(_ name: String, _ arguments: [String], in folder: String) throws -> String {
    let scratch = try TemporaryFolder()
    try scratch.write("", to: "output")
    let process = Process()
    let program: URL = try #require(path(of: name), "\(name) is not installed")
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: folder)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: scratch.url.appending(path: "output"))
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return String(decoding: try Data(contentsOf: scratch.url.appending(path: "output")), as: UTF8.self)
  }
}
