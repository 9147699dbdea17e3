import Alignment
import LogFormats
import Quantities

/// Findings about a study's numbers that cannot belong together.
enum StudyPlausibility {
  /// What trackers' rows and blocks, and trainings' energies, break of ``PlausibilityRules``.
  static func findings(in study: AlignedStudy, runs: [RunFootprint]) -> [StudyDiagnostic] {
    var found: [StudyDiagnostic] = []
    for evidence in study.evidence {
      switch evidence.content {
      case .tracker(let session): found += blocks(of: session, in: evidence)
      case .codecarbon(let row): found += check(row, in: evidence)
      case .energyRecord(let record, let tool): found += check(record, tool: tool, in: evidence)
      case .trace: break
      }
    }
    found += rowsOfAnotherIntensity(in: study.evidence)
    for run in runs {
      for (attempt, footprint) in zip(run.run.attempts, run.attempts) {
        found += limits(of: footprint, path: attempt.logPath)
      }
    }
    return found
  }

  // MARK: carbontracker

  /// The emissions of printed consumptions against the stated intensities.
  static func blocks(of session: TrackerSession, in evidence: Evidence) -> [StudyDiagnostic] {
    // Intensities are printed with two decimals, or with all their digits.
    let stated = session.intensities.compactMap(\.gramsPerKilowattHour).filter { $0.isFinite && $0 >= 0 }
      .map { PrintedNumber($0, decimals: 2) }
    guard !stated.isEmpty else { return [] }
    return [("actual", session.actual), ("predicted", session.predicted)].compactMap { name, block in
      guard let block, let grams = block.grams, let kilowattHours = block.kilowattHours, grams.isFinite, grams > 0,
        kilowattHours > 0
      else { return nil }
      let decimals = block.energyDecimals
      guard
        !PlausibilityRules.intensityFits(
          grams: PrintedNumber(grams, decimals: decimals),
          kilowattHours: PrintedNumber(kilowattHours, decimals: decimals),
          intensities: stated, tolerance: 1e-3)
      else { return nil }
      return StudyDiagnostic(
        path: evidence.path,
        Diagnostic(
          .warning, "plausibility.intensity", line: block.line,
          "The \(name) consumption has \(text(grams / kilowattHours)) g/kWh, and the log states "
            + "\(stated.map { text($0.value) }.joined(separator: ", ")) g/kWh; its CO2eq is not used."))
    }
  }

  // MARK: CodeCarbon and other tools

  private static func check(_ row: CodeCarbonRow, in evidence: Evidence) -> [StudyDiagnostic] {
    var found: [StudyDiagnostic] = []
    func add(_ code: Diagnostic) { found.append(StudyDiagnostic(path: evidence.path, code)) }
    let parts = [row.cpuKilowattHours, row.gpuKilowattHours, row.ramKilowattHours].compactMap(\.self)
    if let total = row.totalKilowattHours, !parts.isEmpty,
      let pue = PlausibilityRules.mixedPUE(
        total: .kilowattHours(total), parts: .kilowattHours(parts.reduce(0, +)))
    {
      add(mixed(pue, line: row.line))
    }
    if let grams = row.grams, let total = row.totalKilowattHours, total > 0, grams > 0 {
      // The row's emissions include its PUE, the energy as it was read does not.
      let intensity = grams / (total * max(row.pue ?? 1, 1))
      if intensity > IntensityLimits.greatest {
        add(
          Diagnostic(
            .warning, "plausibility.intensity", line: row.line,
            "The row has \(text(intensity)) g/kWh, more than any fuel emits; its CO2eq is not used."))
      }
    }
    // A varying power is the last one or a mean, by version; only a constant makes the energy.
    let constants = [
      ("CPU", row.isCPUEstimated ? row.cpuWatts : nil, row.cpuKilowattHours),
      ("memory", row.isMemoryByCapacity ? row.ramWatts : nil, row.ramKilowattHours),
    ]
    for case (let name, let watts?, let kilowattHours?) in constants where row.seconds >= leastConstantSeconds {
      let energy = Energy.kilowattHours(kilowattHours)
      let (power, time) = (Power.watts(watts), Duration.seconds(row.seconds))
      guard !PlausibilityRules.powerFits(energy: energy, power: power, time: time, tolerance: 0.05) else { continue }
      add(
        Diagnostic(
          .warning, "plausibility.power-time", line: row.line,
          "The \(name)'s energy is \(text(energy / (power * time))) times its constant power of \(text(watts)) W over the "
            + "row's duration: CodeCarbon did not count all of the time, or counted some twice; it was kept."))
    }
    return found
  }

