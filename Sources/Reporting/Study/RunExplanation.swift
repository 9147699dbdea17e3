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

  /// Explains a column of the run at a place in ``StudyFootprint/runs``, or all of them.
  public init(_ footprint: StudyFootprint, run: Int, column: Column?) {
    self.footprint = footprint
    self.run = run
    self.column = column
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
        "  \(attempt.logPath): \(RunDetails.number(attempt.window.duration.inSeconds, 2)) s, first stamp to last, clock \(attempt.clock.printedOffset)"
      )
    }
    return lines
  }

  private var energy: [String] {
    var lines = ["", "IT energy: \(RunDetails.energy(footprint.runs[run].energy)), the sum of"]
    for (attempt, measured) in zip(value.attempts, footprint.runs[run].attempts) {
      lines.append("  \(attempt.label): \(RunDetails.energy(measured.energy))")
      for component in measured.components {
        lines.append(
          "    \(ReportTables.names([component.component])): \(RunDetails.energy(component.total)) = \(RunDetails.number(component.total?.joules ?? 0, 2)) J, \(component.method.rawValue) (\(component.provenance.rawValue)) over \(RunDetails.number(component.coveredTime.inSeconds, 2)) s"
        )
        if !component.devices.isEmpty { lines.append("      devices: \(component.devices.joined(separator: ", "))") }
        if let factor = component.correctionFactor, factor != 1 {
          lines.append(
            "      reported \(RunDetails.energy(component.reported)); ×\(RunDetails.number(factor, 0)) because carbontracker averages its devices"
          )
        }
        for source in component.evidence { lines += self.lines(ofSource: source, for: attempt) }
      }
      for check in measured.crossChecks {
        let name = ReportTables.names([check.component]) + (check.includesMemory ? " and DRAM" : "")
        let difference = RunDetails.number(100 * check.relativeDifference, 1)
        lines.append(
          "    check, \(name): \(RunDetails.energy(check.other)) for \(RunDetails.energy(check.chosen)), \(difference) %, by \(check.evidence)"
        )
      }
    }
    return lines
  }

  /// A piece of evidence with the reason for its link and the stretch of it that was used.
  private func lines(ofSource id: String, for attempt: Attempt) -> [String] {
    let reason = attempt.links.first { $0.evidence == id }?.explanation ?? ""
    var lines = ["      from \(id): \(reason)"]
    guard let evidence = footprint.study.evidence(id) else { return lines }
    switch evidence.content {
    case .tracker(let session):
      let numbers = session.epochs.map(\.line)
      if let first = numbers.min(), let last = numbers.max() { lines.append("      lines \(first) to \(last)") }
    case .codecarbon(let row): lines.append("      line \(row.line)")
    case .energyRecord(let record, let tool): lines.append("      \(tool), line \(record.line)")
    case .trace:
      // As the file's own clock shows them, so that they can be looked up in it.
      if let used = evidence.window?.intersection(attempt.window)?.advanced(by: evidence.clock.offset) {
        let from = WallTime(nanoseconds: used.start.nanoseconds).iso8601
        let to = WallTime(nanoseconds: used.end.nanoseconds).iso8601
        lines.append("      rows stamped \(from) to \(to), on a clock that shows \(evidence.clock.printedOffset)")
      }
    }
    return lines
  }

  private var carbon: [String] {
    let basis = footprint.basis
    guard let energy = footprint.runs[run].energy else { return ["", "CO2e: --, no energy is known"] }
    return [
      "",
      "CO2e: \(RunDetails.number(basis.carbon(energy).grams, 3)) g = \(RunDetails.energy(energy)) × PUE \(basis.pue.value.ratio) × \(basis.intensity.value.gramsPerKilowattHour) g/kWh",
      "  PUE: \(basis.pue.source)",
      "  intensity: \([basis.intensity.place, basis.intensity.year.map { String($0) }, basis.intensity.source].compactMap(\.self).joined(separator: ", "))",
      "  by car: \(RunDetails.number(basis.distance(energy).kilometres, 4)) km at \(basis.car.gramsPerKilometre) g/km (\(basis.car.source))",
    ]
  }

  private var dice: [String] {
    guard let dice = value.dice else { return ["", "Dice: --, no validation result"] }
    return ["", "Dice: \(dice.value), from \(dice.path)"]
  }
}
