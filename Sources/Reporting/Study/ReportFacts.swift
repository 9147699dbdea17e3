import Accounting
import Alignment
import Crypto
import LogFormats
import Quantities
import StudyFile

/// The words and numbers that documents need beside tables and figures, by template key.
///
/// `templates/README.md` documents the keys.
struct ReportFacts {
  let footprint: StudyFootprint
  let tables: ReportTables
  let title: String?
  let hasStudyFile: Bool
  let version: String
  /// Every fact as text, made once; each document escapes it its own way.
  private(set) var texts: [String: RichText] = [:]

  init(footprint: StudyFootprint, tables: ReportTables, title: String?, hasStudyFile: Bool, version: String) {
    self.footprint = footprint
    self.tables = tables
    self.title = title
    self.hasStudyFile = hasStudyFile
    self.version = version
    texts = made
  }

  private var made: [String: RichText] {
    let basis = footprint.basis
    let energy = footprint.datasets.compactMap(\.energy)
    let total = energy.isEmpty ? nil : energy.compensatedSum()
    let runs = footprint.runs
    let attempts = runs.flatMap(\.run.attempts)
    let facility = total.map { basis.facility($0) }
    let carbon = total.map { basis.carbon($0) }
    var facts: [String: RichText] = [
      "version": RichText(version),
      "title": RichText(title ?? "Energy and carbon footprint"),
      "trainings": count(attempts.count, "training"),
      "runs": count(runs.count, "run"),
      "datasets": count(footprint.datasets.count, "data set"),
      "models": count(footprint.models.count, "model"),
      "completed_epochs": count(runs.reduce(0) { $0 + $1.run.executedEpochs }, "completed epoch"),
      "outcomes": RichText(outcomes(attempts)),
      "it_energy": scaled(total?.joules, .energy), "facility_energy": scaled(facility?.joules, .energy),
      "co2e": scaled(carbon?.grams, .carbon),
      "car_distance": scaled(total.map { basis.distance($0).kilometres }, .distance),
      "process_time": scaled(attempts.reduce(0) { $0 + $1.window.duration.inSeconds }, .duration),
      "wall_time": scaled(TimeWindow.unionDuration(attempts.map(\.window)).inSeconds, .duration),
      "pue": RichText(tables.pueText),
      "pue_source": RichText(Self.dated(basis.pue.source, basis.pue.year)),
      "intensity": RichText(NumberFormat.fixed(basis.intensity.value.gramsPerKilowattHour, decimals: 1) ?? "--"),
      "intensity_place": RichText(
        [
          basis.intensity.iso3 == "WLD" ? "world average, no place is known" : intensityPlace(basis.intensity),
          basis.intensity.year.map { String($0) },
        ].compactMap(\.self).joined(separator: ", ")),
      "intensity_source": RichText(
        [
          basis.intensity.edition ?? basis.intensity.source, basis.intensity.license,
          basis.intensity.boundary.map { $0 == .direct ? "direct emissions" : "life-cycle emissions" },
        ].compactMap(\.self).joined(separator: ", ")),
      "car_factor": RichText(NumberFormat.fixed(basis.car.gramsPerKilometre, decimals: 1) ?? "--"),
      "car_source": RichText(Self.dated(basis.car.source, basis.car.year)),
      "measured_components": RichText(ReportTables.names(Set(runs.flatMap { $0.components }))),
      "unmeasured_components": RichText(unmeasured(Set(runs.flatMap { $0.components }))),
      "hardware": RichText(hardware), "software": RichText(software), "clocks": RichText(clocks(attempts)),
      "tracker_rule": RichText(
        basis.tracker == .corrected
          ? "carbontracker 2.x powers were multiplied by the number of devices that it averages"
          : "carbontracker powers were taken as reported, which for 2.x is the mean over devices"),
      "inputs": count(footprint.study.inputs.count, "input file"), "input_digest": RichText(digest),
      "finding_counts": RichText(DiagnosticText.counts(footprint.diagnostics)),
      "study_file": RichText(hasStudyFile ? "fodspor.yml was used" : "no fodspor.yml was used"),
    ]
    if total != nil, let budgets = tables.uncertainty(of: runs) {
      facts["uncertainty_note"] =
        "Expanded uncertainties (95\u{A0}%): IT energy ±\u{A0}"
        + scaled(budgets.energy.expanded.joules, .energy, digits: 2)
        + ", with PUE ±\u{A0}" + scaled(budgets.facility.expanded.joules, .energy, digits: 2) + ", emissions ±\u{A0}"
        + scaled(budgets.carbon.expanded.grams, .carbon, digits: 2) + "."
    }
    facts["gap_rule"] = RichText(tables.gapRule)
    facts["gap_note"] = tables.gapNote { scaled($0, .energy) }
    facts["comparison_note"] = ComparisonSentences(tables: tables).paragraph.map { RichText($0) }
    if total != nil, let coverage = footprint.coverage, coverage < 0.95 {
      facts["coverage_note"] = RichText(
        "Only \(Int(100 * coverage))\u{A0}% of the trainings' time was measured, of the least covered component: energies and emissions "
          + "are lower bounds.")
    }
    if !outside.isEmpty {
      facts["outside_note"] = RichText("The traces hold a further ") + scaled(outside.compensatedSum().joules, .energy)
      facts["outside_note"]? += RichText(
        " before the first stamp and after the last of the logs that they belong to (the start of Python, idle time); it is "
          + "in no total.")
    }
    if let first = attempts.map(\.window.start).min(), let last = attempts.map(\.window.end).max() {
      let days = (first.iso8601.prefix(10), last.iso8601.prefix(10))
      facts["period"] = RichText(days.0 == days.1 ? "on \(days.0)" : "from \(days.0) to \(days.1)")
    } else {
      facts["period"] = "at unknown times"
    }
    return facts
  }

