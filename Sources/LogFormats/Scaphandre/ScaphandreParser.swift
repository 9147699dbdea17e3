import LogScanning
import Quantities

/// Reads Scaphandre's reports, whose powers are in microwatts.
///
/// Sockets and their memory count; cores and uncore are parts of a socket. The host's power is the sum of those (or the
/// platform's own reading) and counts only when there is no socket. Processes are shares and are not read.
struct ScaphandreParser: LogParser {
  private static let host = "host"

  private var collector: TraceCollector
  private var stream = JSONObjectStream()
  private var reports = 0
  private var processes = false

  init(_ context: ParserContext) { collector = TraceCollector(context) }

  mutating func consume(_ line: RawSpan, number: Int) {
    var found: [(JSONValue, Int)] = []
    let before = stream.unreadable.count
    stream.consume(line, number: number) { found.append(($0, $1)) }
    for place in before..<stream.unreadable.count { collector.malformed(stream.unreadable[place]) }
    for (report, first) in found { take(report, line: first) }
  }

  private mutating func take(_ report: JSONValue, line: Int) {
    guard let host = report["host"], let stamp = host["timestamp"]?.double, let time = Int64(nanosecondsOf: stamp),
      collector.accepts(.utc, line: line)
    else { return collector.malformed(line) }
    reports += 1
    processes = processes || !(report["consumers"]?.array ?? []).isEmpty
    if let value = host["consumption"] {
      reading(value, Self.host, .node, .counted, time: time, line: line)
    }
    for (place, socket) in (report["sockets"]?.array ?? []).enumerated() {
      let name = "socket \(socket["id"]?.int ?? place)"
      // A socket has a time of its own, some milliseconds after the host's.
      let time = socket["timestamp"]?.double.flatMap { Int64(nanosecondsOf: $0) } ?? time
      if let value = socket["consumption"] { reading(value, name, .cpu, .counted, time: time, line: line) }
      for domain in socket["domains"]?.array ?? [] {
        guard let domainName = domain["name"]?.string, let value = domain["consumption"] else { continue }
        let time = domain["timestamp"]?.double.flatMap { Int64(nanosecondsOf: $0) } ?? time
        let isMemory = domainName.hasPrefix("dram")
        reading(
          value, "\(name) \(domainName)", isMemory ? .dram : .cpu, isMemory ? .counted : .contained, time: time,
          line: line)
      }
    }
  }

  private mutating func reading(
    _ value: JSONValue, _ device: String, _ component: Component, _ role: ReadingRole, time: Int64, line: Int
  ) {
    collector.reading(value, of: device, time: time, line: line, decimals: 3) {
      TraceSeries(device: device, component: component, quantity: .meanPower, role: role, decimals: 9)
    }
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    if stream.isInside { collector.malformed(summary.lineCount) }
    if let host = collector.place(ofDevice: Self.host),
      collector.series.contains(where: { $0.component == .cpu && $0.role == .counted && $0.samples > 0 })
    {
      collector.update(host) { $0.role = .alternative }
    }
    if processes {
      collector.note(
        Diagnostic(
          .info, "scaphandre.processes",
          "Reports also list processes, whose power is a share of the host's; they were not read."))
    }
    return collector.finish(summary, hasPower: !collector.series.isEmpty)
  }
}
