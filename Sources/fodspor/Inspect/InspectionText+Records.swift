import Accounting
import LogFormats
import Quantities
import Reporting

extension InspectionText {
  static func training(_ log: TrainingLog, path: String) -> [Entry] {
    let facts = TrainingFacts(log, path: path)
    let names = [facts.dataset, facts.trainer, facts.plans, facts.configuration, facts.fold.map { "fold \($0)" }]
    let aborted = log.epochs.count - facts.completedEpochs
    let sum = number(facts.epochSecondsSum, 1)
    let mean = number(facts.epochSecondsMean, 2)
    return [
      ("run", names.compactMap(\.self).joined(separator: ", ")),
      ("time", span(log.firstStamp, log.lastStamp)),
      ("epochs", "\(facts.completedEpochs) completed, \(aborted) aborted; \(sum) s in all, \(mean) s each"),
      ("finished", "\(log.finished ? "yes" : "no"); mean validation Dice \(number(log.validation?.meanDice, 4))"),
    ]
  }

  static func tracker(_ log: TrackerLog) -> [Entry] {
    log.sessions.enumerated().flatMap { index, session in
      tracker(session, label: log.sessions.count == 1 ? "session" : "session \(index + 1)")
    }
  }

  private static func tracker(_ session: TrackerSession, label: String) -> [Entry] {
    let facts = [
      session.version.map { "carbontracker \($0)" }, session.state.rawValue,
      session.epochs.isEmpty ? nil : "\(session.epochs.count) epochs", session.pue.map { "PUE \(number($0, 2))" },
    ]
    var entries: [Entry] = [(label, facts.compactMap(\.self).joined(separator: ", "))]
    if session.firstStamp != nil { entries.append(("time", span(session.firstStamp, session.lastStamp))) }
    entries += session.components.map { component in
      let names = component.devices.joined(separator: ", ")
      let factor = component.correctionFactor
      return (component.name, factor == 1 ? names : "\(names); the logged mean × \(number(factor, 0)) is their sum")
    }
    if let reported = session.energyIT(corrected: false), let corrected = session.energyIT(corrected: true) {
      let energies = (number(reported.kilowattHours, 6), number(corrected.kilowattHours, 6))
      entries.append(("IT energy", "\(energies.0) kWh as logged, \(energies.1) kWh corrected"))
    }
    return entries + block("actual", session.actual) + block("predicted", session.predicted)
  }

  private static func block(_ label: String, _ block: ConsumptionBlock?) -> [Entry] {
    guard let block else { return [] }
    let energy = "\(number(block.kilowattHours, 6)) kWh, \(number(block.grams, 3)) g CO2e"
    return [(label, "\(energy) in \(number(block.seconds, 0)) s, with the tool's PUE")]
  }

  static func trace(_ log: TraceLog, columns: TraceColumns) -> [Entry] {
    log.series.enumerated().map { place, series in
      let statistics = TraceStatistics(Inspection.column(at: place, of: columns), of: series)
      return (series.device, text(of: series, statistics, clock: log.clock))
    }
  }

  private static func text(of series: TraceSeries, _ statistics: TraceStatistics, clock: TraceLog.Clock) -> String {
    var parts = [series.component.rawValue]
    if series.role != .counted { parts.append(series.role.rawValue) }
    if series.isModelled { parts.append("modelled") }
    let count =
      statistics.samples == 1 ? "1 sample" : "\(statistics.samples == 0 ? "no" : "\(statistics.samples)") samples"
    let missing = series.missingSamples > 0 ? ", \(series.missingSamples) missing" : ""
    let what = parts.joined(separator: ", ") + ": " + count + missing
    let peak = statistics.peak.map { "\(number($0.watts, 1)) W" }
    switch statistics.samples {
    case 0: return what
    case 1: return what + (peak.map { ", " + $0 } ?? "")
    default: break
    }
    if clock == .ordinal {
      return "\(what) without times; mean \(number(statistics.sampleMean?.watts, 1)) W, peak \(peak ?? Self.missing)"
    }
    let integral = series.quantity == .meanPower ? statistics.rightRectangle : statistics.trapezoid
    let energy = "\(number((integral ?? statistics.counter)?.joules, 1)) J"
    let power = "mean \(number(statistics.mean?.watts, 1)) W, peak \(peak ?? Self.missing)"
    return "\(what) in \(number(statistics.durationSeconds, 1)) s; \(energy), \(power)"
  }

  static func console(_ capture: ConsoleCapture, path: String) -> [Entry] {
    var entries: [Entry] = [("job", capture.slurmJob.map(String.init) ?? missing)]
    if let host = capture.placement?.host { entries.append(("host", host)) }
    if let gpus = capture.placement?.nodeGPUs ?? capture.placement?.visibleGPUs {
      entries.append(("GPUs", gpus.joined(separator: ", ")))
    }
    if let log = capture.training { entries += training(log, path: path) }
    if let log = capture.tracker { entries += tracker(log) }
    entries += capture.tracebacks.map { ("traceback", "line \($0.line): \($0.error)") }
    if let interruption = capture.interruption { entries.append(("ended by", interruption.rawValue)) }
    return entries
  }

  static func processes(_ log: GPUProcessLog) -> [Entry] {
    log.processes.prefix(20).map { ("process", "\($0.pid) on GPU \($0.gpu), \($0.rows) rows") }
  }

  static func energyRecords(_ log: EnergyRecordLog) -> [Entry] {
    let counted = log.records.filter { !$0.isNested }
    let known = counted.compactMap(\.counted)
    let energy = known.isEmpty ? missing : "\(number(known.reduce(Energy.zero, +).joules, 1)) J"
    let nested = log.records.count - counted.count
    let windows = counted.count == 1 ? "1 window" : "\(counted.count) windows"
    let sum = "\(windows), \(energy)" + (nested > 0 ? "; \(nested) inside them" : "")
    let shown = log.records.prefix(20).map { record -> Entry in
      let joules = record.counted.map { "\(number($0.joules, 1)) J" } ?? missing
      return ("  " + (record.label ?? "line \(record.line)"), "\(joules) in \(number(record.seconds, 1)) s")
    }
    let rest = log.records.count - shown.count
    return [(log.tool, sum)] + shown + (rest > 0 ? [("", "and \(rest) more")] : [])
  }

  static func codecarbon(_ log: CodeCarbonLog) -> [Entry] {
    log.rows.map { row in
      let energy = "\(number(row.totalKilowattHours, 6)) kWh, \(number(row.grams, 3)) g CO2e"
      return ("run", "\(row.runID ?? missing): \(energy) in \(number(row.seconds, 0)) s")
    }
  }
}
