import Foundation
import LogFormats
import Quantities

/// What was read in a file, a line for each series or record and for each finding, as a person can check it.
struct ReadingSummary {
  private(set) var lines: [String] = []
  private let columns: [TraceColumns.Column]

  init(_ reading: FormatFixture.Reading) throws {
    columns = reading.columns
    try add(reading.content.record)
    if let version = reading.content.version { lines.append("version: \(version)") }
    for finding in reading.content.diagnostics {
      lines.append("\(finding.severity.rawValue): \(finding.code)" + (finding.line.map { ", line \($0)" } ?? ""))
    }
  }

  private mutating func add(_ record: LogRecord) throws {
    switch record {
    case .trace(let log): add(log)
    case .energyRecords(let log): add(log)
    case .codecarbon(let log): add(log)
    case .tracker(let log): add(log)
    case .trainingLog(let log): add(log)
    case .console(let capture):
      lines.append(
        "console: job \(Self.text(capture.slurmJob)), ended by \(capture.interruption?.rawValue ?? "nothing told")")
      for traceback in capture.tracebacks { lines.append("traceback, line \(traceback.line): \(traceback.error)") }
      if let tracker = capture.tracker { add(tracker) }
      if let training = capture.training { add(training) }
    case .summary(let document): try add("summary", document)
    case .plans(let document): try add("plans", document)
    case .dataset(let document): try add("dataset", document)
    case .debug(let document): try add("debug", document)
    case .raplDomains(let document): try add("RAPL domains", document)
    case .nnunetDocument(let document): try add("document", document)
    case .gpuProcesses(let log):
      lines += log.processes.map { "process \($0.pid) on GPU \($0.gpu): \($0.rows) rows, sm \(Self.number($0.busy)) %" }
    case .none: lines.append("nothing")
    }
  }

  /// A small document whole, as JSON in one line.
  private mutating func add(_ kind: String, _ document: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    lines.append("\(kind): \(String(decoding: try encoder.encode(document), as: UTF8.self))")
  }

  // MARK: Traces

  private mutating func add(_ log: TraceLog) {
    lines.append("trace: clock \(log.clock.rawValue)" + (log.host.map { ", host \($0)" } ?? ""))
    for (place, series) in log.series.enumerated() {
      let column = place < columns.count ? columns[place] : TraceColumns.Column()
      var line = "\(series.device): \(series.component.rawValue), \(series.quantity.rawValue), \(series.role.rawValue)"
      if series.isModelled { line += ", modelled" }
      line += ", \(series.samples) samples, \(series.missingSamples) missing"
      if let first = column.times.first, let last = column.times.last {
        let unit = series.quantity == .power || series.quantity == .meanPower ? "W" : "J"
        line += ", \(value(column.values.first, of: series)) \(unit) at \(Self.time(first, log.clock))"
        line += " to \(value(column.values.last, of: series)) \(unit) at \(Self.time(last, log.clock))"
      }
      if log.clock != .ordinal || series.quantity == .intervalEnergy || series.quantity == .energyCounter,
        let joules = Self.joules(column, of: series)
      {
        line += ", \(Self.number(joules)) J"
      }
      lines.append(line)
    }
  }

  private func value(_ value: Int64?, of series: TraceSeries) -> String {
    Self.number(Double(value ?? 0) / series.unitsPerWatt)
  }

  /// By trapezoids, by mean power times interval, by the sum of intervals or by the counter's steps, in order of time;
  /// `nil` without an interval.
  static func joules(_ column: TraceColumns.Column, of series: TraceSeries) -> Double? {
    let order = column.times.indices.sorted { (column.times[$0], $0) < (column.times[$1], $1) }
    let values = order.map { Double(column.values[$0]) / series.unitsPerWatt }
    let seconds = order.map { Double(column.times[$0] - (column.times.min() ?? 0)) / 1e9 }
    switch series.quantity {
    case .power:
      guard values.count > 1 else { return nil }
      return values.indices.dropFirst().reduce(0) {
        $0 + (values[$1] + values[$1 - 1]) / 2 * (seconds[$1] - seconds[$1 - 1])
      }
    case .meanPower:
      let first = series.origin.map { Double((column.times.min() ?? $0) - $0) / 1e9 }
      guard !values.isEmpty, values.count > 1 || first != nil else { return nil }
      return values.indices.dropFirst().reduce(values[0] * (first ?? 0)) {
        $0 + values[$1] * (seconds[$1] - seconds[$1 - 1])
      }
    case .intervalEnergy: return values.isEmpty ? nil : values.reduce(0, +)
    case .energyCounter:
      guard values.count > 1 else { return nil }
      let range = Double(series.counterRange ?? 0) / series.unitsPerWatt
      return values.indices.dropFirst().reduce(0) {
        $0 + values[$1] - values[$1 - 1] + (values[$1] < values[$1 - 1] ? range : 0)
      }
    }
  }

  // MARK: Energies over windows

  private mutating func add(_ log: EnergyRecordLog) {
    lines.append("energies: \(log.tool), clock \(log.clock.rawValue), \(log.supersededRows) superseded")
    for record in log.records {
      var line = "\(record.label ?? "(no label)"):" + (record.isNested ? " nested" : "")
      if let start = record.start { line += " from \(Self.time(start, log.clock))" }
      if let end = record.end { line += " to \(Self.time(end, log.clock))" }
      line += ", \(Self.text(record.seconds)) s"
      for part in record.parts {
        line += ", \(part.device) (\(part.component.rawValue), \(part.role.rawValue)"
        line += "\(part.isModelled ? ", modelled" : "")) \(Self.number(part.joules)) J"
      }
      line += ", counted \(Self.text(record.counted?.joules)) J"
      if let grams = record.grams { line += ", \(Self.number(grams)) g" }
      if let pue = record.pue { line += ", PUE \(Self.number(pue))" }
      if let job = record.job { line += ", job \(job)" }
      if let host = record.host { line += ", host \(host)" }
      lines.append(line)
    }
  }

