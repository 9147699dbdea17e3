import LogScanning

/// CSV rows that scripts write from DCGM's field values: `GPUId,TimeStampUs,Field,Values` or `GPUId,TimeStampUs,Watts`.
public enum DCGMFieldRowsFormat: LogFormatDefinition {
  public static let format = LogFormat.dcgmFieldRows

  public static let synopsis = (
    what: "field values of DCGM in CSV, one per row or one per column, with Unix times",
    recognisedBy: "a header with GPUId, TimeStampUs and either Field and Values or a power"
  )

  public static let greatestScore = 92

  public static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    head.forEachLeadingLine(limit: 1) { line in
      if DCGMFieldRowsColumns(header: line) != nil { score = 92 }
      return false
    }
    return score
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser { DCGMFieldRowsParser(context) }
}

extension LogFormat {
  /// See ``DCGMFieldRowsFormat``.
  public static let dcgmFieldRows = LogFormat(rawValue: "dcgm-field-rows")
}
