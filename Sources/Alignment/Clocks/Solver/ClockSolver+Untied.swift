import LogFormats
import Quantities
import StudyStore

extension ClockSolver {
  /// A shift between zones that follows from power alone, with no job or folder that ties the trace to trainings, must
  /// explain this share of the power's variance.
  private static let untiedExplained = 0.2

  /// …and make it likelier by this many nats than power that follows no training.
  private static let untiedGain = 20.0

  /// …and this share where it does not tell the seconds beside the zone.
  private static let untiedExplainedAlone = 0.5

  /// Traces that nothing ties to a training: those whose clock is known, or those whose clock is not.
  ///
  /// A local trace whose power tells nothing has the zone of the trainings, where they show one.
  mutating func solveUntied(known: Bool) throws(StoreError) {
    let common = known ? nil : commonZone
    for number in evidence.indices where ties[number] == nil && refused[number] == nil {
      guard isKnown(evidence[number].clock) == known, case .trace(let trace) = evidence[number].content,
        let window = evidence[number].window
      else { continue }
      let candidates = candidates(for: number, window)
      guard !candidates.isEmpty,
        trace.devices.contains(where: { $0.series.component == .gpu || $0.series.component == .cpu })
      else {
        adopt(common, number)
        continue
      }
      let areKnown = candidates.contains { self.isKnown(attempt($0).clock) }
      // Two known clocks need no search; two assumed ones only when they do not fit, or may fit the wrong one of several.
      let fits = candidates.contains {
        Self.share(of: window, in: attempt($0).window) >= EvidenceLinker.timeOnlyShare
      }
      guard known != areKnown || (!known && (!fits || candidates.count > 1)) else { continue }
      let zones = known == areKnown ? OffsetPrior.same : OffsetPrior.unknown(sign: known ? 1 : -1)
      guard let fit = try fit(of: number, for: candidates, zones: zones) else {
        adopt(common, number)
        continue
      }
      guard fit.isZoneFound, isConfirmed(fit, window, candidates) else {
        // Two local clocks mostly show the same; then nothing but the time is missing.
        if common != nil {
          adopt(common, number)
        } else if known != areKnown {
          doubt(number, candidates[0], fit)
        }
        continue
      }
      if known == areKnown, fit.zone == 0 { continue }
      if known {
        for place in candidates where !self.isKnown(attempt(place).clock) {
          let moved = attempt(place).window.advanced(by: .seconds(-Int64(fit.zone)))
          if Self.share(of: window, in: moved) > 0.5 {
            move(place, ahead: .seconds(Int64(fit.zone)), probability: fit.zoneProbability, because: [number])
          }
        }
      } else {
        setZone(
          of: number, vote: .init(seconds: fit.zone, probability: fit.zoneProbability, rival: nil),
          beside: candidates[0])
      }
    }
  }

  /// Whether a zone that was found for a trace that only time ties to trainings may be believed: the power shows them, or
  /// the trace is little longer than one of them.
  func isConfirmed(_ fit: OffsetFit, _ window: TimeWindow, _ places: [Place]) -> Bool {
    if fit.hasContrast, fit.gain >= Self.untiedGain,
      fit.explained >= (fit.isResidualFound ? Self.untiedExplained : Self.untiedExplainedAlone)
    {
      return true
    }
    let longest = places.map { attempt($0).window.duration.inSeconds }.max() ?? 0
    return fit.sampled > 0.5 && window.duration.inSeconds < longest + 1200
  }

  /// The trainings that a trace may be of: those of the hours around it, the nearest first.
  private func candidates(for number: Int, _ window: TimeWindow) -> [Place] {
    let reach = TimeWindow(
      start: window.start.advanced(by: .seconds(-15 * 3600)), end: window.end.advanced(by: .seconds(15 * 3600)))
    func distance(_ place: Place) -> Double {
      let other = attempt(place).window
      return abs(window.start.duration(to: other.start).inSeconds) + abs(window.end.duration(to: other.end).inSeconds)
    }
    let places = runs.indices.flatMap { run in runs[run].attempts.indices.map { Place(run: run, attempt: $0) } }
    let near = places.filter { reach.intersection(attempt($0).window) != nil }.map {
      (place: $0, distance: distance($0))
    }
    return near.sorted { ($0.distance, $0.place) < ($1.distance, $1.place) }.prefix(12).map(\.place)
  }

  mutating func doubt(_ number: Int, _ place: Place, _ fit: OffsetFit) {
    refused[number] = "a time zone is needed"
    diagnostics.append(
      StudyDiagnostic(
        path: evidence[number].path,
        Diagnostic(
          .warning, "clock.zone-needed",
          "Its power does not tell by how much its clock and that of "
            + "\(attempt(place).logPath) are apart (the best of all zones has a probability of "
            + "\(Self.percent(fit.zoneProbability)), the best offset beside it \(Self.percent(fit.peakProbability)), and "
            + "\(Self.percent(fit.explained)) of the power's variance is explained): it was left out. Say the zones in fodspor.yml, as in time-zones: "
            + "[{paths: [\"\(evidence[number].path)\"], zone: NAME}].")))
  }
}
