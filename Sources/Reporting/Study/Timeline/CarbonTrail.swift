import Accounting
import Alignment
import Quantities

/// The way of a run's CO2e from joules over kWh, PUE and carbon intensity to grams, each step with its source.
struct CarbonTrail {
  let footprint: StudyFootprint
  let run: Int

  /// The trail as lines for the terminal.
  var lines: [String] {
    let measured = footprint.runs[run]
    guard let energy = measured.energy else { return ["", "CO2e: --, no energy is known"] }
    let basis = footprint.basis(of: [measured])
    let steps: [(name: String, result: String, source: String)] = [
      (
        "IT energy", EvidenceWording.joules(energy),
        "the sum of all trainings; fodspor explain RUN:energy has its files and lines"
      ),
      ("/ 3.6e6 J/kWh", "\(number(energy.kilowattHours)) kWh", "exact"),
      (
        "× PUE \(basis.pue.value.ratio)", "\(number(basis.facility(energy).kilowattHours)) kWh",
        told([basis.pue.source, basis.pue.year.map { String($0) }, origin(basis.pue.kind)])
      ),
      (
        "× \(basis.intensity.value.gramsPerKilowattHour) g/kWh", "\(number(basis.carbon(energy).grams)) g CO2e",
        told([
          basis.intensity.place, basis.intensity.year.map { String($0) }, basis.intensity.edition,
          basis.intensity.source, basis.intensity.license, origin(basis.intensity.kind),
        ])
      ),
      (
        "/ \(basis.car.gramsPerKilometre) g/km", "\(number(basis.distance(energy).kilometres)) km by car",
        told([basis.car.source, "cycle \(basis.car.cycle)"])
      ),
    ]
    let width = (steps.map(\.name.count).max() ?? 0) + 2
    let results = (steps.map(\.result.count).max() ?? 0) + 2
    var lines = ["", "CO2e: \(number(basis.carbon(energy).grams)) g"]
    lines += steps.map {
      "  \(RunDetails.padded($0.name, width))\(RunDetails.padded($0.result, results))\($0.source)"
    }
    lines += series(of: measured)
    if measured.run.attempts.count > 1 {
      lines.append("  by training")
      lines += zip(measured.run.attempts, measured.attempts).map { attempt, footprint in
        let own = basis.together([footprint])
        let grams = footprint.energy.map { "\(number(own.carbon($0).grams)) g" } ?? "--"
        return "    \(attempt.label): \(EvidenceWording.joules(footprint.energy)), \(grams)"
      }
    }
    return lines
  }

  /// How emissions were integrated with a series of intensities, training by training.
  private func series(of run: RunFootprint) -> [String] {
    zip(run.run.attempts, run.attempts).compactMap { attempt, measured in
      guard let emissions = measured.rates?.emissions, emissions.total.joules > 0, let mean = emissions.meanIntensity
      else { return nil }
      let covered = RunDetails.number(100 * emissions.coverage, 1)
      let spread = RunDetails.number(100 * (emissions.spread / emissions.total), 1)
      return
        "    \(attempt.logPath): \(RunDetails.number(mean.gramsPerKilowattHour, 2)) g/kWh weighted with power, interval by interval; \(covered) % of the energy covered, \(spread) % known as totals and spread evenly"
    }
  }

  private func number(_ value: Double) -> String { NumberFormat.significant(value, digits: 6) ?? "--" }

  private func told(_ words: [String?]) -> String { words.compactMap(\.self).joined(separator: ", ") }

  private func origin(_ kind: SourcedPUE.Kind) -> String {
    switch kind {
    case .studyFile: "from fodspor.yml"
    case .log: "from the logs"
    case .default: "taken for want of a better value"
    }
  }

  private func origin(_ kind: SourcedIntensity.Kind) -> String {
    switch kind {
    case .table: "built-in table"
    case .user: "from fodspor.yml"
    case .log: "from the logs"
    case .series: "from a time series"
    }
  }
}
