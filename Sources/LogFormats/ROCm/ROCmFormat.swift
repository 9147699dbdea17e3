import LogScanning

/// Powers of AMD GPUs as `rocm-smi` and `amd-smi` print them, in CSV or JSON, once or again and again.
public enum ROCmFormat: LogFormatDefinition {
  public static let format = LogFormat.rocmSMI

  public static let synopsis = (
    what: "powers of AMD GPUs by rocm-smi --showpower or amd-smi metric/monitor, as text, CSV or JSON",
    recognisedBy:
      "a header with device or gpu and a package or socket power, JSON objects card0, card1, …, or GPU[0] : … Power (W)"
  )

  public static let greatestScore = 90

  public static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    head.forEachLeadingLine(limit: 64) { line in
      if line.firstByte == 0x22, line.starts(with: "\"card0\""), head.contains("Power (W)") { score = 90 }
      if line.starts(with: "GPU["), line.contains("Power (W):") { score = 90 }
      if let columns = ROCmColumns(header: line) { score = columns.powers.isEmpty ? 60 : 90 }
      return score == 0
    }
    guard score == 0 else { return score }
    if head.contains("\"card"), head.contains("Graphics Package Power (W)\"") { return 90 }
    return head.contains("\"gpu\"") && head.contains("\"socket_power\"") ? 88 : 0
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser { ROCmParser(context) }
}

extension LogFormat {
  /// See ``ROCmFormat``.
  public static let rocmSMI = LogFormat(rawValue: "rocm-smi")
}
