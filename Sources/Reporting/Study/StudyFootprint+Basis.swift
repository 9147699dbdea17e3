import Accounting
import Alignment

/// The PUE and carbon intensity of parts of a study, whose trainings may have their own.
extension StudyFootprint {
  /// The basis of all that runs executed.
  func basis(of runs: [RunFootprint]) -> AccountingBasis { basis.together(runs.flatMap(\.attempts)) }

  /// The basis of what trained one fold of a model: of finished folds, without superseded attempts.
  func basis(of model: ModelFootprint) -> AccountingBasis { basis.together(of: model) }
}
