public import Accounting
import Alignment
import LogFormats
import Quantities

/// One run in detail, as lines for the terminal.
public struct RunDetails {
  private let footprint: StudyFootprint
  private let run: Int
  private let timeline: RunTimeline?

  /// Describes the run at a place in ``StudyFootprint/runs``; gaps in traces are told when their samples were read.
  public init(_ footprint: StudyFootprint, run: Int, timeline: RunTimeline? = nil) {
    self.footprint = footprint
    self.run = run
    self.timeline = timeline
  }

  /// The description, ready for a terminal.
  public var text: String {
    let measured = footprint.runs[run]
    let basis = footprint.basis(of: [measured])
    let value = measured.run
    let identity = value.identity
    var lines = [
      [identity.dataset, identity.configuration, identity.fold.map { "fold \($0)" }].compactMap(\.self).joined(
        separator: ", "),
      "  folder        \(identity.location)",
      "  trainer       \(identity.trainer ?? "--"), plans \(identity.plans ?? "--")",
      "  epochs        \(value.usefulEpochs) of \(value.planned.count) planned (\(value.planned.source.rawValue)), \(value.executedEpochs) executed",
      "  Dice          \(value.dice.map { "\(Self.number($0.value, 4))  (\($0.path))" } ?? "--")",
      "  IT energy     \(Self.energy(measured.energy)), with PUE \(Self.number(basis.pue.value.ratio, 2)) \(Self.energy(measured.energy.map(basis.facility)))",
      "  CO2e          \(measured.energy.map { Self.number(basis.carbon($0).grams, 2) + " g" } ?? "--")",
      "  measured      \(measured.coverage.map { Self.number(100 * $0, 1) + " % of the time" } ?? "--"), \(ReportTables.names(measured.components))",
    ]
    for (attempt, footprint) in zip(value.attempts, measured.attempts) {
      lines += [""] + self.lines(attempt, footprint, of: value)
    }
    return lines.map { TerminalEscaping().escape($0) }.joined(separator: "\n") + "\n"
  }

  private func lines(_ attempt: Attempt, _ measured: AttemptFootprint, of run: Run) -> [String] {
    let remarks = OutcomeText.remarks(on: attempt, of: run, monitored: footprint.monitoredEpochs(of: attempt))
    var lines = [
      "\(attempt.label): \(([OutcomeText.outcome(of: attempt)] + remarks).joined(separator: "; "))",
      "  log           \(attempt.logPath)",
      "  time          \(attempt.window.start.iso8601) to \(attempt.window.end.iso8601)",
      "  clock         \(EvidenceWording.clock(attempt.clock))",
    ]
    for component in measured.components {
      let name = ReportTables.names([component.component]) + (component.includesMemory ? " and DRAM" : "")
      lines.append(
        "  \(Self.padded(name, 14))\(Self.energy(component.total))  \(component.method.rawValue), \(Self.number(component.coveredTime.inSeconds, 1)) s measured"
      )
    }
    for kind in PartKind.allCases {
      let places = attempt.parts.indices.filter { attempt.parts[$0].kind == kind }
      guard !places.isEmpty else { continue }
      let seconds = places.reduce(0) { $0 + attempt.parts[$1].window.duration.inSeconds }
      let known = places.compactMap { measured.energy(ofPart: $0) }
      lines.append(
        "  \(Self.padded(kind.rawValue, 18))\(Self.padded("\(places.count)×", 6))\(Self.padded(Self.number(seconds, 1) + " s", 12))\(Self.energy(known.isEmpty ? nil : known.compensatedSum()))"
      )
    }
    let text = TimelineText(footprint: footprint, timeline: timeline)
    lines += text.evidence(attempt, measured) + text.parts(attempt, measured)
    return lines
  }

  /// An energy in Wh or kWh, four significant digits.
  static func energy(_ energy: Energy?) -> String {
    guard let energy, let scale = UnitScale.fitting([energy.joules], of: .energy),
      let text = NumberFormat.significant(energy.joules / scale.divisor, digits: 4)
    else { return "--" }
    return "\(text) \(scale.symbol)"
  }

  static func number(_ value: Double, _ decimals: Int) -> String {
    NumberFormat.fixed(value, decimals: decimals) ?? "--"
  }

  static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }
}
