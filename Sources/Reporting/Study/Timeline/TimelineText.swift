import Accounting
import Alignment
import LogFormats
import Quantities

/// The timeline of an attempt as lines for the terminal, readable at 100 columns.
struct TimelineText {
  let footprint: StudyFootprint
  /// What the samples tell; `nil` when they were not read.
  let timeline: RunTimeline?

  /// The longest gaps of a device that are told one by one.
  private static let toldGaps = 4

  /// The parts in order of time, runs of epochs folded.
  func parts(_ attempt: Attempt, _ measured: AttemptFootprint) -> [String] {
    guard !attempt.parts.isEmpty else { return ["  timeline      no part has a length"] }
    let rows = PartRuns(attempt, measured).rows
    let head = Self.columns("timeline", "start (UTC)", "length", "IT energy", "measured", "mean W")
    return [head]
      + rows.map { row in
        let watts = row.energy.flatMap { energy in
          row.seconds > 0 && (row.coverage ?? 0) > 0.999 ? RunDetails.number(energy.joules / row.seconds, 1) : nil
        }
        return Self.columns(
          row.label, EvidenceWording.time(row.start), RunDetails.number(row.seconds, 2) + " s",
          RunDetails.energy(row.energy), row.coverage.map { RunDetails.number(100 * $0, 1) + " %" } ?? "--",
          watts ?? "--")
      }
  }

  private static func columns(
    _ part: String, _ start: String, _ length: String, _ energy: String, _ measured: String, _ watts: String
  ) -> String {
    func right(_ text: String, _ width: Int) -> String {
      String(repeating: " ", count: max(1, width - text.count)) + text
    }
    return "  " + RunDetails.padded(part, 31) + RunDetails.padded(start, 24) + right(length, 12) + right(energy, 12)
      + right(measured, 10) + right(watts, 8)
  }

  /// The evidence that is linked to an attempt: what it is, when it measured, what it is used for, and its gaps.
  func evidence(_ attempt: Attempt, _ measured: AttemptFootprint) -> [String] {
    attempt.links.flatMap { link -> [String] in
      let reason = EvidenceWording.reason(link)
      var lines = ["evidence      \(link.evidence)  (\(reason))"]
      guard let evidence = footprint.study.evidence(link.evidence) else { return lines.map { "  " + $0 } }
      let used = measured.components.filter { $0.evidence.contains(link.evidence) }.map(\.component)
      let use = used.isEmpty ? "not counted" : "counted for \(ReportTables.names(Set(used)))"
      lines.append("              \(ReportTables.kind(evidence.content)), \(use), \(EvidenceWording.overlap(link))")
      if let window = evidence.window {
        lines.append(
          "              \(EvidenceWording.time(window.start)) to \(EvidenceWording.time(window.end))")
      }
      lines.append("              clock \(EvidenceWording.clock(evidence.clock))")
      lines += gaps(link.evidence, during: attempt.window).map { "              " + $0 }
      return lines.map { "  " + $0 }
    }
  }

  private func gaps(_ evidence: String, during window: TimeWindow) -> [String] {
    guard let timeline else { return [] }
    return timeline.devices(of: evidence).compactMap { device in
      let inside = device.reading.gaps.compactMap { $0.intersection(window) }
      guard !inside.isEmpty else { return nil }
      let longest = inside.sorted { ($1.duration, $0.start) < ($0.duration, $1.start) }.prefix(Self.toldGaps)
      let told = longest.sorted { $0.start < $1.start }.map {
        "\(EvidenceWording.time($0.start)) \(EvidenceWording.seconds($0.duration.inSeconds))"
      }
      let total = inside.map(\.duration.inSeconds).compensatedSum()
      let rest = inside.count - told.count
      let more = rest > 0 ? ", and \(rest) shorter" : ""
      return "\(device.series.device): \(inside.count) \(inside.count == 1 ? "gap" : "gaps"), "
        + "\(EvidenceWording.seconds(total)): \(told.joined(separator: ", "))\(more)"
    }
  }
}
