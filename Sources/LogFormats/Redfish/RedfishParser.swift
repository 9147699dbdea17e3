import LogScanning
import Quantities

/// Reads Redfish answers of one chassis, one JSON document after the other, or a CSV with a column for each node.
struct RedfishParser: LogParser {
  private var table: DelimitedParser
  private var collector: TraceCollector
  private var documents = JSONDocumentStream()
  /// `nil` until the first line that is not empty tells.
  private var isTable: Bool?
  private var stamp: (nanoseconds: Int64, clock: TraceLog.Clock)?
  private var places: [String: Int] = [:]
  private var hasPower = false

  init(_ context: ParserContext) {
    table = DelimitedParser(context, component: .node)
    collector = TraceCollector(context)
  }

  mutating func consume(_ line: RawSpan, number: Int) {
    if isTable == nil {
      let text = line.trimmed()
      guard text.byteCount > 0 else { return }
      isTable = DelimitedHeader(text).map { $0.time != nil && $0.hasValues } ?? false
    }
    if isTable == true { return table.consume(line, number: number) }
    var pieces: [JSONDocumentStream.Piece] = []
    documents.take(line) { pieces.append($0) }
    for piece in pieces {
      switch piece {
      case .document(let value): document(value, line: number)
      case .text(let text):
        if let time = StampLine.time(text) { stamp = time } else { collector.malformed(number) }
      case .malformed: collector.malformed(number)
      }
    }
  }

  private mutating func document(_ value: JSONValue, line: Int) {
    let own = ["timestamp", "Timestamp", "DateTime", "time"].lazy.compactMap { value[$0]?.string }.first
    let time = own.flatMap { StampLine.time($0) } ?? stamp
    let controls = value["PowerControl"]?.array ?? []
    for (place, control) in controls.enumerated() {
      guard let watts = control["PowerConsumedWatts"] else { continue }
      let name = control["Name"]?.string ?? "PowerControl \(place)"
      // The first is the chassis; further ones are of its processors, memory or supplies.
      take(watts, name: name, role: place == 0 ? .counted : .contained, time: time, line: line)
    }
    if let reading = value["PowerWatts"]?["Reading"] {
      take(reading, name: "PowerWatts", role: controls.isEmpty ? .counted : .alternative, time: time, line: line)
    }
  }

  private mutating func take(
    _ value: JSONValue, name: String, role: ReadingRole, time: (nanoseconds: Int64, clock: TraceLog.Clock)?, line: Int
  ) {
    hasPower = true
    guard collector.accepts(time?.clock ?? .ordinal, line: line) else { return }
    let known = places[name]
    let added =
      known ?? collector.add(TraceSeries(device: name, component: .node, quantity: .power, role: role))
    guard let place = added else { return }
    places[name] = place
    guard let watts = value.double, watts.isFinite, abs(watts) < 1e9 else {
      let text = Array((value.string ?? "null").utf8)
      return text.withUnsafeBytes { collector.missing(place, $0.bytes, line: line) }
    }
    let scaled = Int64((watts * 1e6).rounded())
    if let time {
      collector.sample(place, time: time.nanoseconds, value: scaled, line: line)
    } else {
      collector.sample(place, value: scaled, line: line)
    }
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    if isTable == true { return table.finish(summary) }
    if documents.isInside { collector.malformed(summary.lineCount) }
    return collector.finish(summary, hasPower: hasPower)
  }
}
