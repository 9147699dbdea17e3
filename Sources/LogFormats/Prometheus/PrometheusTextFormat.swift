import LogScanning

/// Prometheus' text exposition, as exporters publish it: one scrape, or several one after another.
public enum PrometheusTextFormat: LogFormatDefinition {
  public static let format = LogFormat.prometheusText

  public static let synopsis = (
    what: "Prometheus metrics as text, from dcgm-exporter, nvidia_gpu_exporter, Kepler, Scaphandre or node_exporter",
    recognisedBy: "lines # TYPE name kind, or lines name{labels} value of a known power or energy"
  )

  public static let greatestScore = 90

  public static func score(head: RawSpan, fileName: String) -> Int {
    var types = 0
    var metrics = 0
    var others = 0
    head.forEachLeadingLine(limit: 200) { line in
      if line.byteCount == 0 { return true }
      if line.starts(with: "# TYPE ") {
        types += 1
      } else if !line.starts(with: "#") {
        if PrometheusTextParser.isMetric(line) { metrics += 1 } else { others += 1 }
      }
      return types < 3
    }
    if types >= 3 || (types > 0 && metrics > 0) { return 90 }
    if types > 0, others <= 10 * types { return 60 }
    return metrics > 0 && metrics >= others ? 75 : 0
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser { PrometheusTextParser(context) }
}

extension LogFormat {
  /// See ``PrometheusTextFormat``.
  public static let prometheusText = LogFormat(rawValue: "prometheus-text")
}
