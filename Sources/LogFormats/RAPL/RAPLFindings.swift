/// What is odd in a file of RAPL counters, gathered while it is read: one diagnostic per kind at the end.
struct RAPLFindings {
  /// Lines that could not be read at all.
  private var malformedCount = 0
  private var firstMalformed: Int?
  private(set) var lastMalformed = 0
  private var truncatedLine: Int?
  private var repeatedHeaders: [Int] = []
  private var assumedZones: [(name: String, line: Int)] = []
  private var containedZones: [(name: String, line: Int)] = []
  private var unknownZones: [(name: String, line: Int)] = []

  mutating func malformed(_ line: Int) {
    malformedCount += 1
    firstMalformed = firstMalformed ?? line
    lastMalformed = line
  }

  mutating func truncated(_ line: Int) { truncatedLine = line }

  /// The last row's odd shape is explained by the end of the file.
  mutating func lastMalformedWasTruncated() {
    malformedCount -= 1
    if malformedCount == 0 { firstMalformed = nil }
    truncatedLine = lastMalformed
  }

  mutating func repeatedHeader(_ line: Int) { repeatedHeaders.append(line) }
  mutating func assumed(_ zone: String, line: Int) { assumedZones.append((zone, line)) }
  mutating func contained(_ zone: String, line: Int) { containedZones.append((zone, line)) }
  mutating func unknown(_ zone: String, line: Int) { unknownZones.append((zone, line)) }

  var diagnostics: [Diagnostic] {
    var result: [Diagnostic] = []
    if let line = firstMalformed {
      result.append(
        Diagnostic(
          .warning, "rapl.malformed-rows", line: line,
          "\(malformedCount) lines are no readable rows (wrong number of cells, no time of day or another clock); "
            + "they were left out."))
    }
    if let line = truncatedLine {
      result.append(
        Diagnostic(
          .info, "rapl.truncated-line", line: line,
          "The file ends inside its last row, whose counter may be cut off; it was left out."))
    }
    if let line = repeatedHeaders.first {
      result.append(
        Diagnostic(
          .info, "rapl.repeated-header", line: line,
          "The header stands \(repeatedHeaders.count + 1) times: the recording was restarted and appended."))
    }
    if let line = assumedZones.first?.line {
      result.append(
        Diagnostic(
          .info, "rapl.zone-name-assumed", line: line,
          "\(list(assumedZones)): the names do not say what the zones are; top zones were taken for packages and "
            + "zones below them for memory unless a side file of domains says otherwise."))
    }
    if let line = containedZones.first?.line {
      result.append(
        Diagnostic(
          .info, "rapl.contained-zone", line: line,
          "\(list(containedZones)): inside a package, or a mirror of one, and not added to it."))
    }
    if let line = unknownZones.first?.line {
      result.append(
        Diagnostic(
          .warning, "rapl.unknown-zone", line: line, "\(list(unknownZones)): no known RAPL zone; it was left out."))
    }
    return result
  }

  private func list(_ zones: [(name: String, line: Int)]) -> String {
    let names = zones.prefix(8).map { String($0.name.prefix(80)) }.joined(separator: ", ")
    return zones.count > 8 ? "\(names) and \(zones.count - 8) more" : names
  }
}
