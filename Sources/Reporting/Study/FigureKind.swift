/// The figures that reports can have, by the names that they have in files and on the command line.
public enum FigureKind: String, Sendable, Hashable, CaseIterable {
  case components
  case componentShares = "component-shares"
  case pareto, folds, pepr, epochs, cumulative
  case breakEven = "break-even"
  case overhead, places
  case timeShift = "time-shift"
  case predictionErrors = "prediction-errors"
  case predictionScatter = "prediction-scatter"
  case criticalDifference = "critical-difference"

  /// What it shows, in a few words.
  public var subject: String {
    switch self {
    case .components: "energy by component"
    case .componentShares: "the same in per cent"
    case .pareto: "Dice against energy"
    case .folds: "energy and Dice of each fold"
    case .pepr: "Dice against energy with lines of equal PePR"
    case .epochs: "energy and pseudo Dice of each epoch, a figure for each data set"
    case .cumulative: "energy of the selection over time"
    case .breakEven: "predictions until inference has taken as much as training"
    case .overhead: "what a tracker adds"
    case .places: "emissions at other places"
    case .timeShift: "carbon intensity over time, and emissions by start"
    case .predictionErrors: "errors of predictions by epochs seen"
    case .predictionScatter: "predicted against true values"
    case .criticalDifference: "mean ranks of models, a figure for each metric"
    }
  }

  /// What logs must have for it, as the end of "it needs".
  public var need: String {
    switch self {
    case .components, .pareto, .cumulative: "a finished training of which half of the time or more was measured"
    case .componentShares: "a finished training with two measured components or more"
    case .folds: "a model with two finished folds"
    case .pepr: "two models of a data set with energy and validation Dice"
    case .epochs: "a training whose epochs were measured"
    case .breakEven: "a complete and measured final validation"
    case .overhead: "two trainings that are alike but for a tracker"
    case .places: "other places: --to SE,PL,DK, or places in the study file"
    case .timeShift: "a series of carbon intensities in the study file that covers the trainings"
    case .predictionErrors: "a finished training of two epochs or more"
    case .predictionScatter: "a finished training with more epochs than are looked at"
    case .criticalDifference: "five data sets or more on which the same models were trained"
    }
  }

  /// The kind that a figure's name belongs to: `epochs-tubes` to `epochs`.
  public init?(figure name: String) {
    let kinds = Self.allCases.filter { name == $0.rawValue || name.hasPrefix($0.rawValue + "-") }
    guard let kind = kinds.max(by: { $0.rawValue.count < $1.rawValue.count }) else { return nil }
    self = kind
  }
}
