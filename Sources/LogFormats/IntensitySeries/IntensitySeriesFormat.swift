import LogScanning

/// A grid's carbon intensity over time, as grid operators export it: no energy log.
public enum IntensitySeriesFormat: LogFormatDefinition {
  public static let format = LogFormat.intensitySeries

  public static let synopsis = (
    what: "a grid's carbon intensity over time; it is no energy log and is left out with a reason",
    recognisedBy: "a header of a time and a carbon intensity"
  )

  public static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    head.forEachLeadingLine(limit: 1) { line in
      guard line.byteCount < 4096 else { return false }
      let names = DelimitedFields.texts(in: line, separator: .comma).map { $0.lowercased() }
      let isTimed = names.first.map { $0.hasPrefix("time") || $0.hasPrefix("date") || $0 == "from" } ?? false
      let isIntensity = names.contains { name in
        ["carbon intensity", "carbon_intensity", "carbonintensity", "forecastcarbon"].contains {
          name.range(ofText: $0) != nil
        }
      }
      let isEnergy = names.contains { $0.range(ofText: "power") != nil || $0.range(ofText: "energy") != nil }
      if isTimed, isIntensity, !isEnergy { score = 60 }
      return false
    }
    return score
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser {
    RefusedFileParser { _ in
      Diagnostic(
        .info, "intensity-series.not-read", line: 1,
        "A grid's carbon intensity over time; Fodspor takes one value with its source from fodspor.yml, so nothing was "
          + "read.")
    }
  }
}

extension LogFormat {
  /// See ``IntensitySeriesFormat``.
  public static let intensitySeries = LogFormat(rawValue: "carbon-intensity-series")
}
