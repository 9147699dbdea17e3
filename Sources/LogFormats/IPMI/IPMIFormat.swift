import LogScanning

/// A node's power as `ipmitool` and FreeIPMI print it, once or again and again.
public enum IPMIFormat: LogFormatDefinition {
  public static let format = LogFormat.ipmi

  public static let synopsis = (
    what: "a node's power by ipmitool (dcmi power reading, sensor, sdr) or FreeIPMI (ipmi-dcmi, ipmi-sensors)",
    recognisedBy: "Instantaneous power reading, Current Power, or sensor rows in Watts"
  )

  public static let greatestScore = 95

  public static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    var hasCurrent = false
    head.forEachLeadingLine(limit: 400) { line in
      if line.contains("Instantaneous power reading") { score = 95 }
      if line.starts(with: "Current Power"), line.contains("Watts") { hasCurrent = true }
      if hasCurrent, line.contains("over sampling duration") || line.contains("Power Measurement") { score = 90 }
      if IPMISensorRow(line) != nil { score = max(score, line.contains(byte: 0x7C) ? 80 : 60) }
      return score == 0
    }
    return score
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser { IPMIParser(context) }
}

extension LogFormat {
  /// See ``IPMIFormat``.
  public static let ipmi = LogFormat(rawValue: "ipmi")
}
