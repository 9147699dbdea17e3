import Accounting
import Alignment
import LogFormats
import Quantities
import StudyFile

/// The way of a run's energy from the printed number back to files, lines and rules.
struct EnergyTrail {
  let footprint: StudyFootprint
  let run: Int
  /// What single devices contribute; `nil` when their samples were not read.
  let readings: EnergyReadings?

  /// So much evidence of no training is told one by one.
  private static let toldOthers = 8

  private var measured: RunFootprint { footprint.runs[run] }

  /// The trail as lines for the terminal.
  var lines: [String] {
    let attempts = Array(zip(measured.run.attempts, measured.attempts))
    var lines = [
      "",
      "IT energy: \(RunDetails.energy(measured.energy)), the sum of",
    ]
    lines += attempts.map { "  \($0.label): \(RunDetails.energy($1.energy))" }
    for (place, pair) in attempts.enumerated() { lines += self.lines(pair.0, pair.1, place: place) }
    lines += ["", "  sum over trainings"]
    lines += Self.sum(attempts.map { ($0.label, $1.energy) }, total: measured.energy, indent: "    ")
    lines.append(
      "    = \(RunDetails.energy(measured.energy)); nothing is rounded before it is printed, and PUE is not in it")
    return lines + EnergyTrailFindings(footprint: footprint, run: run).lines
  }

  // MARK: - One training

  private func lines(_ attempt: Attempt, _ energies: AttemptFootprint, place: Int) -> [String] {
    var lines = ["", "  \(attempt.label): \(EvidenceWording.joules(energies.energy))"] + log(attempt)
    if energies.components.isEmpty { lines.append("    nothing measured it: energy.none") }
    for (number, component) in energies.components.enumerated() {
      let devices = readings.flatMap { $0.devices.indices.contains(place) ? $0.devices[place] : nil }
      let own = devices.flatMap { $0.indices.contains(number) ? $0[number] : nil } ?? []
      lines += self.lines(component, own, attempt)
    }
    if energies.components.count > 1 {
      lines.append("    sum over components")
      lines += Self.sum(
        energies.components.map { (ReportTables.names([$0.component]), $0.total) }, total: energies.energy,
        indent: "      ")
    }
    return lines + leftOut(attempt, energies)
  }

  /// The training log with the lines that decide where parts begin and end.
  private func log(_ attempt: Attempt) -> [String] {
    var lines = [
      "    cut into parts by \(attempt.logPath), clock \(EvidenceWording.clock(attempt.clock))"
    ]
    if !attempt.copies.isEmpty {
      lines.append("      the same log, not read twice: \(attempt.copies.joined(separator: ", "))")
    }
    for row in PartRuns(attempt, nil).rows {
      let range = LogLineRange.of(row, attempt).map { ", \($0)" } ?? ""
      lines.append("      \(row.label): \(EvidenceWording.seconds(row.seconds))\(range)")
    }
    return lines
  }

  // MARK: - One component

  private func lines(
    _ energy: ComponentEnergy, _ devices: [EnergyReadings.Device], _ attempt: Attempt
  ) -> [String] {
    let name = ReportTables.names([energy.component])
    let duration = attempt.window.duration.inSeconds
    var lines = [
      "    \(name): \(EvidenceWording.joules(energy.total)), \(energy.method.rawValue) (\(energy.provenance.rawValue)) over \(RunDetails.number(energy.coveredTime.inSeconds, 2)) of \(RunDetails.number(duration, 2)) s"
    ]
    lines.append("      chosen: \(Self.choice(energy, duration: duration))")
    if devices.isEmpty, !energy.devices.isEmpty {
      lines.append("      devices: \(energy.devices.joined(separator: ", "))")
    }
    if energy.includesMemory { lines.append("      its devices include DRAM, which is not counted again") }
    if energy.isModelled { lines.append("      computed by the tool from a constant or the TDP: no sensor was read") }
    if let factor = energy.correctionFactor, factor != 1 {
      let isCorrected = footprint.basis.tracker == .corrected
      lines.append(
        "      reported \(RunDetails.energy(energy.reported)); ×\(RunDetails.number(factor, 0)) because carbontracker averages its devices"
          + (isCorrected ? "" : ", not applied: carbontracker: reported in fodspor.yml"))
    }
    for id in energy.evidence {
      lines += source(id, of: energy, devices.filter { $0.evidence == id }, attempt)
    }
    if devices.count > 1 {
      lines.append("      sum over devices")
      lines += Self.sum(devices.map { ($0.series.device, $0.energy) }, total: energy.total, indent: "        ")
    }
    lines.append("      sum over parts")
    let byKind = PartKind.allCases.compactMap { kind -> (String, Energy?)? in
      let places = attempt.parts.indices.filter { attempt.parts[$0].kind == kind && energy.byPart.indices.contains($0) }
      let known = places.compactMap { energy.byPart[$0] }
      let missing = places.count - known.count
      let note = missing > 0 ? ", \(missing) of \(places.count) not measured" : ""
      return places.isEmpty
        ? nil : ("\(kind.rawValue) (\(places.count)×\(note))", known.isEmpty ? nil : known.compensatedSum())
    }
    lines += Self.sum(byKind, total: energy.total, indent: "        ")
    if energy.outside.joules > 0 {
      lines.append("      before and after the training, not counted: \(EvidenceWording.joules(energy.outside))")
    }
    return lines
  }

