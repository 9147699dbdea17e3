import Foundation
import TestSupport
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A name from a path is text, wherever it is printed.
@Suite("Command line: hostile names")
struct HostileNameTests {
  /// A data set's folder with what LaTeX, Markdown, HTML, CSV and terminals take for their own.
  static let dataset = "Dataset709_a_%$#&{}|<script>\"x\",`y`\n\u{1B}[31m"

  private func report() async throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let run = "logs/nnUNet_results/\(Self.dataset)/nnUNetTrainer_8epochs__nnUNetPlans__2d/fold_0"
    // The second copy of the log makes a finding that names both.
    for name in [SmallStudy.log, "training_log_copy.txt"] {
      try folder.write(SmallStudy.data("\(SmallStudy.runFolder)/\(SmallStudy.log)"), to: "\(run)/\(name)")
    }
    for path in ["traces/nvidia-smi_4410226.csv", "slurm/slurm-4410226.out"] {
      try folder.write(SmallStudy.data(path), to: "logs/\(path)")
    }
    let result = try await CommandLineTool.run("report", "logs", "-o", "out", in: folder)
    #expect(result.status == 0, "\(result.messages)")
    return folder
  }

  @Test("Markdown: no HTML, no row broken, no control character")
  func markdown() async throws {
    let text = try await report().text("out/report.md")
    #expect(text.contains("Dataset709"))
    #expect(!text.contains("<script>"))
    #expect(!text.contains("\u{1B}"))
    var columns: Int?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.hasPrefix("|") else {
        columns = nil
        continue
      }
      let bars = line.replacing("\\|", with: "").count { $0 == "|" }
      #expect(line.hasSuffix("|") && bars == columns ?? bars, "\(line)")
      columns = bars
    }
  }

  @Test("HTML: the name is text in every table, and no element or attribute comes of it")
  func html() async throws {
    let text = try await report().text("out/report.html")
    #expect(text.contains("Dataset709_a_%$#&amp;{}|&lt;script&gt;&quot;x&quot;,`y`"))
    #expect(text.matches(of: #/<script/#).count == 1)
    #expect(!text.contains("\u{1B}"))
  }

  @Test("LaTeX: every special character escaped")
  func latex() async throws {
    let folder = try await report()
    for path in ["appendix-body.tex", "tables/trainings.tex", "tables/footprint.tex"] {
      let text = try folder.text("out/\(path)").replacing("\\allowbreak{}", with: "")
      #expect(text.contains("Dataset709\\_"), "\(path)")
      #expect(text.contains(##"\%\$\#\&\{\}"##), "\(path)")
      #expect(!text.contains("%$#&{}"), "\(path)")
      #expect(!text.contains("\u{1B}"), "\(path)")
    }
  }

  /// CSV is opened in spreadsheets and printed by terminals: it has no control sequences.
  @Test("CSV and JSON: the name reads back")
  func data() async throws {
    let folder = try await report()
    let name = Self.dataset.replacing("\u{1B}[31m", with: "")
    let quoted = "\"" + name.replacing("\"", with: "\"\"") + "\""
    #expect(try folder.text("out/tables/trainings.csv").contains(quoted))
    let data = try Data(contentsOf: folder.url.appending(path: "out/data/runs.json"))
    let runs = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
    #expect(runs.map { $0["dataset"] as? String } == [Self.dataset])
  }

  @Test("figures: well-formed, the name as text, and file names of plain letters")
  func figures() async throws {
    let files = try await report().files(below: "out/figures")
    #expect(files.count > 3)
    for (name, data) in files {
      #expect(name.wholeMatch(of: /[A-Za-z0-9_-]+\.(svg|tikz\.tex|csv|txt)/) != nil, "\(name)")
      if name.hasSuffix(".tex") {
        // The description above the picture is a comment.
        let source = String(decoding: data, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("%") }
        #expect(!source.contains { $0.contains("$#") || $0.contains("#&") }, "\(name)")
      }
      guard name.hasSuffix(".svg") else { continue }
      let parser = XMLParser(data: data)
      #expect(parser.parse() && parser.parserError == nil, "\(name): \(parser.parserError.map { "\($0)" } ?? "")")
      #expect(!String(decoding: data, as: UTF8.self).contains("<script"))
    }
  }

  @Test("terminal: one line stays one line, and no escape sequence passes", arguments: ["runs", "check", "show"])
  func terminal(_ command: String) async throws {
    let folder = try await report()
    let arguments = command == "show" ? ["show", "4410226", "logs"] : [command, "logs"]
    let result = try await CommandLineTool.run(arguments, in: folder)
    #expect(result.status == 0)
    #expect(result.output.contains("4410226"))
    #expect(!result.output.contains("\u{1B}") && !result.messages.contains("\u{1B}"))
    if command == "check" {
      let lines = result.output.split(separator: "\n").filter { $0.contains("Dataset709") }
      #expect(!lines.isEmpty)
      #expect(lines.allSatisfy { $0.wholeMatch(of: /.*: (warning|info)\[[a-z-]+\.[a-z0-9-]+\] .*/) != nil })
    }
  }

  @Test("a path that is not there is told without its control characters")
  func message() async throws {
    let result = try await CommandLineTool.run("report", "no\u{1B}[31m\nsuch")
    #expect(result.status == 2)
    #expect(result.messages.split(separator: "\n").count == 1)
    #expect(!result.messages.contains("\u{1B}"))
  }
}
