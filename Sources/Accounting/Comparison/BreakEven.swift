import Alignment
import LogFormats
public import Quantities

/// How many predictions take as much energy as the training before them.
///
/// What one prediction takes is the energy of a final validation over its cases. That is nnU-Net's inference on whole
/// images with loading and writing, and the computation of their Dice with it; a deployed model may take less or more.
public struct BreakEven: Sendable, Hashable {
  /// The IT energy of the training, final validations left out.
  public let training: Energy
  /// The IT energy of final validations.
  public let validation: Energy
  /// The cases that they predicted, above 0.
  public let cases: Int

  /// Makes a break-even; `nil` without cases or without an energy of the validation.
  public init?(training: Energy, validation: Energy, cases: Int) {
    guard cases > 0, validation.joules > 0, training.joules > 0 else { return nil }
    self.training = training
    self.validation = validation
    self.cases = cases
  }

  /// The IT energy of one prediction.
  public var prediction: Energy { validation / Double(cases) }

  /// The number of predictions until inference has taken as much as the training.
  public var predictions: Double { training / prediction }

  /// Several trainings of one model together: the mean training, and all validations; `nil` for none.
  public init?(joining parts: [BreakEven]) {
    self.init(
      training: parts.map(\.training).compensatedSum() / Double(max(parts.count, 1)),
      validation: parts.map(\.validation).compensatedSum(),
      // A store from elsewhere may claim any number of cases.
      cases: parts.reduce(0) { sum, part in
        let (next, overflow) = sum.addingReportingOverflow(part.cases)
        return overflow ? .max : next
      })
  }
}

extension RunFootprint {
  /// The break-even of a finished run; `nil` when no complete final validation tells its cases, or when less than 95 %
  /// of it was measured.
  public var breakEven: BreakEven? {
    guard run.isFinished, let all = trainingEnergy else { return nil }
    var validations: [Energy] = []
    var predicted: [Energy] = []
    var cases = 0
    for (attempt, footprint) in zip(run.attempts, attempts) where !attempt.isSuperseded {
      let places = attempt.parts.indices.filter { attempt.parts[$0].kind == .finalValidation }
      let energies = places.compactMap { footprint.energy(ofPart: $0) }
      validations += energies
      let length = places.reduce(0) { $0 + attempt.parts[$1].window.duration.inSeconds }
      let covered = places.reduce(0) { $0 + footprint.coveredTime(ofPart: $1).inSeconds }
      guard let validation = attempt.log.validation, validation.complete, length > 0, covered >= 0.95 * length else {
        continue
      }
      // Of several processes the log has the cases of the first only.
      let isAlone = (attempt.log.processCount ?? 1) == 1
      guard let count = isAlone ? validation.cases : attempt.log.validationCases, count > 0 else { continue }
      predicted += energies
      cases += count
    }
    let training = all.joules - validations.compensatedSum().joules
    return BreakEven(training: .joules(training), validation: predicted.compensatedSum(), cases: cases)
  }
}
