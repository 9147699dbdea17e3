import Accounting
import Alignment
import ArgumentParser
import Foundation
import LogFormats
import Reporting

/// `fodspor report`: the main job in one go.
struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Read logs and write the carbon appendix: Markdown, HTML, LaTeX, figures and data.",
    discussion: """
      Writes into DIR: report.md (read this first), report.html (the same for browsers), appendix.tex with tables/*.tex, \
      tables/*.csv, figures as SVG and TikZ with their data as CSV, and data/*.json. The same input gives the same bytes, \
      wherever it lies.

      Example:  fodspor report nnUNet_results carbontracker_logs traces slurm -o appendix
      """)

  @OptionGroup var options: StudyOptions

  @Option(name: [.customShort("o"), .long], help: ArgumentHelp("Where to write.", valueName: "dir"))
  var output = "fodspor-report"

  @Option(
    name: .long,
    help: ArgumentHelp(
      "A folder with changed copies of the templates; what it lacks is taken from fodspor.", valueName: "dir"))
  var templates: String?

  @OptionGroup var shown: TableOptions

  @Flag(help: "Include the figures in LaTeX as PDF, which rsvg-convert makes, instead of TikZ.")
  var pdf = false

  func run() async throws {
    // Whether it can be made is told before everything is read.
    let converter = pdf ? try PDFConverter() : nil
    let loaded = try await options.load()
    _ = try shown.factors(of: loaded.file)
    var choices = options.choices(of: loaded)
    choices.factors = shown.factors?.names
    choices.showsLowCoverage = shown.showLowCoverage
    choices.printsIntervals = shown.intervals
    choices.venue = shown.venue
    choices.stopGain = shown.stopGain?.value
    choices.usesSIunitx = shown.usesSIunitx
    choices.includesPDF = pdf
    let report = StudyReport(
      footprint: loaded.footprint, file: loaded.file, hasStudyFile: loaded.studyFilePath != nil,
      version: Fodspor.version, choices: choices, companions: loaded.companions)
    let written: [String]
    let folder = ReportFolder(output)
    do {
      written = try await report.write(to: folder, templates: templates)
    } catch {
      Terminal.message(error.description)
      throw ExitStatus.failure
    }
    let pictures = try withExtendedLifetime(folder) { try converter.map { try convert(written, with: $0) } ?? 0 }
    Terminal.result(report.summary)
    Terminal.sentence("\(written.count + pictures) files in \(output); read \(output)/report.md first")
    if loaded.footprint.diagnostics.contains(where: { $0.diagnostic.severity == .error }) {
      throw ExitStatus.inputErrors
    }
  }

  /// Makes PDF beside each SVG file and returns how many.
  private func convert(_ written: [String], with converter: PDFConverter) throws -> Int {
    let pictures = written.filter { $0.hasSuffix(".svg") }.map { output + "/" + $0 }
    for path in pictures {
      guard let svg = try? String(contentsOfFile: path, encoding: .utf8) else { continue }
      try OutputFile.write(converter.pdf(of: svg), to: path.dropLast(3) + "pdf")
    }
    return pictures.count
  }
}
