import LogScanning

/// A table of Kepler's values by container, as dashboards export it: it has no times.
public enum KeplerFormat: LogFormatDefinition {
  public static let format = LogFormat.kepler

  public static let synopsis = (
    what: "an export of Kepler's values by container; it has no times and is left out with a reason",
    recognisedBy: "a header of container_name, pod_name and value"
  )

  public static let greatestScore = 90

  public static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    head.forEachLeadingLine(limit: 1) { line in
      guard line.contains("container_name") else { return false }
      let names = DelimitedFields.texts(in: line, separator: .comma)
      if names.contains("container_name"), names.contains("pod_name"), names.contains("value") { score = 90 }
      return false
    }
    return score
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser {
    RefusedFileParser { lines in
      Diagnostic(
        .warning, "kepler.no-time", line: 1,
        "\(max(lines - 1, 0)) containers with a value each, without times or a unit; no energy can be told from it. "
          + "Export kepler_container_joules_total over time instead.")
    }
  }
}

extension LogFormat {
  /// See ``KeplerFormat``.
  public static let kepler = LogFormat(rawValue: "kepler-export")
}
