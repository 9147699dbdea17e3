import LogScanning

/// Intel Power Gadget's CSV.
public enum PowerGadgetFormat: LogFormatDefinition {
  public static let format = LogFormat.powerGadget

  public static let synopsis = (
    what: "Intel Power Gadget's CSV: power of processors and memory over elapsed time",
    recognisedBy: "a header of Elapsed Time (sec) and Processor Power_0(Watt)"
  )

  public static let greatestScore = 95

  public static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    head.forEachLeadingLine(limit: 1) { line in
      if PowerGadgetParser.layout(header: line) != nil { score = 95 }
      return false
    }
    return score
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser { PowerGadgetParser(context) }
}

extension LogFormat {
  /// See ``PowerGadgetFormat``.
  public static let powerGadget = LogFormat(rawValue: "intel-power-gadget")
}
