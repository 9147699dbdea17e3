import LogScanning
import Quantities

/// The answer of Prometheus' HTTP interface to a range or an instant query, in JSON.
public enum PrometheusRangeFormat: LogFormatDefinition {
  public static let format = LogFormat.prometheusRange

  public static let synopsis = (
    what: "answers of Prometheus to range queries in JSON, with metrics that are a power or an energy",
    recognisedBy: "an object with status and data, in which resultType and result stand"
  )

  public static let greatestScore = 95

  public static func score(head: RawSpan, fileName: String) -> Int {
    let start = head.extracting(0..<min(head.byteCount, 4096))
    guard JSONTopLevelKeys(head: head).contains("status"), start.contains("\"resultType\""),
      start.contains("\"result\"")
    else { return 0 }
    return 95
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser {
    PrometheusRangeParser(context)
  }
}

extension LogFormat {
  /// See ``PrometheusRangeFormat``.
  public static let prometheusRange = LogFormat(rawValue: "prometheus-range")
}
