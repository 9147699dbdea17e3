import LogScanning

/// Scaphandre's JSON: reports one after another, with or without an array about them.
public enum ScaphandreFormat: LogFormatDefinition {
  public static let format = LogFormat.scaphandre

  public static let synopsis = (
    what: "Scaphandre's JSON reports: power of a host, its sockets and their domains",
    recognisedBy: "objects with host, sockets and consumers, each with a consumption"
  )

  public static let greatestScore = 92

  public static func score(head: RawSpan, fileName: String) -> Int {
    guard head.contains("\"host\""), head.contains("\"consumption\""), head.contains("\"timestamp\"") else { return 0 }
    let bytes = head.trimmed()
    guard let first = bytes.firstByte, first == 0x7B || first == 0x5B || first == 0x0A else { return 0 }
    return head.contains("\"sockets\"") || head.contains("\"consumers\"") ? 92 : 40
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser { ScaphandreParser(context) }
}

extension LogFormat {
  /// See ``ScaphandreFormat``.
  public static let scaphandre = LogFormat(rawValue: "scaphandre-json")
}
