import LogScanning

/// Where the cells stand in range queries exported as CSV.
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
    guard DelimitedFields.mayNameTime(line, separator: separator) else { return nil }
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
