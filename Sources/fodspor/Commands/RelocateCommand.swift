import Accounting
import Alignment
public import ArgumentParser
import Plotting
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
                 fodspor relocate /scratch/study --later 48 --format svg -o later.svg
      """)

  /// What is printed: a table, or with `svg` a figure.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case table, csv, json, md, tex, svg
  }

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

  @Option(
    name: .long,
    help: "How to print it: \(Format.allCases.map(\.rawValue).joined(separator: ", ")); svg is a figure.")
  var format = Format.table

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
    do {
      let loaded = try await options.load()
      let tables = ReportTables(footprint: loaded.footprint, labels: Labels(loaded.file))
      let text: String
      if let later {
        let runs = try run.map { try RunSelector.selectOrExit($0, in: loaded) } ?? Array(loaded.footprint.runs.indices)
        let starts = Int((later / step + 1e-9).rounded(.down))
        let delays = (0...starts).map { Duration.seconds(Double($0) * step * 3600) }
        text =
          format == .svg
          ? try CarbonFigures(tables).timeShift(of: runs, by: delays, .article).svg
          : self.text(of: try tables.timeShift(of: runs, by: delays))
      } else if format == .svg {
        guard let figure = CarbonFigures(tables).places(relocation, of: of, .article) else {
          Terminal.message("no energy of these trainings is known")
          throw ExitStatus.failure
        }
        text = figure.svg
      } else {
        text = self.text(of: tables.relocation(relocation, of: of))
      }
      try OutputFile.write(text, to: output)
    } catch let error as ReportTables.TimeShiftProblem {
      Terminal.message(error.description)
      throw ExitStatus.failure
    }
  }

  private func text(of table: Table) -> String {
    (TableFormat(rawValue: format.rawValue) ?? .table).render(table, width: Terminal.width)
  }
}

extension ReportTables.RelocatedWork: ExpressibleByArgument {}
