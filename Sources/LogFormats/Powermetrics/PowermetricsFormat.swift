import LogScanning

/// What macOS's `powermetrics` prints as text.
public enum PowermetricsTextFormat: LogFormatDefinition {
  public static let format = LogFormat.powermetricsText

  public static let synopsis = (
    what: "macOS powermetrics as text: CPU, GPU, neural engine and memory",
    recognisedBy: "blocks headed '*** Sampled system activity (…) (…ms elapsed) ***'"
  )

  public static let greatestScore = 95

  public static func score(head: RawSpan, fileName: String) -> Int {
    head.contains("*** Sampled system activity (") && head.contains("ms elapsed)") ? 95 : 0
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser { PowermetricsTextParser(context) }
}

/// What macOS's `powermetrics -f plist` writes: property lists, one after another with a NUL byte between.
public enum PowermetricsPlistFormat: LogFormatDefinition {
  public static let format = LogFormat.powermetricsPlist

  public static let synopsis = (
    what: "macOS powermetrics as property lists: energy of CPU, GPU and neural engine in each interval",
    recognisedBy: "a property list with elapsed_ns, is_delta and timestamp"
  )

  public static let greatestScore = 95

  public static func score(head: RawSpan, fileName: String) -> Int {
    head.contains("<plist") && head.contains("<key>elapsed_ns</key>") && head.contains("<key>is_delta</key>") ? 95 : 0
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser { PowermetricsPlistParser(context) }
}

extension LogFormat {
  /// See ``PowermetricsTextFormat``.
  public static let powermetricsText = LogFormat(rawValue: "powermetrics")
  /// See ``PowermetricsPlistFormat``.
  public static let powermetricsPlist = LogFormat(rawValue: "powermetrics-plist")
}
