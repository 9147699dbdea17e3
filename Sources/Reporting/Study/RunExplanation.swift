public import Accounting
import Alignment
import LogFormats
import Quantities

/// Where a run's numbers come from, from the table's cell down to files and lines.
public struct RunExplanation {
  /// A column of the report that can be explained.
  public enum Column: String, Sendable, CaseIterable {
    case epochs, time, energy, co2e, dice

    /// A column by its name; `carbon` is an older name of ``co2e``.
    public init?(name: String) { self.init(rawValue: name == "carbon" ? "co2e" : name) }
  }

  private let footprint: StudyFootprint
  private let run: Int
  private let column: Column?
  private let readings: EnergyReadings?

  /// Explains a column of the run at a place in ``StudyFootprint/runs``, or all of them; what single devices
  /// contribute is told when their samples were read.
  public init(_ footprint: StudyFootprint, run: Int, column: Column?, readings: EnergyReadings? = nil) {
    self.footprint = footprint
    self.run = run
    self.column = column
    self.readings = readings
  }

  /// The explanation, ready for a terminal.
  public var text: String {
    let lines =
      ["\(footprint.runs[run].run.identity.location)"] + (column.map { [$0] } ?? Column.allCases).flatMap(lines)
    return lines.map { TerminalEscaping().escape($0) }.joined(separator: "\n") + "\n"
  }

  private func lines(_ column: Column) -> [String] {
    switch column {
    case .epochs: epochs
    case .time: time
    case .energy: energy
    case .co2e:
      CarbonTrail(footprint: footprint, run: run).lines
        + BudgetTrail(budget: budgets?.carbon) { "\(NumberFormat.significant($0.grams, digits: 3) ?? "--") g" }.lines
    case .dice: dice
    }
  }

  private var value: Run { footprint.runs[run].run }

  private var epochs: [String] {
    var lines = ["", "epochs: \(value.usefulEpochs) useful, \(value.executedEpochs) completed"]
    for attempt in value.attempts {
      lines.append("  \(attempt.logPath)  (\(attempt.label))")
      for status in AlignedEpoch.Status.allCases {
        let members = attempt.epochs.filter { $0.status == status }
        guard let first = members.first, let last = members.last else { continue }
        lines.append(
          "    \(members.count) \(status.rawValue): epochs \(first.index) to \(last.index), lines \(first.logged.line) to \(last.logged.line)"
        )
      }
    }
    lines.append("  planned: \(value.planned.count), from \(value.planned.source.rawValue)")
    return lines
  }

  private var time: [String] { TimeTrail(footprint: footprint, run: run).lines }

  private var energy: [String] {
    EnergyTrail(footprint: footprint, run: run, readings: readings).lines
      + BudgetTrail(budget: budgets?.energy) { RunDetails.energy($0) }.lines
  }

  private var budgets: FootprintBudgets? { footprint.runs[run].budgets(footprint.basis) }

  private var dice: [String] {
    guard let dice = value.dice else { return ["", "Dice: --, no validation result"] }
    return ["", "Dice: \(dice.value), from \(dice.path)"]
  }
}
