import LogScanning

/// The CSV of rapl-plotter, of the rapl-tools: mean watts of four domains and the time at which each interval ended.
enum RAPLPlotterFormat: LogFormatDefinition {
  static let format = LogFormat.raplPlotter

  static let synopsis = (
    what: "rapl-plotter's CSV (rapl-tools): mean watts of package, cores, graphics and memory per interval",
    recognisedBy: "pkg_current_power in the header, or rows of four powers and a growing time in a file called rapl"
  )

  static let greatestScore = 96

  static func score(head: RawSpan, fileName: String) -> Int {
    var rows = 0
    var previous: Int64 = 0
    var isHeader = false
    var isOther = false
    head.forEachLeadingLine(limit: 64) { line in
      guard line.byteCount > 0 else { return true }
      if line.starts(with: "pkg_current_power") {
        isHeader = true
        return false
      }
      guard let row = RAPLPlotterRow(line), row.time > previous, row.watts[1] <= row.watts[0] else {
        isOther = true
        return false
      }
      previous = row.time
      rows += 1
      return true
    }
    if isHeader { return 96 }
    guard rows > 0, !isOther || rows > 8 else { return 0 }
    return fileName.lowercased().hasText("rapl") ? 70 : rows >= 8 ? 35 : 0
  }

  static func makeParser(_ context: ParserContext) -> any LogParser { RAPLPlotterParser(context) }
}

extension LogFormat {
  /// See `RAPLPlotterFormat`.
  public static let raplPlotter = LogFormat(rawValue: "rapl-plotter")
}
