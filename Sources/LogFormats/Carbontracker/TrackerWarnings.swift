import LogScanning

/// Turns the messages of error logs, and their copies on consoles, into findings.
enum TrackerWarnings {
  /// What a message is about, as far as a session is concerned.
  enum Meaning {
    case intensities([TrackerIntensity])
    /// A traceback follows; `ends` says that monitoring ended with it.
    case traceback(ends: Bool)
    case other
  }

  /// Reads a message; findings go to `findings`.
  static func read(
    _ body: RawSpan, level: TrackerLine.Level?, line: Int, into findings: inout TrackerFindings
  ) -> Meaning {
    if body.starts(with: "Traceback") { return .traceback(ends: level == .critical) }
    if body.starts(with: "Ignored error: Traceback") { return .traceback(ends: true) }
    if let (severity, code, message) = known.first(where: { body.starts(with: $0.text) })?.finding {
      findings.add(severity, code, line: line, message)
      return .other
    }
    if harmless.contains(where: { body.starts(with: $0) }) { return .other }
    if let intensities = TrackerIntensityLine.read(body, line: line) { return .intensities(intensities) }
    if level == .warning || level == .critical || level == nil {
      findings.add(.info, "carbontracker.message", line: line, "carbontracker said: \(body.trackerExcerpt)")
    }
    return .other
  }

  /// Adds the finding for the last line of a traceback.
  static func noteTraceback(_ error: RawSpan, line: Int, ends: Bool, into findings: inout TrackerFindings) {
    if error.contains("energy_uj"), error.contains("ermission") {
      findings.add(.warning, "carbontracker.rapl-permission", line: line, raplMessage)
    }
    guard ends else { return }
    findings.add(.warning, "carbontracker.traceback", line: line, "Monitoring ended with \(error.trackerExcerpt)")
  }

  private static let raplMessage =
    "RAPL counters could not be read for lack of permission, so CPU and DRAM energy is not measured"
  private static let nvmlMessage = "The GPU's power could not be read, so GPU energy is not measured"
  private static let modelMessage = "CPU power is a share of the TDP, not measured"

  private typealias Finding = (severity: Diagnostic.Severity, code: String, message: String)

  private static let known: [(text: StaticString, finding: Finding)] = [
    (
      "Epoch duration is too short",
      (.warning, "carbontracker.short-epoch", "An epoch was over before a component's power was measured")
    ),
    ("Could not read CPU/DRAM energy", (.warning, "carbontracker.rapl-permission", raplMessage)),
    ("No sudo access to read Intel's RAPL", (.warning, "carbontracker.rapl-permission", raplMessage)),
    ("GPU model does not support retrieval", (.warning, "carbontracker.nvml-unsupported", nvmlMessage)),
    ("Using TDP of", (.warning, "carbontracker.modelled-power", modelMessage)),
    (
      "Using simulated ",
      (.warning, "carbontracker.modelled-power", "A component's power is a constant that the user gave, not measured")
    ),
  ]

  private static let harmless: [StaticString] = [
    "Using intensity provider", "No API keys provided", "Empty API key for", "ElectricityMaps API key not set",
    "Geolocation fetch failed", "Detected CPU", "Matched CPU", "Continued training without monitoring",
  ]
}
