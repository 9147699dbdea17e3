/// Leaves out what no machine can have used or taken, whichever tool wrote it, and tells that it did.
struct EnergyRecordChecks {
  /// More joules than a national computing centre uses in a year (278 GWh).
  static let greatestJoules = 1e15
  /// More than three centuries.
  static let greatestSeconds = 1e10

  private var energies = 0
  private var firstEnergy: (line: Int, device: String, joules: Double)?
  private var repeated = 0
  private var firstRepeated: (line: Int, device: String)?
  private var lengths = 0
  private var firstLength: (line: Int, seconds: Double)?

  /// Checks a file's records.
  static func apply(to content: inout ParsedContent) {
    guard case .energyRecords(var log) = content.record else { return }
    var checks = EnergyRecordChecks()
    for place in log.records.indices { checks.check(&log.records[place]) }
    guard checks.energies + checks.lengths + checks.repeated > 0 else { return }
    content.record = .energyRecords(log)
    content.diagnostics += checks.diagnostics
  }

  private mutating func check(_ record: inout EnergyRecord) {
    // What does not count anyway stays as the tool wrote it.
    let isPossible = { (part: EnergyRecord.Part) in
      part.joules.isFinite && (part.role != .counted || (0...Self.greatestJoules).contains(part.joules))
    }
    if let part = record.parts.first(where: { !isPossible($0) }) {
      firstEnergy = firstEnergy ?? (record.line, part.device, part.joules)
      energies += record.parts.count { !isPossible($0) }
      record.parts.removeAll { !isPossible($0) }
    }
    tellApart(&record)
    if let seconds = record.seconds, !(seconds >= 0 && seconds <= Self.greatestSeconds) {
      firstLength = firstLength ?? (record.line, seconds)
      lengths += 1
      record.seconds = nil
    }
  }

  /// A header that has a column twice tells of a device twice; only the first counts.
  private mutating func tellApart(_ record: inout EnergyRecord) {
    var known: [String: Int] = [:]
    for place in record.parts.indices {
      let device = record.parts[place].device
      let number = known[device, default: 0] + 1
      known[device] = number
      guard number > 1 else { continue }
      record.parts[place].device = "\(device) (column \(number) of the name)"
      record.parts[place].role = .alternative
      repeated += 1
      firstRepeated = firstRepeated ?? (record.line, device)
    }
  }

  private var diagnostics: [Diagnostic] {
    var result: [Diagnostic] = []
    if let (line, device, joules) = firstEnergy {
      result.append(
        Diagnostic(
          .warning, "energy-records.implausible-energy", line: line,
          "\(energies) energies are below 0 or above 10^15 J (first: \(device), \(joules) J); they "
            + "were left out."))
    }
    if let (line, device) = firstRepeated {
      result.append(
        Diagnostic(
          .warning, "energy-records.repeated-device", line: line,
          "\(repeated) energies are of a device that the window has already (first: \(device)); they do not count."))
    }
    if let (line, seconds) = firstLength {
      result.append(
        Diagnostic(
          .warning, "energy-records.implausible-length", line: line,
          "\(lengths) lengths of windows are below 0 or above three centuries (first: \(seconds) s); they were left "
            + "out."))
    }
    return result
  }
}
