import LogFormats
import Quantities

/// A trace or a tool's record that fits its training only with a clock moved by quarters of an hour.
struct ClockShift {
  let evidence: Int
  let place: EvidenceLinker.Place
  /// What must be added to the trace's times.
  let shift: Duration

  /// All offsets between zones of the world, the smallest first: ±15 min to ±14 h.
  static let quarterHours: [Duration] = (1...56).flatMap { [Duration.seconds($0 * 900), .seconds(-$0 * 900)] }

  /// The offsets of ``quarterHours`` that are whole hours.
  static let hours: [Duration] = quarterHours.filter { $0.components.seconds % 3600 == 0 }

  /// `+1 h`, `-30 min`.
  static func printed(_ shift: Duration) -> String {
    let minutes = Int(shift.components.seconds / 60)
    let sign = minutes < 0 ? "-" : "+"
    return minutes % 60 == 0 ? "\(sign)\(abs(minutes) / 60) h" : "\(sign)\(abs(minutes)) min"
  }
}

extension EvidenceLinker {
  /// Says which zones are needed, once per offset, with a line for the study file.
  mutating func reportShifts() {
    struct Need {
      var trainings: Set<String> = []
      var paths: Set<String> = []
    }
    guard !shifts.isEmpty else { return }
    let byID = Dictionary(evidence.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var needs: [Duration: Need] = [:]
    /// Files whose own clock is in question, by offset.
    var files: [Duration: Set<String>] = [:]
    for shift in shifts {
      let attempt = attempt(shift.place)
      let trace = evidence[shift.evidence]
      // A stamp that names UTC is right, and what was only assumed is less sure than a rule.
      let logIsAssumed = trace.clock.basis == .utcInFile || attempt.clock.basis == .assumedUTC
      let offset = logIsAssumed ? attempt.clock.offset + shift.shift : trace.clock.offset - shift.shift
      let zone = ClockReading.printed(offset)
      var affected: [String] = [trace.path]
      if logIsAssumed {
        needs[offset, default: Need()].trainings.insert(attempt.logPath)
        needs[offset]?.paths.insert(Self.pattern(for: attempt.logPath))
        for link in attempt.links {
          guard let other = byID[link.evidence], other.clock.basis == .assumedUTC else {
            continue
          }
          needs[offset]?.paths.insert(Self.isTracker(other) ? Self.pattern(for: other.path) : other.path)
          if case .trace = other.content { affected.append(other.path) }
        }
      } else {
        files[offset, default: []].insert(trace.path)
      }
      for path in affected {
        let message =
          path == trace.path
          ? "Fits its training (\(attempt.logPath)) only when a clock is moved by "
            + "\(ClockShift.printed(shift.shift)): it was left out. Set zone \(zone) in fodspor.yml for "
            + (logIsAssumed ? "the training's local times." : "this file.")
          : "Local time of an unknown zone, taken as UTC; the UTC trace \(trace.path) of the same job says \(zone). "
            + "Set that zone in fodspor.yml."
        diagnostics.append(StudyDiagnostic(path: path, Diagnostic(.warning, "clock.zone-needed", message)))
      }
    }
    suggestZone(ofFiles: files)
    for offset in needs.keys.sorted() {
      guard let need = needs[offset] else { continue }
      let zone = ClockReading.printed(offset).replacing("UTC", with: "")
      let paths = need.paths.sorted().map { "\"\($0)\"" }.joined(separator: ", ")
      diagnostics.append(
        StudyDiagnostic(
          path: nil,
          Diagnostic(
            .warning, "clock.zone-suggested",
            "\(need.trainings.count) training logs and their UTC traces fit only when the logs' local time is "
              + "\(ClockReading.printed(offset)). Put into fodspor.yml (or name the zone, such as Europe/Copenhagen): "
              + "time-zones: [{paths: [\(paths)], zone: \"\(zone.isEmpty ? "UTC" : zone)\"}]")))
    }
  }

  /// Says which zone files of local times need beside trainings whose clock is known.
  private mutating func suggestZone(ofFiles files: [Duration: Set<String>]) {
    guard !files.isEmpty else { return }
    let offsets = files.keys.sorted()
    let paths = offsets.flatMap { files[$0] ?? [] }
    // Many files of one name are one tool's.
    let names = Dictionary(grouping: paths) { StudyIndex.name(of: $0) }
    let patterns = names.flatMap { $1.count > 2 ? ["**/\($0)"] : $1 }.sorted().map { "\"\($0)\"" }
    let printed = offsets.map { ClockReading.printed($0) }
    let zone =
      offsets.count == 1
      ? "\"\(printed[0] == "UTC" ? "UTC" : printed[0].replacing("UTC", with: ""))\"" : "NAME"
    let why =
      offsets.count == 1
      ? printed[0] : printed.joined(separator: " for some and ") + " for others, as with daylight saving time"
    diagnostics.append(
      StudyDiagnostic(
        path: nil,
        Diagnostic(
          .warning, "clock.zone-suggested",
          "\(paths.count) files fit their trainings only when their local time is \(why); they were left out. Put into "
            + "fodspor.yml "
            + (offsets.count == 1
              ? "(or name the zone, such as Europe/Copenhagen): " : "with the zone's name, such as Europe/Copenhagen: ")
            + "time-zones: [{paths: [\(patterns.joined(separator: ", "))], zone: \(zone)}]")))
  }

  private static func isTracker(_ evidence: Evidence) -> Bool {
    if case .tracker = evidence.content { return true }
    return false
  }

  /// The data set's folder, when the path has one, else the file's folder, with everything below.
  private static func pattern(for path: String) -> String {
    var folders: [Substring] = []
    for part in path.split(separator: "/").dropLast() {
      folders.append(part)
      if !NameHints(String(part)).datasets.isEmpty { break }
    }
    return folders.isEmpty ? path : folders.joined(separator: "/") + "/**"
  }
}