  /// The shortest row whose constants are checked, in seconds: CodeCarbon counts from 15 s to 15 s, and starts late.
  private static let leastConstantSeconds = 60.0

  /// Rows of one file and country whose emissions per energy are not those of most of its rows.
  private static func rowsOfAnotherIntensity(in evidence: [Evidence]) -> [StudyDiagnostic] {
    typealias Entry = (evidence: Evidence, row: CodeCarbonRow, grams: Double, kilowattHours: Double)
    let entries = evidence.compactMap { evidence -> Entry? in
      guard case .codecarbon(let row) = evidence.content, let grams = row.grams, let total = row.totalKilowattHours,
        grams > 0, total > 0, row.countryISO3 != nil
      else { return nil }
      return (evidence, row, grams, total * max(row.pue ?? 1, 1))
    }
    let groups = Dictionary(grouping: entries) { [$0.evidence.path, $0.row.countryISO3] }
    return groups.values.filter { $0.count >= 3 }.flatMap { rows in
      PlausibilityRules.rowsOfAnotherIntensity(
        rows.map { (grams: PrintedNumber($0.grams), kilowattHours: PrintedNumber($0.kilowattHours)) }
      ).map { place in
        let (evidence, row, grams, kilowattHours) = rows[place]
        return StudyDiagnostic(
          path: evidence.path,
          Diagnostic(
            .info, "plausibility.row-intensity", line: row.line,
            "The row has \(text(grams / kilowattHours)) g/kWh, most rows of its country in the file have another value: "
              + "another region or release of CodeCarbon, or a mistake. Fodspor computes CO2e itself."))
      }
    }.sorted { ($0.path ?? "", $0.diagnostic.line ?? 0) < ($1.path ?? "", $1.diagnostic.line ?? 0) }
  }

  private static func check(_ record: EnergyRecord, tool: String, in evidence: Evidence) -> [StudyDiagnostic] {
    let total = record.parts.filter { $0.role == .alternative && $0.component == .node }.map(\.joules).max()
    guard let total, let counted = record.counted,
      let pue = PlausibilityRules.mixedPUE(total: .joules(total), parts: counted)
    else { return [] }
    return [StudyDiagnostic(path: evidence.path, mixed(pue, line: record.line))]
  }

  private static func mixed(_ pue: Double, line: Int) -> Diagnostic {
    Diagnostic(
      .warning, "plausibility.pue-mixed", line: line,
      "The total is \(pue) times the sum of its parts, which is a PUE: the total has it and the parts have not; the parts "
        + "count, without it.")
  }

  // MARK: Limits

  /// Components' energies against what their boards can take.
  private static func limits(of footprint: AttemptFootprint, path: String) -> [StudyDiagnostic] {
    footprint.components.compactMap { component in
      guard component.component == .gpu, let energy = component.total,
        let share = PlausibilityRules.shareOfLimits(
          energy: energy, limits: component.devices.map(BoardLimit.ofBoard), time: component.coveredTime),
        share > 1.1
      else { return nil }
      return StudyDiagnostic(
        path: path,
        Diagnostic(
          .warning, "plausibility.device-limit",
          "The energy of \(component.devices.joined(separator: ", ")) is \(text(share)) times what the boards take at their "
            + "power limits in that time; it was kept."))
    }
  }

  private static func text(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e12 else { return "an absurd number of" }
    let hundredths = Int((value * 100).rounded())
    let rest = String(abs(hundredths) % 100)
    return "\(hundredths / 100)." + String(repeating: "0", count: 2 - rest.count) + rest
  }
}

/// What no intensity exceeds.
enum IntensityLimits {
  /// In g/kWh; as for series in files: a small diesel set emits about 1500.
  static let greatest = 3000.0
}
