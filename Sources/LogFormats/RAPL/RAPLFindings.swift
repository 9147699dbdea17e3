/// What the zones of a file of RAPL counters are called, gathered while it is read: one diagnostic per kind at the end.
struct RAPLFindings {
  private var assumedZones: [(name: String, line: Int)] = []
  private var containedZones: [(name: String, line: Int)] = []
  private var unknownZones: [(name: String, line: Int)] = []

  private var unnamedZone: (name: String, line: Int)?

  mutating func unnamed(_ zone: String, line: Int) { unnamedZone = (zone, line) }
  mutating func assumed(_ zone: String, line: Int) { assumedZones.append((zone, line)) }
  mutating func contained(_ zone: String, line: Int) { containedZones.append((zone, line)) }
  mutating func unknown(_ zone: String, line: Int) { unknownZones.append((zone, line)) }

  var diagnostics: [Diagnostic] {
    var result: [Diagnostic] = []
    if let line = assumedZones.first?.line {
      result.append(
        Diagnostic(
          .info, "rapl.zone-name-assumed", line: line,
          "\(list(assumedZones)): the names do not say what the zones are; they were taken for what stands in brackets, by "
            + "their numbers and by which of them there are, unless a side file of domains says otherwise."))
    }
    if let (name, line) = unnamedZone {
      result.append(
        Diagnostic(
          .warning, "rapl.unnamed-zone", line: line,
          "\(name.prefix(80)): a time and one growing number a row, and no name tells of what; it was taken for the counter "
            + "of a package in microjoules."))
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