  /// For each data set, how long its trainings ran: by the clock, added up, and times their devices.
  var times: [RichText] {
    footprint.datasets.map { dataset in
      let attempts = dataset.runs.flatMap(\.run.attempts)
      let sum = attempts.map(\.window.duration.inSeconds).compensatedSum()
      let wall = TimeWindow.unionDuration(attempts.map(\.window)).inSeconds
      var text = RichText(tables.labels.dataset(dataset.dataset)) + ": "
      text += count(attempts.count, "training") + " ran " + scaled(wall, .duration) + " of wall clock, "
      text += scaled(sum, .duration) + " added up, and " + scaled(dataset.runs.deviceSeconds, .duration)
      return text + " of device time."
    }
  }

  /// What traces hold outside the windows of the attempts that they are linked to.
  private var outside: [Energy] {
    footprint.runs.flatMap(\.attempts).flatMap(\.components).map(\.outside).filter { $0.joules > 0 }
  }

  /// The place of an intensity, and that it is a mean where it is one.
  private func intensityPlace(_ intensity: SourcedIntensity) -> String {
    guard intensity.kind == .series else { return intensity.place ?? "a given value" }
    return [intensity.place, "mean over time weighted with the energy"].compactMap(\.self).joined(separator: ", ")
  }

  /// A source with its year, which many sources name themselves.
  private static func dated(_ source: String, _ year: Int?) -> String {
    guard let year = year.map({ String($0) }), !source.contains(year) else { return source }
    return "\(source), \(year)"
  }

  func count(_ number: Int, _ noun: String) -> RichText {
    RichText("\(NumberFormat.integer(number)) \(noun)\(number == 1 ? "" : "s")")
  }

  /// A number in the unit that fits it, with so many significant digits, as `1.23 kWh`, which no line end parts.
  func scaled(_ value: Double?, _ unit: ColumnUnit, digits: Int = 3) -> RichText {
    guard let value, let scale = UnitScale.fitting([value], of: unit),
      let text = NumberFormat.significant(value / scale.divisor, digits: digits)
    else { return "--" }
    return .quantity(text, scale.symbol)
  }

