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
                 fodspor relocate /scratch/study --to SE,PL --figure --format csv -o places.csv
      """)

  /// What is printed: a table, or a figure.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case table, csv, json, md, tex, svg, tikz, pdf, txt
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
    help: """
      How to print it: table, csv, json, md, tex; or a figure: \(FigureFormat.help).
      """)
  var format: Format?

  @Flag(name: .long, help: "Draw a figure; with --format csv its data instead of the table.")
  var figure = false

  @OptionGroup var size: FigureSizeOptions

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
    if figure, let format, FigureFormat(rawValue: format.rawValue) == nil {
      throw ValidationError("--figure is written as \(FigureFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
    }
    try figureFormat?.validate(output: output)
  }

  /// How a figure is written; `nil` when a table is wanted.
  private var figureFormat: FigureFormat? {
    guard let format else { return figure ? .svg : nil }
    return figure || format != .csv ? FigureFormat(rawValue: format.rawValue) : nil
  }

  func run() async throws {
    let relocation = try elsewhere.relocationOrExit()
    let converter = try figureFormat?.converter()
    do {
      let loaded = try await options.load()
      let tables = ReportTables(footprint: loaded.footprint, labels: Labels(loaded.file))
      guard let figureFormat else {
        let table =
          if let delays {
            try tables.timeShift(of: runs(in: loaded), by: delays)
          } else {
            tables.relocation(relocation, of: of)
          }
        return try OutputFile.write(text(of: table), to: output)
      }
      let carbon = CarbonFigures(tables)
      let drawn =
        if let delays {
          try carbon.timeShift(of: runs(in: loaded), by: delays, size.style)
        } else {
          carbon.places(relocation, of: of, size.style)
        }
      guard let drawn else {
        Terminal.message("no energy of these trainings is known")
        throw ExitStatus.failure
      }
      try figureFormat.write(drawn, by: converter, to: output)
    } catch let error as ReportTables.TimeShiftProblem {
      Terminal.message(error.description)
      throw ExitStatus.failure
    }
  }

  /// How much later; `nil` without `--later`.
  private var delays: [Duration]? {
    later.map { later in
      (0...Int((later / step + 1e-9).rounded(.down))).map { .seconds(Double($0) * step * 3600) }
    }
  }

  private func runs(in loaded: StudyOptions.Loaded) throws -> [Int] {
    try run.map { try RunSelector.selectOrExit($0, in: loaded) } ?? Array(loaded.footprint.runs.indices)
  }

  private func text(of table: Table) -> String {
    (format.flatMap { TableFormat(rawValue: $0.rawValue) } ?? .table).render(table, width: Terminal.width)
  }
}

extension ReportTables.RelocatedWork: ExpressibleByArgument {}
