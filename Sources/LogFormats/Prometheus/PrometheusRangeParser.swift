import LogScanning

/// Gathers the document and reads it at the end.
struct PrometheusRangeParser: LogParser {
  private let context: ParserContext
  private var document: WholeDocumentParser
  private let result = Result()

  /// Where the document's reader leaves the document.
  private final class Result { var document: JSONValue? }

  init(_ context: ParserContext) {
    self.context = context
    let result = result
    document = WholeDocumentParser(fileName: context.fileName) { value, _ in
      result.document = value
      return ParsedContent(record: .none)
    }
  }

  mutating func consume(_ line: RawSpan, number: Int) { document.consume(line, number: number) }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    let content = document.finish(summary)
    guard let value = result.document else { return content }
    result.document = nil
    var devices = PrometheusDevices(context)
    if value["status"]?.string == "error" {
      devices.collector.toolError(1, value["error"]?.string ?? "error")
    }
    var unnamed = 0
    for entry in value["data"]?["result"]?.array ?? [] { Self.take(entry, into: &devices, unnamed: &unnamed) }
    if unnamed > 0 {
      devices.collector.note(
        Diagnostic(
          .warning, "prometheus.unnamed-series",
          "\(unnamed) series have no metric name, as a function of the query took it away; what they measure is not "
            + "known, and they were left out."))
    }
    return devices.finish(summary, sawText: true)
  }

  private static func take(_ entry: JSONValue, into devices: inout PrometheusDevices, unnamed: inout Int) {
    let members = entry["metric"]?.members ?? []
    let labels = members.compactMap { member in member.value.string.map { (key: member.key, value: $0) } }
    guard let name = labels.first(where: { $0.key == "__name__" })?.value else {
      unnamed += 1
      return
    }
    let selector = PrometheusSelector(name: name, labels: labels.filter { $0.key != "__name__" })
    let values = entry["values"]?.array ?? entry["value"].map { [$0] } ?? []
    devices.learn(from: selector, value: values.last?.array?.last?.string.flatMap { Double($0) })
    guard devices.collector.accepts(.utc, line: 1), let (place, metric) = devices.place(of: selector) else { return }
    for pair in values {
      guard let pair = pair.array, pair.count == 2, let seconds = pair[0].double, let time = nanoseconds(seconds) else {
        devices.collector.malformed(1)
        continue
      }
      var text = pair[1].string ?? pair[1].double.map { "\($0)" } ?? ""
      text.withUTF8 { bytes in
        let cell = UnsafeRawBufferPointer(bytes).bytes
        if let value = PrometheusTextParser.value(cell, metric) {
          devices.collector.sample(place, time: time, value: value, line: 1)
        } else {
          devices.collector.missing(place, cell, line: 1)
        }
      }
    }
  }

  /// Times have milliseconds; a double of this size is good to a quarter of a microsecond.
  private static func nanoseconds(_ seconds: Double) -> Int64? {
    guard seconds.isFinite, abs(seconds) < 9e9 else { return nil }
    return Int64((seconds * 1e6).rounded()) * 1000
  }
}
