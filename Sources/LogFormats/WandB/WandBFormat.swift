import LogScanning

/// Weights & Biases' stream of system events: JSON lines.
public enum WandBEventsFormat: LogFormatDefinition {
  public static let format = LogFormat.wandbEvents

  public static let synopsis = (
    what: "Weights & Biases' system events (wandb-events.jsonl): power of boards, processors and the system",
    recognisedBy: "JSON lines with _timestamp and _runtime and keys such as system.gpu.0.powerWatts"
  )

  public static let greatestScore = 95

  public static func score(head: RawSpan, fileName: String) -> Int {
    let keys = JSONTopLevelKeys(head: head)
    guard keys.contains("_timestamp") else { return 0 }
    if keys.names.contains(where: { WandBMetric($0) != nil }) { return 95 }
    // The first event may be of other metrics; `_step` is in histories and not in events.
    guard keys.contains("_runtime"), !keys.contains("_step") else { return 0 }
    if head.contains(".powerWatts\"") || head.contains(".powerWatts/l:") { return 92 }
    return keys.names.contains { $0.hasPrefix("system.") || $0.hasPrefix("gpu.") || $0.hasPrefix("proc.") } ? 85 : 0
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser { WandBEventsParser(context) }
}

/// Weights & Biases' CSV export of a chart of system metrics.
public enum WandBExportFormat: LogFormatDefinition {
  public static let format = LogFormat.wandbExport

  public static let synopsis = (
    what: "Weights & Biases' CSV export of a chart of power",
    recognisedBy: "a header of Relative Time, Wall Time or Step and columns such as 'run - system/gpu.0.powerWatts'"
  )

  public static let greatestScore = 95

  public static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    head.forEachLeadingLine(limit: 1) { line in
      if WandBExportParser.header(line) != nil { score = 95 }
      return false
    }
    return score
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser { WandBExportParser(context) }
}

extension LogFormat {
  /// See ``WandBEventsFormat``.
  public static let wandbEvents = LogFormat(rawValue: "wandb-events")
  /// See ``WandBExportFormat``.
  public static let wandbExport = LogFormat(rawValue: "wandb-export")
}