  private mutating func add(_ log: CodeCarbonLog) {
    lines.append("CodeCarbon: \(log.supersededRows) superseded")
    for row in log.rows {
      lines.append(
        "\(row.runID ?? row.project ?? "(no name)"): end \(Self.time(row.end.nanoseconds, .local)), "
          + "\(Self.number(row.seconds)) s, CPU \(Self.text(row.cpuKilowattHours)), GPU \(Self.text(row.gpuKilowattHours)), "
          + "RAM \(Self.text(row.ramKilowattHours)), total \(Self.text(row.totalKilowattHours)) kWh, "
          + "\(Self.text(row.grams)) g, PUE \(Self.text(row.pue)), CPU estimated \(row.isCPUEstimated), "
          + "memory by capacity \(row.isMemoryByCapacity)")
    }
  }

  // MARK: Trackers and trainings

  private mutating func add(_ log: TrackerLog) {
    lines.append("tracker: \(log.kind.rawValue)")
    for session in log.sessions {
      let components = session.components.map {
        "\($0.name) [\($0.devices.joined(separator: "; "))] × \(Self.number($0.correctionFactor))"
      }
      lines.append(
        "session: \(session.version ?? session.inferredVersion ?? "no version"), \(session.state.rawValue), "
          + "PUE \(Self.text(session.pue)), \(components.joined(separator: ", ")), "
          + "reported \(Self.text(session.energyIT(corrected: false)?.joules)) J, "
          + "corrected \(Self.text(session.energyIT(corrected: true)?.joules)) J")
      for epoch in session.epochs {
        let powers = epoch.powers.map { power in
          power.component + " " + power.watts.map { Self.text($0) }.joined(separator: " + ") + " W"
        }
        lines.append(
          "epoch \(epoch.number): end \(epoch.end.map { Self.time($0.nanoseconds, .local) } ?? "--"), "
            + "\(Self.text(epoch.seconds)) s, \(powers.joined(separator: ", "))")
      }
      for intensity in session.intensities {
        lines.append(
          "intensity: \(Self.text(intensity.gramsPerKilowattHour)) g/kWh, \(intensity.source.rawValue), "
            + (intensity.place ?? "no place"))
      }
      for (name, block) in [("actual", session.actual), ("predicted", session.predicted)] {
        guard let block else { continue }
        lines.append(
          "\(name): \(Self.text(block.epochs)) epochs, \(Self.text(block.seconds)) s, "
            + "\(Self.text(block.kilowattHours)) kWh, \(Self.text(block.grams)) g, \(Self.text(block.kilometres)) km")
      }
    }
  }

  private mutating func add(_ log: TrainingLog) {
    lines.append(
      "training: \(log.generation?.rawValue ?? "--"), \(log.dataset ?? "--"), \(log.trainer ?? "--"), "
        + "\(log.plans ?? "--"), \(log.configuration ?? "--"), fold \(log.fold.map { "\($0)" } ?? "--"), "
        + "batch \(Self.text(log.batchSize)), patch \(log.patchSize.map { "\($0)" } ?? "--"), "
        + "cases \(Self.text(log.trainingCases)) + \(Self.text(log.validationCases)), "
        + (log.finished ? "finished" : "not finished"))
    for epoch in log.epochs {
      let dice = epoch.pseudoDice.map { Self.text($0) }.joined(separator: " ")
      let clock: TraceLog.Clock = log.clock == .utc ? .utc : .local
      lines.append(
        "epoch \(epoch.index): \(Self.time(epoch.start.nanoseconds, clock)) to "
          + "\(epoch.end.map { Self.time($0.nanoseconds, clock) } ?? "--"), \(Self.text(epoch.seconds)) s, "
          + "rate \(Self.text(epoch.learningRate)), losses \(Self.text(epoch.trainLoss)) "
          + "\(Self.text(epoch.validationLoss)), Dice [\(dice)], best \(Self.text(epoch.bestEMADice))")
    }
    if let validation = log.validation {
      lines.append(
        "validation: \(validation.cases) cases, \(validation.complete ? "complete" : "not complete"), "
          + "Dice \(Self.text(validation.meanDice))")
    }
  }

  // MARK: Text

  private static func text(_ value: Double?) -> String { value.map(number) ?? "--" }

  private static func text(_ value: Int?) -> String { value.map { "\($0)" } ?? "--" }

  /// Nine significant digits, without needless noughts.
  private static func number(_ value: Double) -> String { String(format: "%.9g", value) }

  /// A date and time of day, or seconds since the start, or a place in the file.
  private static func time(_ nanoseconds: Int64, _ clock: TraceLog.Clock) -> String {
    let (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    var fraction = rest == 0 ? "" : "." + String(String(abs(rest) + 1_000_000_000).dropFirst())
    while fraction.hasSuffix("0") { fraction.removeLast() }
    guard clock == .utc || clock == .local else { return "\(seconds)\(fraction) s" }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let parts = calendar.dateComponents(
      [.year, .month, .day, .hour, .minute, .second], from: Date(timeIntervalSince1970: Double(seconds)))
    return String(
      format: "%04d-%02d-%02d %02d:%02d:%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0, parts.hour ?? 0,
      parts.minute ?? 0, parts.second ?? 0) + fraction + (clock == .utc ? "Z" : "")
  }
}