  /// The rule by which a component's evidence was taken.
  private static func choice(_ energy: ComponentEnergy, duration: Double) -> String {
    let order = EnergyMethod.allCases.map(ReportTables.short).joined(separator: ", ")
    return duration > 0 && energy.coveredTime.inSeconds / duration >= 0.5
      ? "the first of \(order) that covers at least half of the training"
      : "none of \(order) covers half of the training; this one covers most"
  }

  /// One file with the reason for its link, its clock, and what of it was used.
  private func source(
    _ id: String, of energy: ComponentEnergy, _ devices: [EnergyReadings.Device], _ attempt: Attempt
  ) -> [String] {
    let link = attempt.links.first { $0.evidence == id }
    var lines = ["      from \(id): \(link.map(EvidenceWording.reason) ?? "")"]
    guard let evidence = footprint.study.evidence(id) else { return lines }
    if let link { lines.append("        covers \(EvidenceWording.overlap(link))") }
    lines.append("        clock \(EvidenceWording.clock(evidence.clock))")
    switch evidence.content {
    case .tracker(let session):
      let numbers = session.epochs.map(\.line)
      if let first = numbers.min(), let last = numbers.max() {
        lines.append("        \(numbers.count) epochs, lines \(first) to \(last): mean power × duration of each")
      }
    case .codecarbon(let row):
      lines.append("        line \(row.line): its total, spread evenly over its \(RunDetails.number(row.seconds, 1)) s")
    case .energyRecord(let record, let tool):
      lines.append("        \(tool), line \(record.line): its total, spread evenly over its window")
    case .trace:
      // As the file's own clock shows them, so that they can be looked up in it.
      if let used = evidence.window?.intersection(attempt.window) {
        let from = evidence.clock.wallTime(at: used.start).iso8601
        let to = evidence.clock.wallTime(at: used.end).iso8601
        lines.append("        rows stamped \(from) to \(to) by the file's clock")
      }
      for device in devices { lines += self.device(device) }
      for other in readings?.alternatives[evidence.path] ?? [] {
        lines.append("        not counted: \(other.device), \(Self.words(other.role))")
      }
    }
    return lines
  }

  private func device(_ device: EnergyReadings.Device) -> [String] {
    let name = device.series.model.map { "\(device.series.device) (\($0))" } ?? device.series.device
    var lines = [
      "        \(name): \(EvidenceWording.joules(device.energy)) from \(device.samples) samples, \(RunDetails.number(device.coveredSeconds, 2)) s"
    ]
    if device.gaps > 0 {
      lines.append(
        "          \(device.gaps) \(device.gaps == 1 ? "gap" : "gaps") over \(RunDetails.number(device.gapThreshold, 2)) s, \(RunDetails.number(device.bridgedSeconds, 2)) s \(EvidenceWording.gapRule(footprint.basis.gaps)): trace.gap"
      )
    }
    if device.extendedSeconds > 0 {
      lines.append(
        "          \(RunDetails.number(device.extendedSeconds, 2)) s at the ends with the power of the nearest sample, half a sampling interval at most"
      )
    }
    if device.wraps > 0 { lines.append("          the counter wrapped \(device.wraps)×: trace.counter-wrap") }
    if device.resets > 0 { lines.append("          the counter was reset \(device.resets)×: trace.counter-reset") }
    return lines
  }

