import Foundation
import TestSupport
import Testing

@testable import fodspor

@Suite("Command line: tables by attributes, with siunitx, and of trackers")
struct TableChoiceTests {
  @Test("table factors takes attributes that logs or the study file tell")
  func factors() async throws {
    let folder = try SmallStudy.make()
    try folder.write("attributes: [{paths: '**', values: {precision: bf16}}]\n", to: "logs/fodspor.yml")
    let result = try await CommandLineTool.run(
      "table", "factors", "logs", "--by", "precision, batch-size,fold", "--format", "csv", in: folder)
    #expect(result.status == 0, "\(result.messages)")
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines[0].hasPrefix("row,group,factor_precision,factor_batch_size,factor_fold,runs,time_s_mean,"))
    #expect(lines[1].contains(",bf16,") && lines[1].hasPrefix("body,bf16,bf16,"))
  }

  @Test(
    "attributes that are none, and none at all, are told with what there is",
    arguments: [
      (["--by", "batchsize"], "'batchsize' is no attribute of runs; did you mean 'batch-size'"),
      (["--by", "gpu,gpu"], "the attribute 'gpu' is named twice"),
      ([], "the table 'factors' needs --by with attributes of runs"),
    ])
  func unknown(arguments: [String], message: String) async throws {
    let folder = try SmallStudy.make()
    let result = try await CommandLineTool.run(["table", "factors", "logs"] + arguments, in: folder)
    #expect(result.status == 2 && result.output == "")
    #expect(result.messages.contains(message), "\(result.messages)")
    let empty = try await CommandLineTool.run(["table", "factors", "logs", "--by", "gpu,,fold"], in: folder)
    #expect(empty.status == 64)
  }

  @Test("a report keeps the choices, so that verify makes it again and diff tells them")
  func report() async throws {
    let folder = try SmallStudy.make()
    let plain = try await CommandLineTool.run("report", "logs", "-o", "plain", in: folder)
    #expect(plain.status == 0, "\(plain.messages)")
    let unknown = try await CommandLineTool.run("report", "logs", "-o", "none", "--factors", "foldd", in: folder)
    #expect(unknown.status == 2 && unknown.messages.contains("did you mean 'fold'?"), "\(unknown.messages)")
    let chosen = try await CommandLineTool.run(
      "report", "logs", "-o", "out", "--siunitx", "--factors", "fold,data-set", in: folder)
    #expect(chosen.status == 0, "\(chosen.messages)")
    #expect(try folder.text("out/tables/factors.tex").contains("S[table-format="))
    #expect(
      try folder.text("out/report.md").contains("Time, energy, emissions and Dice of one fold by fold and data set."))
    #expect(try folder.text("out/appendix.tex").contains("\\usepackage{siunitx}"))
    #expect(try folder.text("out/appendix-body.tex").contains("\\qty{"))
    #expect(try !folder.text("plain/appendix.tex").contains("siunitx"))
    #expect(try !folder.text("plain/tables/footprint.tex").contains("S[table"))
    #expect(try folder.text("plain/tables/footprint.csv") == folder.text("out/tables/footprint.csv"))
    let printed = try await CommandLineTool.run(
      "table", "footprint", "logs", "--format", "tex", "--siunitx", in: folder)
    #expect(try printed.output == folder.text("out/tables/footprint.tex"))
    let verified = try await CommandLineTool.run("verify", "out", in: folder)
    #expect(verified.status == 0, "\(verified.output)\(verified.messages)")
    let difference = try await CommandLineTool.run("diff", "plain", "out", in: folder)
    #expect(
      difference.output.contains("siunitx") && difference.output.contains("fold, data-set"), "\(difference.output)")
  }

  @Test("table trackers needs no logs", arguments: ["text", "md", "tex", "csv", "json", "html"])
  func trackers(format: String) async throws {
    let result = try await CommandLineTool.run("table", "trackers", "--format", format)
    #expect(result.status == 0 && result.messages == "", "\(result.messages)")
    #expect(result.output.contains("carbontracker") && result.output.contains("Fodspor"))
    #expect(result.output.contains("predictor.py") == ["csv", "json"].contains(format))
  }

  @Test("numbers do not part from their units at the end of a line")
  func noBreaks() async throws {
    let folder = try SmallStudy.make()
    let result = try await CommandLineTool.run("report", "logs", "-o", "out", in: folder)
    #expect(result.output.contains(" Wh IT energy") && !result.output.contains("\u{A0}"), "a terminal has plain spaces")
    for path in ["report.md", "report.html", "cards/statement.md", "cards/climate-model-card.md"] {
      let text = try folder.text("out/\(path)")
      #expect(text.contains(/[0-9]\u{A0}Wh/) && text.contains(/[0-9](\u{A0}|&nbsp;)g/), "\(path)")
      // Descriptions of figures, which nobody sees on lines, are plain text.
      if !path.hasSuffix("html") { #expect(!text.contains(/[0-9] (Wh|kWh|min|g CO)/), "\(path)") }
    }
    for path in ["appendix-body.tex", "cards/neurips-checklist.tex"] {
      let text = try folder.text("out/\(path)")
      #expect(text.contains(/[0-9]~Wh/) && !text.contains(/[0-9] (Wh|kWh|min|g\b)/), "\(path)")
    }
  }
}

@Suite(
  "An appendix with siunitx",
  .enabled(
    if: LaTeXCompiler.hasFile("siunitx.sty") || LaTeXCompiler.isRequired, "pdflatex or siunitx is not installed"))
struct SIunitxAppendixTests {
  @Test("of the demo study compiles with no overfull box and no font of Type 3")
  func compiles() async throws {
    let folder = try TemporaryFolder()
    let demo = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "fixtures/demo-study").path
    let result = try await CommandLineTool.run(
      "report", demo, "-o", "out", "--siunitx", "--factors", "data-set,configuration,gpu", in: folder)
    #expect(result.status == 0 || result.status == 1, "\(result.messages)")
    for _ in 0..<2 {
      try PDFTools.run("pdflatex", ["-interaction=nonstopmode", "appendix.tex"], in: folder.path("out"))
    }
    let log = String(decoding: try Data(contentsOf: folder.url.appending(path: "out/appendix.log")), as: UTF8.self)
    #expect(!log.contains("\n!") && !log.contains("Overfull \\hbox"), "\(log.suffix(2000))")
    #expect(!log.contains("siunitx Warning"), "\(log.suffix(2000))")
    let fonts = try PDFTools.fonts(of: folder.path("out/appendix.pdf"))
    #expect(!fonts.isEmpty && fonts.allSatisfy { !$0.contains("Type 3") }, "\(fonts)")
  }
}