  private func outcomes(_ attempts: [Attempt]) -> String {
    var counts: [(name: String, count: Int)] = []
    for attempt in attempts {
      let name: String
      switch (attempt.start, attempt.outcome) {
      case (.validationOnly, _): name = "validation only"
      case (_, .finished): name = "finished"
      case (_, .stoppedEarly): name = "stopped early"
      case (_, .failed): name = "failed with an exception"
      case (_, .interrupted): name = "interrupted"
      case (_, .killed): name = "killed"
      case (_, .cutOff): name = "without an end in their log"
      }
      if let place = counts.firstIndex(where: { $0.name == name }) {
        counts[place].count += 1
      } else {
        counts.append((name, 1))
      }
    }
    return counts.sorted { ($1.count, $0.name) < ($0.count, $1.name) }.map { "\($0.count) \($0.name)" }
      .joined(separator: ", ")
  }

  private func unmeasured(_ measured: Set<Component>) -> String {
    var names: [String] = []
    if !measured.contains(.node) {
      if !measured.contains(.gpu) { names.append("GPU") }
      if !measured.contains(.cpu) { names.append("CPU") }
      if !measured.contains(.dram) { names.append("DRAM") }
    }
    return (names + ["storage", "network", "embodied emissions"]).joined(separator: ", ")
  }

  /// GPU models in the evidence, then what debug.json names.
  private var hardware: String {
    var names: Set<String> = []
    for evidence in footprint.study.evidence where evidence.disposition == .linked {
      switch evidence.content {
      case .trace(let trace): names.formUnion(trace.devices.compactMap { $0.series.model })
      case .tracker(let session):
        // RAPL zones are no models.
        names.formUnion(session.components.flatMap(\.devices).filter { !$0.contains(":") && !$0.isEmpty })
      case .codecarbon, .energyRecord: break
      }
    }
    names.formUnion(footprint.runs.compactMap { $0.run.architecture.gpuName })
    return names.isEmpty ? "not recorded" : names.sorted().joined(separator: ", ")
  }

  private var software: String {
    var names: Set<String> = []
    for attempt in footprint.runs.flatMap(\.run.attempts) {
      if let version = attempt.version { names.insert("nnU-Net \(version)") }
    }
    for evidence in footprint.study.evidence where evidence.disposition == .linked {
      switch evidence.content {
      case .tracker(let session): if let version = session.version { names.insert("carbontracker \(version)") }
      case .codecarbon(let row): if let version = row.toolVersion { names.insert("CodeCarbon \(version)") }
      case .energyRecord(_, let tool): names.insert(tool)
      case .trace: break
      }
    }
    names.formUnion(footprint.runs.compactMap { $0.run.architecture.torchVersion.map { "PyTorch \($0)" } })
    return names.isEmpty ? "not recorded" : names.sorted().joined(separator: "; ")
  }

  private func clocks(_ attempts: [Attempt]) -> String {
    var counts: [String: Int] = [:]
    for attempt in attempts {
      let basis =
        switch attempt.clock.basis {
        case .utcInFile: "as stamped"
        case .zoneRule(let zone): zone
        case .found: "found by comparing logs with traces"
        case .assumedUTC: "assumed"
        }
      counts["\(attempt.clock.printedOffset) (\(basis))", default: 0] += 1
    }
    return counts.keys.sorted().map { "\($0): \(counts[$0] ?? 0) logs" }.joined(separator: "; ")
  }

  /// SHA-256 over the inputs' hashes in ascending order, a line each.
  private var digest: String {
    var hasher = SHA256()
    for hash in footprint.study.inputs.map(\.sha256).sorted() { hasher.update(data: Array((hash + "\n").utf8)) }
    return hasher.finalize().map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
