import LogScanning

/// Range queries exported as CSV: a column per series, as dashboards write them, or a row per sample with its labels.
public enum PrometheusTableFormat: LogFormatDefinition {
  public static let format = LogFormat.prometheusTable

  public static let synopsis = (
    what: "range queries exported as CSV, a column per series or a row per sample",
    recognisedBy: "a header with a time and either names of known metrics or columns for the metric and its value"
  )

  public static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    var columns: PrometheusTableColumns?
    head.withoutByteOrderMark().forEachLeadingLine(limit: 2) { line in
      guard let known = columns else {
        columns = PrometheusTableColumns(header: line)
        if columns?.metric == nil, columns != nil { score = 90 }
        return columns?.metric != nil
      }
      // In long form only the rows tell whether they are a metric's.
      let cells = DelimitedFields.texts(in: line, separator: known.separator)
      if let metric = known.metric, metric < cells.count, PrometheusMetric(name: cells[metric]) != nil { score = 90 }
      return false
    }
    return score
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser { PrometheusTableParser(context) }
}

extension LogFormat {
  /// See ``PrometheusTableFormat``.
  public static let prometheusTable = LogFormat(rawValue: "prometheus-table")
}

/// Where the cells stand in such a file.
struct PrometheusTableColumns {
  var separator: DelimitedFields.Separator
  var names: [String]
  var time: Int
  /// The columns of the metric's name and of its value, in long form.
  var metric: Int?
  var value: Int?
  /// Columns that are series, in wide form.
  var series: [(column: Int, selector: PrometheusSelector)] = []

  init?(header line: RawSpan) {
    guard line.byteCount < 1 << 16 else { return nil }
    separator = DelimitedFields.separator(of: line)
    names = DelimitedFields.texts(in: line, separator: separator)
    let lower = names.map { $0.lowercased() }
    guard let time = lower.firstIndex(where: { ["time", "timestamp", "date", "ts"].contains($0) }) else { return nil }
    self.time = time
    metric = lower.firstIndex { ["metric", "__name__", "metric_name"].contains($0) }
    value = lower.firstIndex { $0 == "value" }
    if metric != nil, value != nil { return }
    metric = nil
    for (column, name) in names.enumerated() where column != time {
      var length = 0
      guard let selector = PrometheusSelector(Array(name.utf8), length: &length), length == name.utf8.count,
        PrometheusMetric(name: selector.name) != nil
      else { continue }
      series.append((column, selector))
    }
    guard !series.isEmpty else { return nil }
  }
}

/// Reads such a file.
struct PrometheusTableParser: LogParser {
  private var devices: PrometheusDevices
  private var columns: PrometheusTableColumns?
  private var held = HeldSample()

  init(_ context: ParserContext) { devices = PrometheusDevices(context) }

  mutating func consume(_ line: RawSpan, number: Int) {
    let line = number == 1 ? line.withoutByteOrderMark().trimmed() : line.trimmed()
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
