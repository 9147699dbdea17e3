import LogScanning

/// A grid's carbon intensity over time, as grid operators export it: no energy log.
public enum IntensitySeriesFormat: LogFormatDefinition {
  public static let format = LogFormat.intensitySeries

  public static let synopsis = (
    what: "a grid's carbon intensity over time; it is no energy log and counts where fodspor.yml names it",
    recognisedBy: "a header of a time and a carbon intensity, or the keys of an operator's JSON"
  )

  public static let greatestScore = 60

  public static func score(head: RawSpan, fileName: String) -> Int {
    if head.starts(with: "{") || head.starts(with: "[") { return jsonScore(head) }
    var score = 0
    head.forEachLeadingLine(limit: 1) { line in
      guard line.byteCount < 4096,
        line.contains(lowercase: "intensity") || line.contains(lowercase: "co2emission")
          || line.contains(lowercase: "forecastcarbon")
      else { return false }
      let names = DelimitedFields.texts(
        in: line, separator: line.contains(byte: 0x3B) ? .semicolon : .comma
      ).map { $0.lowercased() }
      let isTimed =
        names.first.map { name in
          ["time", "date", "minutes5", "hour"].contains { name.hasPrefix($0) } || name == "from"
        }
        ?? false
      let isIntensity = names.contains { name in
        name.hasText(anyOf: "carbon intensity", "carbon_intensity", "carbonintensity", "forecastcarbon")
      }
      let isEnerginet = names.contains("pricearea") && names.contains("co2emission")
      let isEnergy = names.contains { $0.hasText(anyOf: "power", "energy") }
      if isTimed, isIntensity || isEnerginet, !isEnergy || isEnerginet { score = 60 }
      return false
    }
    return score
  }

  /// The keys of Great Britain's Carbon Intensity API, of Energinet and of Electricity Maps.
  private static func jsonScore(_ head: RawSpan) -> Int {
    let beginning = head.extracting(0..<min(head.byteCount, 4096))
    let isBritish =
      beginning.contains("\"intensity\"") && beginning.contains("\"from\"") && beginning.contains("\"forecast\"")
    let isDanish = beginning.contains("\"PriceArea\"") && beginning.contains("\"CO2Emission\"")
    let isMaps = beginning.contains("\"carbonIntensity\"") && beginning.contains("\"datetime\"")
    return isBritish || isDanish || isMaps ? 60 : 0
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser {
    RefusedFileParser { _ in
      Diagnostic(
        .info, "intensity-series.not-read", line: 1,
        "A grid's carbon intensity over time is no energy log; it counts where 'series' under carbon-intensity in "
          + "fodspor.yml names the file.")
    }
  }
}

extension LogFormat {
  /// See ``IntensitySeriesFormat``.
  public static let intensitySeries = LogFormat(rawValue: "carbon-intensity-series")
}
