import LogScanning
import Quantities

/// Reads a node's power from what `ipmitool` and FreeIPMI printed.
///
/// A reading's time is the script's stamp before it, else the service processor's own after it. Readings are of the whole
/// node at its supplies, in whole watts, so that they contain what all other sensors of the node tell.
struct IPMIParser: LogParser {
  private struct Reading {
    var name: String
    var value: String
    var role: ReadingRole
    var component: Component
    var line: Int
  }

  private var collector: TraceCollector
  private var waiting: [Reading] = []
  private var stamp: (nanoseconds: Int64, clock: TraceLog.Clock)?
  private var places: [String: Int] = [:]
  private var hasPower = false
  private var usesOwnClock = false
  private var ownClockLine: Int?

  init(_ context: ParserContext) { collector = TraceCollector(context) }

  mutating func consume(_ line: RawSpan, number: Int) {
    let line = line.trimmed()
    guard line.byteCount > 0, line.byteCount < 4096 else { return }
    if let time = StampLine.time(line) {
      release()
      stamp = time
      return
    }
    if line.contains("Instantaneous power reading") { return reading("DCMI power", line, .counted, number) }
    if line.starts(with: "Current Power") { return reading("DCMI power", line, .counted, number) }
    if line.starts(with: "Average power reading") { return reading("DCMI mean power", line, .alternative, number) }
    if line.starts(with: "Average Power over") { return reading("DCMI mean power", line, .alternative, number) }
    if line.starts(with: "IPMI timestamp") || line.starts(with: "Time Stamp") { return ownTime(line, number) }
    if let row = IPMISensorRow(line) { return sensor(row, number) }
    if line.starts(with: "Error") || line.contains("Unable to") || line.contains("DCMI request failed") {
      collector.toolError(number, line.text)
    }
    // Rows of other sensors and the frame of these answers have marks between name and value.
    if !line.contains(byte: 0x7C), !line.contains(byte: 0x3A), !line.contains(byte: 0x2C) {
      collector.malformed(number)
    }
  }

  // MARK: Readings

  private mutating func reading(_ name: String, _ line: RawSpan, _ role: ReadingRole, _ number: Int) {
    if role == .counted { release() }
    guard let colon = line.firstOffset(of: 0x3A) else { return collector.malformed(number) }
    var value = line.dropping(colon + 1).trimmed().text
    if let unit = value.firstIndex(of: "W") { value = String(value[..<unit]) }
    waiting.append(Reading(name: name, value: value, role: role, component: .node, line: number))
  }

  private mutating func sensor(_ row: IPMISensorRow, _ number: Int) {
    // The same sensor again is the next answer.
    if waiting.contains(where: { $0.name == row.name }) { release() }
    var component = Component.node
    if case .part(let part) = IPMISensorRow.kind(of: row.name) { component = part }
    waiting.append(Reading(name: row.name, value: row.value, role: .counted, component: component, line: number))
  }

  /// The service processor's clock, as it ends an answer.
  private mutating func ownTime(_ line: RawSpan, _ number: Int) {
    guard let colon = line.firstOffset(of: 0x3A) else { return }
    let end = line.firstOffset(of: "Sampling period") ?? line.byteCount
    guard stamp == nil, colon + 1 < end, let time = StampLine.time(line.extracting((colon + 1)..<end).trimmed()),
      time.nanoseconds > 1_000_000_000_000_000_000 / 2
    else { return }
    usesOwnClock = true
    ownClockLine = ownClockLine ?? number
    release(at: time)
  }

  private mutating func release(at own: (nanoseconds: Int64, clock: TraceLog.Clock)? = nil) {
    let readings = waiting
    waiting.removeAll(keepingCapacity: true)
    let time = stamp ?? own
    for reading in readings {
      hasPower = true
      guard collector.accepts(time?.clock ?? .ordinal, line: reading.line) else { continue }
      guard let place = place(of: reading) else { continue }
      let bytes = Array(reading.value.utf8)
      bytes.withUnsafeBytes { buffer in
        let cell = buffer.bytes.trimmed()
        // FreeIPMI prints a negative number for what is not available.
        guard let watts = cell.double(), watts.isFinite, watts >= 0, watts < 1e9 else {
          return collector.missing(place, cell, line: reading.line)
        }
        let value = Int64((watts * 1e6).rounded())
        if let time {
          collector.sample(place, time: time.nanoseconds, value: value, line: reading.line)
        } else {
          collector.sample(place, value: value, line: reading.line)
        }
      }
    }
  }

  private mutating func place(of reading: Reading) -> Int? {
    if let known = places[reading.name] { return known }
    let place = collector.add(
      TraceSeries(device: reading.name, component: reading.component, quantity: .power, role: reading.role))
    places[reading.name] = place
    return place
  }

  // MARK: End

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    release()
    assignRoles()
    if usesOwnClock {
      collector.note(
        Diagnostic(
          .info, "ipmi.own-clock", line: ownClockLine,
          "Times are the service processor's, whose clock need not agree with the host's."))
    }
    return collector.finish(summary, hasPower: hasPower)
  }

  /// The node's total, else its supplies' inputs, else their outputs; what is inside them does not count again.
  private mutating func assignRoles() {
    let sensors = collector.series.enumerated().filter { $0.element.role == .counted }
    func rank(_ series: TraceSeries) -> Int {
      if series.device == "DCMI power" { return 0 }
      switch IPMISensorRow.kind(of: series.device) {
      case .total: return 1
      case .supplyInput: return 2
      case .supplyOutput: return 3
      case .part: return 4
      }
    }
    guard let best = sensors.filter({ $0.element.samples > 0 }).map({ rank($0.element) }).min(), best < 4 else {
      return
    }
    var hasTotal = false
    for (place, series) in sensors {
      let own = rank(series)
      let role: ReadingRole
      if own == 4 {
        role = .contained
      } else if own != best || best <= 1 && hasTotal {
        role = .alternative
      } else {
        role = .counted
        hasTotal = true
      }
      collector.update(place) { $0.role = role }
    }
  }
}
