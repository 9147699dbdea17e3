import LogScanning

/// What `tegrastats` prints on Jetson boards: one line a second with memory, clocks, temperatures and power rails.
public enum TegrastatsFormat: LogFormatDefinition {
  public static let format = LogFormat.tegrastats

  public static let synopsis = (
    what: "power rails of a Jetson board, printed by tegrastats, with or without time stamps",
    recognisedBy: "lines with RAM …/…MB, CPU [… and EMC_FREQ, GR3D_FREQ or rails such as VDD_IN"
  )

  public static let greatestScore = 95

  public static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    head.forEachLeadingLine(limit: 16) { line in
      if isRow(line) { score = 95 }
      return score == 0
    }
    return score
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser { TegrastatsParser(context) }

  static func isRow(_ line: RawSpan) -> Bool {
    guard let memory = line.firstOffset(of: "RAM "), memory < 64, line.contains("MB") else { return false }
    return line.contains("CPU [") || line.contains("EMC") || line.contains("GR3D")
  }
}

extension LogFormat {
  /// See ``TegrastatsFormat``.
  public static let tegrastats = LogFormat(rawValue: "tegrastats")
}
