import LogScanning

/// What the first lines of a file say about its being a carbontracker log.
struct TrackerSniffer {
  /// Lines that are looked at; a header is far shorter.
  private static let lineLimit = 400

  /// Stamped `carbontracker version X`.
  private(set) var hasVersion = false
  /// Stamped lines that only a standard log has.
  private(set) var standardLines = 0
  /// Stamped lines with the tag.
  private(set) var outputLines = 0
  /// Stamped lines with a level, the tag or version apart.
  private(set) var errorLines = 0
  /// Such lines that only carbontracker writes.
  private(set) var knownErrorLines = 0

  init(head: RawSpan) {
    var start = 0
    var lines = 0
    // A version decides.
    while start < head.byteCount, lines < Self.lineLimit, !hasVersion {
      let end = head.firstOffset(of: 0x0A, from: start) ?? head.byteCount
      look(at: head.extracting(start..<end))
      start = end + 1
      lines += 1
    }
  }

  private mutating func look(at line: RawSpan) {
    let clean = line.dropping((line.lastOffset(of: 0) ?? -1) + 1)
    let prefix = TrackerLine(clean)
    guard prefix.stamp != nil else { return }
    let body = clean.dropping(prefix.bodyOffset)
    if prefix.isTagged {
      outputLines += 1
    } else if body.starts(with: "carbontracker version ") {
      hasVersion = true
    } else if Self.standard.contains(where: { body.starts(with: $0) }) {
      standardLines += 1
    } else if prefix.level != nil {
      errorLines += 1
      if prefix.isTrackerThread || Self.errors.contains(where: { body.starts(with: $0) }) { knownErrorLines += 1 }
    }
  }

  private static let standard: [StaticString] = [
    "Only predicted and actual consumptions", "The following components were found:", "Monitoring thread ",
    "Average power usage (W) for ", "Power usages ", "Carbon intensities (",
  ]

  private static let errors: [StaticString] = [
    "Epoch duration is too short", "No API keys provided", "ElectricityMaps API key", "Using intensity provider",
    "No carbon intensity provider", "Failed to retrieve carbon intensity", "Geolocation fetch failed",
  ]

  /// How surely the file is of a kind, 0 to 100; the name decides where the bytes do not.
  func score(_ kind: TrackerLog.Kind, fileName: String, isEmpty: Bool) -> Int {
    // Asked only where the bytes do not decide.
    lazy var isNamed = TrackerFileName(fileName: fileName)?.kind == kind
    let bytes =
      switch kind {
      case .standard: hasVersion ? 95 : outputLines == 0 && standardLines > 0 ? 80 : 0
      case .output: !hasVersion && outputLines > 0 ? 90 : 0
      case .error:
        hasVersion || outputLines + standardLines > 0
          ? 0 : knownErrorLines > 0 ? 85 : errorLines > 0 && isNamed ? 80 : 0
      case .console: 0
      }
    // An empty log is still a log: its tracker printed nothing.
    let others = (hasVersion ? 1 : 0) + standardLines + outputLines + errorLines
    return bytes > 0 ? bytes : (isEmpty || others == 0) && isNamed ? 25 : 0
  }
}
