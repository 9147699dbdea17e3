import LogScanning
import Quantities

/// Reports of the HWPC sensor of PowerAPI, as one JSON document or as one object a line.
enum HWPCReportsFormat: LogFormatDefinition {
  static let format = LogFormat.hwpcReports

  static let synopsis = (
    what: "JSON reports of PowerAPI's HWPC sensor: the energy of each socket since the report before",
    recognisedBy: "JSON with sensor, target, groups and RAPL_ENERGY_PKG"
  )

  static let greatestScore = 93

  static func score(head: RawSpan, fileName: String) -> Int {
    var first: UInt8?
    head.forEachLeadingLine(limit: 16) { line in
      first = line.firstByte
      return first == nil
    }
    guard first == 0x7B || first == 0x5B, head.contains("\"groups\""), head.contains("\"sensor\"") else { return 0 }
    return head.contains("\"RAPL_ENERGY_") ? 93 : 50
  }

  static func makeParser(_ context: ParserContext) -> any LogParser { HWPCReportsParser(context) }
}

/// Reads JSON reports: `{"timestamp", "sensor", "target", "groups": {"rapl": {socket: {cpu: {event: value}}}}}`.
struct HWPCReportsParser: LogParser {
  /// Larger documents are refused; a day of reports of two sockets is some 25 MB.
  private static let sizeLimit = 256 << 20

  private var collector: TraceCollector
  private var series = HWPCSeries()
  private var document: [UInt8] = []
  private var isTooLarge = false
  private var hasReports = false
  private var withoutGroup: (count: Int, line: Int)?
  private var hasEnergy = false

  init(_ context: ParserContext) { collector = TraceCollector(context) }

  mutating func consume(_ line: RawSpan, number: Int) {
    let line = line.trimmed()
    guard line.byteCount > 0 else { return }
    if document.isEmpty, line.firstByte == 0x7B, line.contains("\"groups\""), let value = try? JSONValue(parsing: line),
      value["groups"] != nil
    {
      return report(value, line: number)
    }
    if hasReports, document.isEmpty { return collector.malformed(number) }
    guard !isTooLarge, document.count + line.byteCount < Self.sizeLimit else {
      isTooLarge = true
      document = []
      return
    }
    line.withUnsafeBytes { document.append(contentsOf: $0) }
    document.append(0x0A)
  }

  private mutating func report(_ value: JSONValue, line: Int) {
    hasReports = true
    guard let time = Self.time(value["timestamp"]) else { return collector.malformed(line) }
    guard collector.accepts(time.clock, line: line) else { return }
    guard let sockets = value["groups"]?["rapl"]?.members else {
      withoutGroup = ((withoutGroup?.count ?? 0) + 1, withoutGroup?.line ?? line)
      return
    }
    let sensor = Array((value["sensor"]?.string ?? "").utf8)
    let target = Array((value["target"]?.string ?? "").utf8)
    for socket in sockets {
      for cpu in socket.value.members ?? [] {
        for event in cpu.value.members ?? [] where event.key.hasPrefix("RAPL_ENERGY_") {
          guard let domain = RAPLDomain(word: event.key.dropFirst(12).lowercased()) else { continue }
          hasEnergy = true
          let socketBytes = Array(socket.key.utf8)
          let place = sensor.withUnsafeBytes { sensor in
            target.withUnsafeBytes { target in
              socketBytes.withUnsafeBytes { socket in
                series.place(
                  sensor: sensor.bytes, target: target.bytes, socket: socket.bytes, event: event.key, domain: domain,
                  in: &collector)
              }
            }
          }
          guard let place else { continue }
          if let raw = event.value.double, raw >= 0, raw < 0x1p62, let joules = HWPCSeries.picojoules(raw: Int64(raw)) {
            collector.sample(place, time: time.nanoseconds, value: joules, line: line)
          } else {
            let text = Array((event.value.string ?? "null").utf8)
            text.withUnsafeBytes { collector.missing(place, $0.bytes, line: line) }
          }
        }
      }
    }
  }

  /// ISO 8601, or Unix time in milliseconds.
  private static func time(_ value: JSONValue?) -> SampleTime? {
    if let text = value?.string {
      let bytes = Array(text.utf8)
      return bytes.withUnsafeBytes { SampleTime($0.bytes) }
    }
    guard let number = value?.double, number >= 0, number < 9e12 else { return nil }
    let text = Array("\(Int64(number * 1000))".utf8)
    return text.withUnsafeBytes { SampleTime($0.bytes, decimals: 3) }
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    if isTooLarge {
      collector.note(
        Diagnostic(
          .error, "file.too-large", "The document is larger than \(Self.sizeLimit) bytes; it was not read."))
    }
    if !document.isEmpty {
      let bytes = document
      document = []
      bytes.withUnsafeBytes { buffer in
        do throws(JSONError) {
          let value = try JSONValue(parsing: buffer.bytes)
          let reports = value["reports"]?.array ?? value.array ?? [value]
          for report in reports { self.report(report, line: 1) }
        } catch {
          collector.note(
            Diagnostic(
              .error, "file.bad-json", line: min(error.line, max(summary.lineCount, 1)),
              "Not a JSON document: \(error.expected) was expected in column \(error.column); the file was not read."))
        }
      }
    }
    if let (count, line) = withoutGroup {
      collector.note(
        Diagnostic(
          .info, "hwpc.no-rapl-group", line: line,
          "\(count) reports have no group of RAPL events; they were left out."))
    }
    series.settle(in: &collector)
    return collector.finish(summary, hasPower: hasEnergy || !hasReports)
  }
}

extension LogFormat {
  /// See `HWPCReportsFormat`.
  public static let hwpcReports = LogFormat(rawValue: "hwpc-reports")
}
