import LogScanning

/// The event log of an experimental successor of carbontracker: one JSON object per line.
///
/// No description of it is published, so what stands where in an event is not relied upon: keys are looked for by
/// name, at any depth.
enum CarbontrackerEventsFormat: LogFormatDefinition {
  static let format = LogFormat.carbontrackerEvents

  static let synopsis = (
    what: "event log of an experimental successor of carbontracker: power samples and statistics as JSON lines",
    recognisedBy: "JSON objects with MeasurementEvent, EventStart, EventStop or EventStats and their keys"
  )

  static let greatestScore = 92

  static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    head.forEachLeadingLine(limit: 64) { line in
      guard line.starts(with: "{") else { return line.byteCount == 0 }
      let hasKeys =
        line.contains("\"power_usage_pr_device\"") || line.contains("\"power_usage_kwh\"")
        || line.contains("\"span_type\"")
      if hasKeys, names.contains(where: { line.contains($0) }) { score = 92 }
      return score == 0
    }
    return score
  }

  private static let names: [StaticString] = [
    "\"MeasurementEvent\"", "\"EventStart\"", "\"EventStop\"", "\"EventStats\"", "StatsEvent\"",
  ]

  static func makeParser(_ context: ParserContext) -> any LogParser { TrackerEventReader(context) }
}

extension LogFormat {
  /// See ``CarbontrackerEventsFormat``.
  public static let carbontrackerEvents = LogFormat(rawValue: "carbontracker-events")
}
