import LogScanning

/// Readings of RAPL energy counters over time, as scripts write them from `/sys/class/powercap`.
public enum RAPLCountersFormat: LogFormatDefinition {
  public static let format = LogFormat.raplCounters

  public static let synopsis = (
    what:
      "RAPL energy counters in microjoules over time: one zone a row (timestamp, domain, energy_uj) or a column each",
    recognisedBy: "a header with a time and energy_uj or zone names, or rows of time, zone name and a large integer"
  )

  public static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    head.withoutByteOrderMark().forEachLeadingLine(limit: 16) { line in
      guard let first = line.firstByte, first != 0x23 else { return true }
      if first &- 0x30 > 9 {
        if let layout = RAPLCounterLayout(header: line) { score = self.score(header: line, layout: layout) }
      } else if RAPLCounterLayout(row: line) != nil {
        score = 75
      }
      return score == 0
    }
    return score > 0 && fileName.lowercased().contains("rapl") ? score + 5 : score
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser { RAPLCounterParser(context) }

  private static func score(header line: RawSpan, layout: RAPLCounterLayout) -> Int {
    switch layout.shape {
    case .long: line.contains("energy_uj") ? 90 : 30
    case .wide: 60
    }
  }
}

extension LogFormat {
  /// See ``RAPLCountersFormat``.
  public static let raplCounters = LogFormat(rawValue: "rapl-counters")
}
