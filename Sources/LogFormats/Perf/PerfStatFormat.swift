import LogScanning

/// What `perf stat` wrote about the energy events of the `power` unit, in any of its forms.
enum PerfStatFormat: LogFormatDefinition {
  static let format = LogFormat.perfStat

  static let synopsis = (
    what: "energies that perf stat counted (power/energy-pkg/ and the like): -I, -x, -j or plain text, -r, any locale",
    recognisedBy: "Joules beside energy-pkg, energy-ram and so on; Performance counter stats for"
  )

  static let greatestScore = 93

  static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    head.forEachLeadingLine(limit: 256) { line in
      if line.firstByte == 0x7B {
        if line.contains("\"counter-value\""), line.contains("\"event\"") {
          score = max(score, line.contains("energy-") ? 93 : 40)
        }
      } else if line.contains("energy-"), PerfStatLine(line) != nil {
        score = 92
      }
      return score < 90
    }
    if score < 90, head.contains("Performance counter stats for"), !head.contains("CarbonTracker: ") {
      // The counts stand after what the program printed.
      score = head.contains(" Joules ") ? 91 : 60
    }
    return score
  }

  static func makeParser(_ context: ParserContext) -> any LogParser { PerfStatParser(context) }
}

extension LogFormat {
  /// See `PerfStatFormat`.
  public static let perfStat = LogFormat(rawValue: "perf-stat")
}
