import Accounting
import Alignment
import ArgumentParser
import LogFormats
import Reporting

/// `fodspor report`: the main job in one go.
struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Read logs and write the carbon appendix: Markdown, HTML, LaTeX, figures and data.",
    discussion: """
      Writes into DIR: report.md (read this first), report.html (the same for browsers), appendix.tex with tables/*.tex, \
      tables/*.csv, figures/*.svg with their data as CSV, and data/*.json. The same input gives the same bytes, wherever \
      it lies.

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

  @Flag(help: "Give values of which less than half was measured, marked; without it they are left out.")
  var showLowCoverage = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "In the table of strategies, a training ends when the moving average of its pseudo Dice would rise by less than this.",
      valueName: "dice"))
  var stopGain: StopGain?

  func run() async throws {
    let loaded = try await options.load()
    var choices = options.choices(of: loaded)
    choices.showsLowCoverage = showLowCoverage
    choices.stopGain = stopGain?.value
    let report = StudyReport(
      footprint: loaded.footprint, file: loaded.file, hasStudyFile: loaded.studyFilePath != nil,
      version: Fodspor.version, choices: choices, companions: loaded.companions)
    do {
      let written = try report.write(to: output, templates: templates)
      Terminal.result(report.summary)
      Terminal.result("\(written.count) files in \(output); read \(output)/report.md first")
    } catch {
      Terminal.message(error.description)
      throw ExitStatus.failure
    }
    if loaded.footprint.diagnostics.contains(where: { $0.diagnostic.severity == .error }) {
      throw ExitStatus.inputErrors
    }
  }
}
