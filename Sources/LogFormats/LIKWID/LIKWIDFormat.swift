import LogScanning

/// What LIKWID's `likwid-powermeter` and `likwid-perfctr -g ENERGY` print.
enum LIKWIDFormat: LogFormatDefinition {
  static let format = LogFormat.likwid

  static let synopsis = (
    what: "LIKWID's energies: likwid-powermeter's text, likwid-perfctr's ENERGY tables (also -O) and its timeline (-t)",
    recognisedBy: "Domain PKG: with Energy consumed:, or a metric called Energy [J], Energy PKG [J]"
  )

  static let greatestScore = 91

  static func score(head: RawSpan, fileName: String) -> Int {
    if head.contains("Energy consumed:"), head.contains("Domain ") { return 91 }
    guard head.contains("[J]"), head.contains("Energy") else { return 0 }
    if head.contains("# GID"), head.contains("MetricsCount") { return 91 }
    let isTable = head.contains("Runtime (RDTSC) [s]") || head.contains("TABLE,") || head.contains("Metric")
    guard isTable, head.contains("Energy [J]") || head.contains("Energy PKG [J]") || head.contains("Energy Core [J]")
    else { return 0 }
    return head.contains("Runtime (RDTSC) [s]") ? 91 : head.contains("TABLE,") ? 85 : 0
  }

  static func makeParser(_ context: ParserContext) -> any LogParser { LIKWIDParser(context) }
}

extension LogFormat {
  /// See `LIKWIDFormat`.
  public static let likwid = LogFormat(rawValue: "likwid")
}
