import LogScanning
import Quantities

/// Reads the successor's event log: power samples as a trace, or, where there are none, statistics as energy records.
struct TrackerEventReader: LogParser {
  private var collector: TraceCollector
  private var findings = TrackerFindings()
  private var records = EnergyRecordLog(tool: "carbontracker", clock: .relative)
  private var firstStamp: Int64?
  private var spanStart: Int64?
  private var sampleCount = 0
  /// By device, the largest power, in watts.
  private var peaks: [String: Double] = [:]

  init(_ context: ParserContext) { collector = TraceCollector(context) }

  mutating func consume(_ line: RawSpan, number: Int) {
    guard line.trimmed().byteCount > 0 else { return }
    guard let object = try? JSONValue(parsing: line), object.members != nil else { return collector.malformed(number) }
    let event = TrackerEvent(object)
    let stamp = event.stamp
    if firstStamp == nil, let stamp {
      firstStamp = stamp.nanoseconds
      records.clock = stamp.clock
    }
    switch event.kind {
    case .measurement: readMeasurement(event, stamp, number)
    case .statistics: readStatistics(event, stamp?.nanoseconds, number)
    case .start: spanStart = stamp?.nanoseconds
    case .stop, nil: break
    }
  }

  private mutating func readMeasurement(
    _ event: TrackerEvent, _ stamp: (nanoseconds: Int64, clock: TraceLog.Clock)?, _ line: Int
  ) {
    guard let stamp, collector.accepts(stamp.clock, line: line) else { return collector.malformed(line) }
    for reading in event.readings {
      let name = [event.component, reading.device].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " ")
      let bytes = Array((name.isEmpty ? "device" : name).utf8)
      guard let place = collector.place(of: bytes.span.bytes, make: Self.series) else { continue }
      guard let watts = reading.watts, let units = Int64(exactly: (watts * 1e9).rounded()) else {
        collector.missing(place, Array("null".utf8).span.bytes, line: line)
        continue
      }
      peaks[name] = max(peaks[name] ?? 0, watts)
      sampleCount += 1
      collector.sample(place, time: stamp.nanoseconds, value: units, line: line)
    }
  }

  /// A device whose kind its name does not tell is read and does not count.
  private static func series(_ name: String) -> TraceSeries {
    let words = name.lowercased()
    let component: Component? =
      ["gpu", "nvidia", "cuda", "geforce", "tesla", "quadro"].contains { words.contains($0) }
      ? .gpu
      : words.contains("dram")
        ? .dram : ["cpu", "rapl", "package", "intel", "amd"].contains { words.contains($0) } ? .cpu : nil
    return TraceSeries(
      device: name, component: component ?? .node, quantity: .power, role: component == nil ? .alternative : .counted,
      decimals: 9)
  }

  /// Statistics include those before them, so that the last of a span counts.
  private mutating func readStatistics(_ event: TrackerEvent, _ end: Int64?, _ line: Int) {
    guard let kilowattHours = event.kilowattHours else { return }
    let elapsed = zip(firstStamp, end).map { Double(max(0, $1 - $0)) / 1e9 } ?? event.seconds
    guard isPlausible(kilowattHours, seconds: elapsed) else {
      findings.add(
        .error, "carbontracker.implausible-energy", line: line,
        "A statistic says \(kilowattHours) kWh, more than any machine takes in the time since the log began; it was left out"
      )
      return
    }
    var record = EnergyRecord(
      label: event.span, start: spanStart ?? firstStamp, end: end, seconds: event.seconds, line: line)
    record.parts = [.init(device: "total", component: .node, joules: kilowattHours * 3.6e6)]
    record.grams = event.grams
    if let last = records.records.last, last.start == record.start, last.label == record.label {
      records.records.removeLast()
      records.supersededRows += 1
    }
    records.records.append(record)
  }

  /// The most that a machine is taken to draw when no sample says what it drew, in watts.
  private static let largestPower = 50_000.0

  /// An energy is at most the largest power times the time, twice that for what lies between samples.
  private func isPlausible(_ kilowattHours: Double, seconds: Double?) -> Bool {
    guard kilowattHours.isFinite, kilowattHours >= 0 else { return false }
    guard let seconds else { return kilowattHours < 1e6 }
    let peak = peaks.values.reduce(0, +)
    return kilowattHours * 3.6e6 <= 2 * (peak > 0 ? peak : Self.largestPower) * (seconds + 60)
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    if sampleCount == 0, !records.records.isEmpty {
      findings.add(
        .info, "carbontracker.statistics-only", line: records.records.first?.line,
        "The events hold no power samples; the energies of their statistics were taken")
      return ParsedContent(record: .energyRecords(records), diagnostics: findings.diagnostics)
    }
    var content = collector.finish(summary)
    content.diagnostics = (content.diagnostics + findings.diagnostics).enumerated().sorted { left, right in
      (left.element.line ?? 0, left.offset) < (right.element.line ?? 0, right.offset)
    }.map(\.element)
    return content
  }
}

/// Both or nothing.
private func zip<Left, Right>(_ left: Left?, _ right: Right?) -> (Left, Right)? {
  guard let left, let right else { return nil }
  return (left, right)
}
