import Accounting
import Alignment
import Quantities

extension ReportTables {
  /// Why no table of later starts can be made.
  public enum TimeShiftProblem: Error, Sendable, CustomStringConvertible {
    /// The study's carbon intensity is one value, which holds at any time.
    case noSeries
    /// None of the runs has an energy.
    case noEnergy

    public var description: String {
      switch self {
      case .noSeries:
        "a later start needs a carbon intensity over time: name a series under carbon-intensity in fodspor.yml"
      case .noEnergy: "no energy of these runs is known"
      }
    }
  }

  /// What runs would have emitted had each begun later by the same time, power and order unchanged.
  ///
  /// - Parameters:
  ///   - runs: places in ``StudyFootprint/runs``.
  ///   - delays: how much later.
  public func timeShift(of runs: [Int], by delays: [Duration]) throws(TimeShiftProblem) -> Table {
    let shift = try shift(of: runs, by: delays)
    let rows = shift.points.map { point in
      Table.Row([
        .quantity(point.delay.inSeconds), .quantity(point.carbon?.grams), .quantity(point.factor),
      ])
    }
    var notes: [Table.Note] = [
      "The power's course over time is that of the runs as they were; only the start is moved. No value: the series does not cover the whole time. Average intensities say what is accounted for a time, not what a decision changes."
    ]
    if let best = shift.best, let carbon = best.carbon,
      let grams = NumberFormat.significant(carbon.grams, digits: 3),
      let hours = NumberFormat.fixed(best.delay.inHours, decimals: 2)
    {
      notes.append(Table.Note(RichText("Least: \(grams) g after \(hours) h.")))
    }
    return Table(
      name: "time-shift",
      caption: RichText("\(runs.count) \(runs.count == 1 ? "run" : "runs") begun later"),
      columns: [
        .init(key: "delay", header: "Later by", unit: .duration, scale: .hours),
        .init(key: "co2e", header: .co2e, unit: .carbon, direction: .lowerIsBetter),
        .init(key: "factor", header: "Factor", unit: .ratio, direction: .lowerIsBetter, format: .decimals(3)),
      ], rows: rows, notes: notes)
  }

  func shift(of runs: [Int], by delays: [Duration]) throws(TimeShiftProblem) -> TimeShift {
    guard let series = footprint.basis.series else { throw .noSeries }
    let work = courses(of: runs).map { (course: $0.course, pue: $0.pue) }
    guard !work.isEmpty else { throw .noEnergy }
    return TimeShift(of: work, along: series.curve, by: delays)
  }

  /// How the energies of runs' trainings were spent over time, as far as they are known, with when they ran.
  func courses(of runs: [Int]) -> [(window: TimeWindow, course: EnergyCourse, pue: PowerUsageEffectiveness)] {
    runs.filter { footprint.runs.indices.contains($0) }.flatMap { place in
      zip(footprint.runs[place].run.attempts, footprint.runs[place].attempts).compactMap { attempt, measured in
        measured.rates.flatMap { rates in
          rates.course.flatMap { course in
            course.stretches.isEmpty ? nil : (window: attempt.window, course: course, pue: rates.pue.value)
          }
        }
      }
    }
  }
}
