import LogScanning

/// Reads range queries exported as CSV.
struct PrometheusTableParser: LogParser {
  private var devices: PrometheusDevices
  private var columns: PrometheusTableColumns?
  private var held = HeldSample()

  init(_ context: ParserContext) { devices = PrometheusDevices(context) }

  mutating func consume(_ line: RawSpan, number: Int) {
    let line = line.trimmed()
    guard line.byteCount > 0 else { return }
    held.release(to: &devices.collector)
    guard let columns else {
      self.columns = PrometheusTableColumns(header: line)
      if self.columns == nil { devices.collector.malformed(number) }
      return
    }
    let cells = DelimitedFields.texts(in: line, separator: columns.separator)
    if cells == columns.names { return devices.collector.repeatedHeader(number) }
    guard cells.count == columns.names.count, let stamp = Self.stamp(cells[columns.time]) else {
      return devices.collector.malformed(number)
    }
    guard devices.collector.accepts(stamp.clock, line: number) else { return }
    if let metric = columns.metric, let value = columns.value {
      let labels = columns.names.indices.filter { ![columns.time, metric, value].contains($0) }
        .map { (key: columns.names[$0], value: cells[$0]) }
      take(
        PrometheusSelector(name: cells[metric], labels: labels), cells[value], at: stamp.nanoseconds,
        isLast: value == cells.count - 1, number)
    } else {
      for (column, selector) in columns.series {
        take(selector, cells[column], at: stamp.nanoseconds, isLast: column == cells.count - 1, number)
      }
    }
  }

  private static func stamp(_ cell: String) -> CounterStamp? {
    var cell = cell
    return cell.withUTF8 { bytes in
      let span = UnsafeRawBufferPointer(bytes).bytes
      guard let stamp = CounterStamp(leading: span), stamp.length == span.byteCount else { return nil }
      return stamp
    }
  }

  private mutating func take(
    _ selector: PrometheusSelector, _ cell: String, at time: Int64, isLast: Bool, _ line: Int
  ) {
    guard let (place, metric) = devices.place(of: selector) else { return }
    // A series that was not there at the time has an empty cell, which is no failed reading.
    if cell.isEmpty { return }
    var cell = cell
    cell.withUTF8 { bytes in
      let span = UnsafeRawBufferPointer(bytes).bytes
      guard let value = PrometheusTextParser.value(span, metric) else {
        return devices.collector.missing(place, span, line: line)
      }
      if isLast {
        held.hold(place, time: time, value: value, line: line)
      } else {
        devices.collector.sample(place, time: time, value: value, line: line)
      }
    }
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    held.end(summary, in: &devices.collector)
    return devices.finish(summary, sawText: true)
  }
}
