import LogScanning

/// EnergiBridge's CSV: cumulative energies and powers of a machine.
public enum EnergiBridgeFormat: LogFormatDefinition {
  public static let format = LogFormat.energibridge

  public static let synopsis = (
    what: "EnergiBridge's CSV: cumulative energies of packages, memory and cores, or the power of a system or boards",
    recognisedBy: "a header of Delta, Time and columns such as PACKAGE_ENERGY (J) or SYSTEM_POWER (Watts)"
  )

  public static let greatestScore = 95

  public static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    head.forEachLeadingLine(limit: 1) { line in
      if EnergiBridgeParser.layout(header: line) != nil { score = 95 }
      return false
    }
    return score
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser { EnergiBridgeParser(context) }
}

extension LogFormat {
  /// See ``EnergiBridgeFormat``.
  public static let energibridge = LogFormat(rawValue: "energibridge")
}
