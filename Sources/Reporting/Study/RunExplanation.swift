public import Accounting
import Alignment
import LogFormats
import Quantities

/// Where a run's numbers come from, from the table's cell down to files and lines.
public struct RunExplanation {
  /// A column of the report that can be explained.
  public enum Column: String, Sendable, CaseIterable {
    case epochs, time, energy, carbon, dice
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
    case .carbon: carbon
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

  private var time: [String] {
    var lines = ["", "time: \(RunDetails.number(value.processTime.inSeconds, 2)) s, the sum of the trainings' windows"]
    for attempt in value.attempts {
      lines.append(
        "  \(attempt.logPath): \(RunDetails.number(attempt.window.duration.inSeconds, 2)) s, first stamp to last, clock \(EvidenceWording.clock(attempt.clock))"
      )
    }
    return lines
  }

  private var energy: [String] { EnergyTrail(footprint: footprint, run: run, readings: readings).lines }

  private var carbon: [String] {
    let basis = footprint.basis(of: [footprint.runs[run]])
    guard let energy = footprint.runs[run].energy else { return ["", "CO2e: --, no energy is known"] }
    return [
      "",
      "CO2e: \(RunDetails.number(basis.carbon(energy).grams, 3)) g = \(RunDetails.energy(energy)) × PUE \(basis.pue.value.ratio) × \(basis.intensity.value.gramsPerKilowattHour) g/kWh",
      "  PUE: \(basis.pue.source)",
      "  intensity: \([basis.intensity.place, basis.intensity.year.map { String($0) }, basis.intensity.source].compactMap(\.self).joined(separator: ", "))",
    ] + seriesLines + [
      "  by car: \(RunDetails.number(basis.distance(energy).kilometres, 4)) km at \(basis.car.gramsPerKilometre) g/km (\(basis.car.source))"
    ]
  }

  /// How emissions were integrated with a series of intensities, training by training.
  private var seriesLines: [String] {
    zip(value.attempts, footprint.runs[run].attempts).compactMap { attempt, measured in
      guard let emissions = measured.rates?.emissions, emissions.total.joules > 0, let mean = emissions.meanIntensity
      else { return nil }
      let covered = RunDetails.number(100 * emissions.coverage, 1)
      let spread = RunDetails.number(100 * (emissions.spread / emissions.total), 1)
      return
        "    \(attempt.logPath): \(RunDetails.number(mean.gramsPerKilowattHour, 2)) g/kWh weighted with power, interval by interval; \(covered) % of the energy covered, \(spread) % known as totals and spread evenly"
    }
  }

  private var dice: [String] {
    guard let dice = value.dice else { return ["", "Dice: --, no validation result"] }
    return ["", "Dice: \(dice.value), from \(dice.path)"]
  }
}
