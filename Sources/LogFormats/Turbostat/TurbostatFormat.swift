import LogScanning

/// What `turbostat` prints: a block of rows per interval, of which the first sums the machine.
enum TurbostatFormat: LogFormatDefinition {
  static let format = LogFormat.turbostat

  static let synopsis = (
    what: "turbostat's table: mean watts (or joules, with --Joules) per interval; only the rows that sum the machine",
    recognisedBy: "turbostat version, or a header with PkgWatt, Pkg_J or Bzy_MHz"
  )

  static let greatestScore = 96

  static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    head.forEachLeadingLine(limit: 600) { line in
      if line.starts(with: "turbostat version") {
        score = 96
      } else if let columns = TurbostatColumns(header: line) {
        score = columns.hasPower ? 93 : 80
      }
      return score == 0
    }
    return score
  }

  static func makeParser(_ context: ParserContext) -> any LogParser { TurbostatParser(context) }
}

extension LogFormat {
  /// See `TurbostatFormat`.
  public static let turbostat = LogFormat(rawValue: "turbostat")
}
