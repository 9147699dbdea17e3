import LogScanning

/// What `nvidia-smi -q -x` writes: one XML document, or many one after another with `-l`.
public enum NVIDIASMIXMLFormat: LogFormatDefinition {
  public static let format = LogFormat.nvidiaSMIXML

  public static let synopsis = (
    what: "XML of nvidia-smi -q -x, of all schema versions; documents may stand one after another",
    recognisedBy: "the root element nvidia_smi_log or its document type"
  )

  public static let greatestScore = 96

  public static func score(head: RawSpan, fileName: String) -> Int {
    let start = head.extracting(0..<min(head.byteCount, 64 << 10))
    if start.contains("<!DOCTYPE nvidia_smi_log") { return 96 }
    return start.contains("<nvidia_smi_log>") ? 94 : 0
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser { NVIDIASMIXMLParser(context) }
}

extension LogFormat {
  /// See ``NVIDIASMIXMLFormat``.
  public static let nvidiaSMIXML = LogFormat(rawValue: "nvidia-smi-xml")
}