  private static func words(_ role: ReadingRole) -> String {
    switch role {
    case .counted: "counted"
    case .alternative: "another reading of what is counted, or its sum"
    case .contained: "a part of what is counted"
    case .limit: "a limit, no draw"
    }
  }

  // MARK: - What was left out

  private func leftOut(_ attempt: Attempt, _ energies: AttemptFootprint) -> [String] {
    var lines: [String] = []
    let used = Set(energies.components.flatMap(\.evidence))
    for link in attempt.links where !used.contains(link.evidence) {
      lines.append("      \(link.evidence): linked (\(EvidenceWording.reason(link))), compared only")
    }
    for check in energies.crossChecks {
      let name = ReportTables.names([check.component]) + (check.includesMemory ? " and DRAM" : "")
      let difference = RunDetails.number(100 * check.relativeDifference, 1)
      lines.append(
        "      check, \(name): \(RunDetails.energy(check.other)) for \(RunDetails.energy(check.chosen)), \(difference) %, by \(check.evidence)"
      )
    }
    return (lines + unlinked(attempt)).isEmpty ? [] : ["    not counted"] + lines + unlinked(attempt)
  }

  /// What repeats the training's evidence, and what ran at the time and is linked to no training.
  private func unlinked(_ attempt: Attempt) -> [String] {
    let linked = Set(attempt.links.map(\.evidence))
    let files = Set(linked.compactMap { footprint.study.evidence($0)?.path })
    var duplicates: [String] = []
    var others: [String] = []
    for evidence in footprint.study.evidence where !linked.contains(evidence.id) {
      switch evidence.disposition {
      case .linked: continue
      case .duplicate(let other, let reason):
        guard files.contains(other) else { continue }
        duplicates.append("      \(evidence.id): left out, \(reason)")
      case .unlinked(let reason):
        guard evidence.window?.intersection(attempt.window) != nil else { continue }
        others.append("      \(evidence.id): not linked, though it ran at the time: \(reason)")
      }
    }
    let rest = others.count - Self.toldOthers
    if rest > 0 {
      others.removeLast(rest)
      others.append("      and \(rest) more of no training that ran at the time, in tables/evidence.csv of a report")
    }
    return duplicates + others
  }

  /// Summands in a column and their total; summands without a value count as nothing.
  static func sum(_ items: [(String, Energy?)], total: Energy?, indent: String) -> [String] {
    let width = (items.map(\.0.count).max() ?? 0) + 2
    let numbers = (items.map(\.1) + [total]).map(EvidenceWording.joules)
    let digits = numbers.map(\.count).max() ?? 0
    func line(_ name: String, _ number: String) -> String {
      indent + RunDetails.padded(name, width) + String(repeating: " ", count: digits - number.count) + number
    }
    return zip(items, numbers).map { line($0.0, $1) } + [line("total", numbers.last ?? "")]
  }
}

/// The findings about the files behind a run's energy: the rules that touched them, by code.
struct EnergyTrailFindings {
  let footprint: StudyFootprint
  let run: Int

  private static let kinds = [
    "clock.", "count-once.", "link.", "timeline.", "trace.", "energy.", "crosscheck.", "carbontracker.", "codecarbon.",
    "rapl.", "run.",
  ]
  private static let maximumCount = 40

  /// One line a finding, and what is done about the others.
  var lines: [String] {
    let attempts = footprint.runs[run].run.attempts
    let evidence = attempts.flatMap(\.links).compactMap { footprint.study.evidence($0.evidence) }
    let paths = Set(attempts.map(\.logPath) + evidence.map(\.path))
    let isAssumed = (attempts.map(\.clock) + evidence.map(\.clock)).contains { $0.basis == .assumedUTC }
    let found = footprint.diagnostics.filter { finding in
      guard let path = finding.path else { return isAssumed && finding.diagnostic.code == "clock.zone-assumed" }
      return paths.contains(path) && Self.kinds.contains { finding.diagnostic.code.hasPrefix($0) }
    }
    guard !found.isEmpty else { return [] }
    let told = found.prefix(Self.maximumCount).map { finding in
      let place = [finding.path, finding.diagnostic.line.map { String($0) }].compactMap(\.self).joined(separator: ":")
      return "    [\(finding.diagnostic.code)] \(place.isEmpty ? "" : place + ": ")\(finding.diagnostic.message)"
    }
    let rest = found.count - told.count
    return ["", "  rules that touched these files"] + told
      + (rest > 0 ? ["    and \(rest) more: fodspor check"] : [])
  }
}
