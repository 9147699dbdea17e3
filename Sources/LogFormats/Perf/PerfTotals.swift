import LogScanning
import Quantities

/// The totals that `perf stat` prints at its end, one record a block.
struct PerfTotals {
  private(set) var records: [EnergyRecord] = []
  /// When the block began, on the host's clock.
  var start: Int64?

  private var parts: [(event: PerfEnergyEvent, aggregate: String?, joules: Double)] = []
  private var missing: [String] = []
  private var label: String?
  private var runs: Int?
  private var isMean = false
  private var seconds: Double?
  private var line = 0

  private var missingCount = 0
  private var firstMissing: (line: Int, name: String)?
  private var meanRecords: (count: Int, line: Int, runs: Int?)?
  private var untimed: (count: Int, line: Int)?

  // MARK: Lines

  /// ` Performance counter stats for 'sleep 60' (5 runs):`
  mutating func begin(_ text: RawSpan) {
    close()
    guard let open = text.firstOffset(of: 0x27) else { return }
    let rest = text.dropping(open + 1)
    guard let end = rest.lastOffset(of: 0x27) else { return }
    label = String(rest.extracting(0..<end).text.prefix(200))
    let tail = rest.dropping(end + 1)
    guard let bracket = tail.firstOffset(of: 0x28), let stop = tail.firstOffset(of: " runs", from: bracket) else {
      return
    }
    runs = tail.extracting((bracket + 1)..<stop).integer().flatMap { Int(exactly: $0) }
  }

  /// `60.006488329 seconds time elapsed`, `0.0123 +- 0.0004 seconds time elapsed`
  mutating func elapsed(_ text: RawSpan) {
    var end = text.firstOffset(of: "seconds time elapsed") ?? 0
    if let spread = text.firstOffset(of: "+-"), spread < end { end = spread }
    let cell = text.extracting(0..<end).trimmed()
    seconds(LocaleNumber.double(cell, isGrouped: false))
    close()
  }

  /// `60006488329,ns,duration_time,…` or, as text, `60,006,488,329 ns   duration_time`.
  mutating func duration(_ text: RawSpan) {
    guard let unit = text.firstOffset(of: "ns") ?? text.firstOffset(of: "duration_time"), unit > 1 else { return }
    var start = unit - 1
    while start > 0, text[byte: start - 1] &- 0x30 <= 9 { start -= 1 }
    guard let value = text.extracting(start..<(unit - 1)).integer() else { return }
    seconds(Double(value) / 1e9)
  }

  mutating func seconds(_ value: Double?) {
    if let value, value.isFinite, value >= 0 { seconds = value }
  }

  mutating func add(
    _ event: PerfEnergyEvent, of aggregate: String?, joules: Double?, line: Int, cpus: Int?, runTime: Int64?,
    isMean: Bool
  ) {
    if parts.contains(where: { $0.event == event && $0.aggregate == aggregate }) { close() }
    if self.line == 0 { self.line = line }
    guard let joules, joules.isFinite, joules >= 0 else {
      missingCount += 1
      if firstMissing == nil { firstMissing = (line, event.name) }
      return
    }
    if isMean { self.isMean = true }
    // The run time is a sum over CPUs; only per socket does perf tell over how many.
    if seconds == nil, let runTime, let cpus, cpus > 0 { seconds = Double(runTime) / 1e9 / Double(cpus) }
    parts.append((event, aggregate, joules))
  }

  /// Ends the block.
  mutating func close() {
    defer {
      parts = []
      label = nil
      runs = nil
      isMean = false
      seconds = nil
      line = 0
    }
    guard !parts.isEmpty else { return }
    var record = EnergyRecord(label: label, start: start, seconds: seconds, line: line)
    for (part, role) in zip(parts, RAPLDomain.roles(of: parts.map(\.event.domain))) {
      let device = part.aggregate.map { "\($0) \(part.event.name)" } ?? part.event.name
      record.parts.append(
        .init(device: device, component: part.event.domain.component, joules: part.joules, role: role))
    }
    if let start, let seconds, let length = Int64(seconds, scaledBy: 9) {
      record.end = start.adding(length)
    }
    if isMean || (runs ?? 1) > 1 {
      meanRecords = ((meanRecords?.count ?? 0) + 1, meanRecords?.line ?? line, meanRecords?.runs ?? runs)
    }
    if seconds == nil { untimed = ((untimed?.count ?? 0) + 1, untimed?.line ?? line) }
    start = nil
    records.append(record)
  }

  // MARK: Findings

  var diagnostics: [Diagnostic] {
    var result: [Diagnostic] = []
    if let (line, name) = firstMissing {
      result.append(
        Diagnostic(
          .warning, "trace.missing-samples", line: line,
          "\(missingCount) counts have no value (first: \(name)); they were left out, not read as 0."))
    }
    if let (count, line, runs) = meanRecords {
      result.append(
        Diagnostic(
          .warning, "perf.mean-of-runs", line: line,
          "\(count) blocks hold means over \(runs.map { "\($0)" } ?? "several") runs of a program; each was read as the "
            + "energy of one run, and the other runs are not counted."))
    }
    if let (count, line) = untimed {
      result.append(
        Diagnostic(
          .info, "perf.no-duration", line: line,
          "\(count) blocks do not tell how long they took; their energies were read, and no mean power."))
    }
    return result
  }
}
