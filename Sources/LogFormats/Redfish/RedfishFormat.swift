import LogScanning

/// Powers of nodes that a service processor told: Redfish answers, or the CSV of a script that asks several nodes.
public enum RedfishFormat: LogFormatDefinition {
  public static let format = LogFormat.redfish

  public static let synopsis = (
    what: "powers of nodes by their service processors: Redfish Power and EnvironmentMetrics answers, node CSV files",
    recognisedBy: "JSON with PowerConsumedWatts or PowerWatts, or a header of a time and columns n1_watts, n2_watts, …"
  )

  public static let greatestScore = 92

  public static func score(head: RawSpan, fileName: String) -> Int {
    if head.contains("\"PowerConsumedWatts\"") { return 92 }
    if head.contains("\"PowerWatts\""), head.contains("\"Reading\"") { return 90 }
    var score = 0
    head.forEachLeadingLine(limit: 4) { line in
      guard line.contains(lowercase: "_watts"), let header = DelimitedHeader(line), let time = header.time,
        header.columns.count >= 2
      else { return true }
      let others = header.columns.indices.filter { $0 != time }
      if others.allSatisfy({ isNode(header.columns[$0].title) }) { score = 70 }
      return score == 0
    }
    return score
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser { RedfishParser(context) }

  /// `n1_watts`, `node12_watts`, `total_watts`.
  private static func isNode(_ name: String) -> Bool {
    let lower = name.lowercased()
    guard lower.hasSuffix("_watts") else { return false }
    let stem = lower.dropLast(6)
    if stem == "total" || stem.hasPrefix("node") || stem.hasPrefix("bmc") { return true }
    return stem.first == "n" && stem.dropFirst().allSatisfy(\.isNumber) && stem.count > 1
  }
}

extension LogFormat {
  /// See ``RedfishFormat``.
  public static let redfish = LogFormat(rawValue: "redfish")
}
