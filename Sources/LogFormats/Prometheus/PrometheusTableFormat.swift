import LogScanning

/// Range queries exported as CSV: a column per series, as dashboards write them, or a row per sample with its labels.
public enum PrometheusTableFormat: LogFormatDefinition {
  public static let format = LogFormat.prometheusTable

  public static let synopsis = (
    what: "range queries exported as CSV, a column per series or a row per sample",
    recognisedBy: "a header with a time and either names of known metrics or columns for the metric and its value"
  )

  public static let greatestScore = 90

  public static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    var columns: PrometheusTableColumns?
    head.forEachLeadingLine(limit: 2) { line in
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
