import LogScanning

/// The measurement logs of the Green Metrics Tool's metric providers.
public enum GreenMetricsFormat: LogFormatDefinition {
  public static let format = LogFormat.greenMetricsTool

  public static let synopsis = (
    what: "Green Metrics Tool's logs of RAPL, power supplies and boards: energy in each interval",
    recognisedBy: "rows of Unix time in microseconds, a whole number and a zone such as Package_0, or none"
  )

  public static let greatestScore = 90

  public static func score(head: RawSpan, fileName: String) -> Int {
    var rows = 0
    var zones = 0
    var increases = 0
    var others = 0
    var previous: Int64?
    head.forEachLeadingLine(limit: 20) { line in
      guard line.byteCount > 0 else { return true }
      guard let row = GreenMetricsRow(line) else {
        others += 1
        return others < 3
      }
      rows += 1
      if GreenMetricsRow.component(ofZone: line.extracting(row.zone)) != nil, !row.zone.isEmpty { zones += 1 }
      if let previous, row.value > previous { increases += 1 }
      previous = row.value
      return true
    }
    // The last line of the head can be cut off, and a file of one row is one.
    guard rows > 0, others <= 1 else { return 0 }
    if zones == rows { return 90 }
    let isNamed = fileName.lowercased().hasText(anyOf: "_energy_", "psu_", "carbon_intensity")
    // Two columns of which the second only grows are a counter's.
    if rows > 4, increases == rows - 1 { return isNamed ? 40 : 0 }
    return isNamed ? 70 : zones > 0 ? 60 : rows > 2 ? 25 : 0
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser { GreenMetricsParser(context) }
}

extension LogFormat {
  /// See ``GreenMetricsFormat``.
  public static let greenMetricsTool = LogFormat(rawValue: "green-metrics-tool")
}
