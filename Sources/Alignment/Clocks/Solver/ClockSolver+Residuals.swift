import LogFormats
import Quantities
import StudyStore

extension ClockSolver {
  /// Corrects the clocks of linked traces by what their power shows, and refuses those that are wrong by an unknown
  /// amount.
  ///
  /// A declared offset is believed as it is.
  mutating func solveResiduals(of linked: [Int: [Place]]) throws(StoreError) {
    for number in linked.keys.sorted() {
      guard let places = linked[number], evidence[number].clock.correction == nil else { continue }
      let areBothAssumed =
        !isKnown(evidence[number].clock) && places.allSatisfy { !isKnown(attempt($0).clock) }
      let zones = areBothAssumed ? OffsetPrior.same : OffsetPrior.known
      guard let problem = try problem(of: number, for: places, zones: zones),
        let fit = OffsetSearch(subjects: problem.subjects, zones: zones).fit()
      else { continue }
      let isConfirmed =
        fit.isZoneFound && evidence[number].window.map { self.isConfirmed(fit, $0, places) } ?? false
      if areBothAssumed, !isConfirmed, places.allSatisfy({ isByTimeOnly(number, $0) }) {
        doubt(number, places[0], fit)
        continue
      }
      if areBothAssumed, fit.zone != 0 {
        guard fit.isZoneFound else {
          doubt(number, places[0], fit)
          continue
        }
        let ahead = Duration.seconds(-Int64(fit.zone))
        evidence[number].clock = evidence[number].clock.movedAhead(
          by: ahead, basis: .found(probability: fit.zoneProbability))
        evidence[number].window = evidence[number].window?.advanced(by: .zero - ahead)
        found.others.append(
          .init(
            path: evidence[number].path, ahead: ahead, probability: fit.zoneProbability,
            evidence: places.prefix(1).map { attempt($0).logPath }))
      }
      apply(fit, to: number, problem: problem, places: places)
    }
  }

  private func isByTimeOnly(_ number: Int, _ place: Place) -> Bool {
    attempt(place).links.contains { $0.evidence == evidence[number].id && $0.score.beyondTime <= 0 }
  }

  private mutating func apply(_ fit: OffsetFit, to number: Int, problem: Problem, places: [Place]) {
    if fit.isResidualSignificant {
      let correction = ClockCorrection(
        shift: .seconds(fit.residual), drift: fit.drift,
        reference: problem.reference.advanced(by: .seconds(fit.reference)),
        source: .power(deviation: fit.deviation, probability: fit.peakProbability))
      evidence[number].clock.correction = correction
      if let window = evidence[number].window {
        evidence[number].window = TimeWindow(start: correction.apply(window.start), end: correction.apply(window.end))
      }
      diagnostics.append(
        StudyDiagnostic(
          path: evidence[number].path,
          Diagnostic(
            abs(fit.residual) > OffsetFit.greatestPlainShift ? .warning : .info, "clock.offset-found",
            "Its power fits the epochs of \(attempt(problem.places[0]).logPath) when its times are moved by \(correction): "
              + "the loads explain \(Int(100 * fit.explained)) % of the power's variance, and the next peak has a "
              + "probability of \(Self.percent(1 - fit.peakProbability)). They were moved; clock-offsets in fodspor.yml "
              + "or --clock-offset states another offset.")))
    } else if !fit.isZeroPlausible, !fit.isResidualFound, fit.hasContrast {
      refused[number] = "its clock is wrong by an unknown offset"
      diagnostics.append(
        StudyDiagnostic(
          path: evidence[number].path,
          Diagnostic(
            .warning, "clock.offset-ambiguous",
            "Its power does not fit the epochs of \(attempt(problem.places[0]).logPath) at the times that it states, and fits "
              + "several offsets about equally well, such as \(ClockCorrection.printed(fit.residual)): it was left out. "
              + "State the offset, as in --clock-offset '\(evidence[number].path)=\(ClockCorrection.printed(fit.residual))'."
          )))
    }
  }

  /// `1.2 %`, `< 0.1 %`.
  static func percent(_ share: Double) -> String {
    let tenths = Int((share * 1000).rounded())
    return tenths < 1 ? "less than 0.1 %" : "\(tenths / 10).\(tenths % 10) %"
  }
}
