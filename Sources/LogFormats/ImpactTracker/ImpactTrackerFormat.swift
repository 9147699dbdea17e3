import LogScanning

/// The `data.json` of experiment-impact-tracker: JSON lines.
public enum ImpactTrackerFormat: LogFormatDefinition {
  public static let format = LogFormat.impactTracker

  public static let synopsis = (
    what: "experiment-impact-tracker's data.json: power of the machine's processors and boards and the process's share",
    recognisedBy: "JSON lines with timestamp and rapl_power_draw_absolute or nvidia_draw_absolute"
  )

  public static let greatestScore = 95

  public static func score(head: RawSpan, fileName: String) -> Int {
    let keys = JSONTopLevelKeys(head: head)
    guard keys.contains("timestamp") else { return 0 }
    return keys.contains("rapl_power_draw_absolute") || keys.contains("nvidia_draw_absolute")
      || keys.contains("rapl_estimated_attributable_power_draw") ? 95 : 0
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser { ImpactTrackerParser(context) }
}

extension LogFormat {
  /// See ``ImpactTrackerFormat``.
  public static let impactTracker = LogFormat(rawValue: "experiment-impact-tracker")
}
