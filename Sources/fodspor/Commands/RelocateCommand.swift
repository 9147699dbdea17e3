import Accounting
import Alignment
public import ArgumentParser
import Quantities
public import Reporting

/// `fodspor relocate`: what finished runs would have emitted elsewhere, or later.
struct RelocateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "relocate", abstract: "Say what finished runs would have emitted on other grids, or begun later.",
    discussion: """
      Places are countries (SE, Poland, EUU, WLD), US states, eGRID subregions, Canadian and Chinese provinces, Nordic \
      bidding zones (US-CA, CAMX, CA-QC, SE3), or values of your own (site=25). The energy stays as it was measured; with \
      --pue it is that of another site. Direct and life-cycle intensities are not compared.

      --later tells what the runs would have emitted had they begun up to so many hours later. It needs a series of \
      carbon intensities in the study file.

      Examples:  fodspor relocate /scratch/study --to SE,PL,DK --year 2024
                 fodspor relocate /scratch/study --to SE --pue SE=1.1 --of selection --format tex
                 fodspor relocate /scratch/study --later 48 --step 0.5 --format csv
      """)

  @OptionGroup var options: StudyOptions

  @OptionGroup var elsewhere: PlaceOptions

  @Option(
    name: .long,
    help: "What is relocated: \(ReportTables.RelocatedWork.allCases.map(\.rawValue).joined(separator: ", ")).")
  var of = ReportTables.RelocatedWork.models

  @Option(name: .long, help: ArgumentHelp("Starts up to so many hours later.", valueName: "hours"))
  var later: Double?

  @Option(name: .long, help: ArgumentHelp("The hours between two later starts.", valueName: "hours"))
  var step = 1.0

  @Option(name: .long, help: ArgumentHelp("With --later: one run only, as in 'fodspor show'.", valueName: "run"))
  var run: String?

  @Option(name: .long, help: "How to print it: \(TableFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
  var format = TableFormat.table

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The file to write; standard output when left out.", valueName: "file"))
  var output: String?

  func validate() throws {
    guard elsewhere.to.isEmpty != (later == nil) else {
      throw ValidationError("Say either where (--to SE,PL) or when (--later 24).")
    }
    if let later, !(later > 0 && later <= 8784) { throw ValidationError("--later takes hours, up to those of a year.") }
    if later != nil, !(step > 0 && (later ?? 0) / step <= 10_000) {
      throw ValidationError("--step must be above 0 and make at most 10,000 starts.")
    }
    if later == nil, run != nil { throw ValidationError("--run goes with --later.") }
  }

  func run() async throws {
    let relocation = try elsewhere.relocationOrExit()
    let table: Table
    do {
      let loaded = try await options.load()
      let tables = ReportTables(footprint: loaded.footprint, labels: Labels(loaded.file))
      if let later {
        let runs = try run.map { try RunSelector.selectOrExit($0, in: loaded) } ?? Array(loaded.footprint.runs.indices)
        let starts = Int((later / step + 1e-9).rounded(.down))
        table = try tables.timeShift(of: runs, by: (0...starts).map { .seconds(Double($0) * step * 3600) })
      } else {
        table = tables.relocation(relocation, of: of)
      }
    } catch let error as ReportTables.TimeShiftProblem {
      Terminal.message(error.description)
      throw ExitStatus.failure
    }
    try OutputFile.write(format.render(table, width: Terminal.width), to: output)
  }
}

extension ReportTables.RelocatedWork: ExpressibleByArgument {}
