import Dispatch
import LogFormats
import Quantities
import StudyStore
import Synchronization

extension ClockSolver {
  /// Corrects the clocks of linked traces by what their power shows, and refuses those that are wrong by an unknown
  /// amount.
  ///
  /// A declared offset is believed as it is.
  mutating func solveResiduals(of linked: [Int: [Place]]) throws(StoreError) {
    var questions: [Question] = []
    for number in linked.keys.sorted() {
      guard let places = linked[number], let question = try question(about: number, places) else { continue }
      questions.append(question)
      let points = questions.reduce(0) { $0 + $1.problem.pointCount }
      if questions.count >= Self.questionsAtOnce || points >= Self.pointsAtOnce { answer(&questions) }
    }
    answer(&questions)
  }

  /// What is searched for the offset of one clock. None depends on the answer to another one.
  private struct Question: Sendable {
    let number: Int
    let places: [Place]
    let problem: Problem
    let zones: [OffsetPrior.Zone]
    /// Neither the clock of the evidence nor that of a training is known.
    let areBothAssumed: Bool
  }

  /// So many traces are read before they are searched side by side, or so many points of them: 16 bytes each.
  private static let questionsAtOnce = 16
  private static let pointsAtOnce = 1 << 20

  private func question(about number: Int, _ places: [Place]) throws(StoreError) -> Question? {
    guard evidence[number].clock.correction == nil else { return nil }
    let areBothAssumed =
      !isKnown(evidence[number].clock) && places.allSatisfy { !isKnown(attempt($0).clock) }
    let zones = areBothAssumed ? OffsetPrior.same : OffsetPrior.known
    guard let problem = try problem(of: number, for: places, zones: zones) else { return nil }
    return Question(number: number, places: places, problem: problem, zones: zones, areBothAssumed: areBothAssumed)
  }

  /// Searches side by side, and takes what was found in order.
  private mutating func answer(_ questions: inout [Question]) {
    let asked = questions
    questions = []
    let fits = Mutex([OffsetFit?](repeating: nil, count: asked.count))
    DispatchQueue.concurrentPerform(iterations: asked.count) { place in
      let fit = OffsetSearch(subjects: asked[place].problem.subjects, zones: asked[place].zones).fit()
      fits.withLock { $0[place] = fit }
    }
    for (question, fit) in zip(asked, fits.withLock(\.self)) {
      if let fit { take(fit, question) }
    }
  }

  private mutating func take(_ fit: OffsetFit, _ question: Question) {
    let (number, places) = (question.number, question.places)
    let isConfirmed =
      fit.isZoneFound && evidence[number].window.map { self.isConfirmed(fit, $0, places) } ?? false
    if question.areBothAssumed, !isConfirmed, places.allSatisfy({ isByTimeOnly(number, $0) }) {
      return doubt(number, places[0], fit)
    }
    if question.areBothAssumed, fit.zone != 0 {
      guard fit.isZoneFound else { return doubt(number, places[0], fit) }
      let ahead = Duration.seconds(-Int64(fit.zone))
      evidence[number].clock = evidence[number].clock.movedAhead(
        by: ahead, basis: .found(probability: fit.zoneProbability))
      evidence[number].window = evidence[number].window?.advanced(by: .zero - ahead)
      found.others.append(
        .init(
          path: evidence[number].path, ahead: ahead, probability: fit.zoneProbability,
          evidence: places.prefix(1).map { attempt($0).logPath }))
    }
    apply(fit, to: number, problem: question.problem, places: places)
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
