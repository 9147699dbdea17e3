import LogScanning

/// The `power_metrics.json` of AIPowerMeter: JSON lines.
public enum AIPowerMeterFormat: LogFormatDefinition {
  public static let format = LogFormat.aiPowerMeter

  public static let synopsis = (
    what: "AIPowerMeter's power_metrics.json: power of packages, memory, platform and boards",
    recognisedBy: "JSON lines with date and metrics, in which cpu or gpu powers stand"
  )

  public static let greatestScore = 95

  public static func score(head: RawSpan, fileName: String) -> Int {
    let keys = JSONTopLevelKeys(head: head)
    guard keys.contains("date"), keys.contains("metrics") else { return 0 }
    return head.contains("\"intel_power\"") || head.contains("\"nvidia_draw_absolute\"")
      || head.contains("\"per_process_cpu_uses\"") ? 95 : 0
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser { AIPowerMeterParser(context) }
}

extension LogFormat {
  /// See ``AIPowerMeterFormat``.
  public static let aiPowerMeter = LogFormat(rawValue: "ai-power-meter")
}
