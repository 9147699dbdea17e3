public import Accounting
public import Plotting
import Quantities

/// The figures of a back-test.
public struct PredictionFigures {
  let test: PredictionBackTest
  let labels: Labels

  /// Makes the figures of a back-test, models named by a study's labels.
  public init(_ test: PredictionBackTest, labels: Labels) {
    self.test = test
    self.labels = labels
  }

  /// Error against the number of epochs seen; `nil` when no training finished.
  public func errors(_ style: FigureStyle) -> RenderedFigure? {
    let panels = PredictionBackTest.Target.allCases.compactMap { target -> PredictionErrorFigure.Panel? in
      let lines = EpochPredictor.allCases.map { predictor in
        PredictionErrorFigure.Line(
          label: predictor.title, points: PredictionBackTest.ladder.compactMap { point(target, predictor, $0) })
      }
      return lines.contains { !$0.points.isEmpty } ? .init(label: Self.shortName(target), lines: lines) : nil
    }
    guard !panels.isEmpty else { return nil }
    return PredictionErrorFigure(
      name: "prediction-errors", title: "Error of predictions against the epochs seen", panels: panels
    ).render(style)
  }

  /// What stands under ``errors(_:)``.
  static let errorsCaption: RichText =
    "Error without its sign of predictions that are made after so many epochs, over the finished trainings: median and quartiles."

  private func point(
    _ target: PredictionBackTest.Target, _ predictor: EpochPredictor, _ observed: Int
  ) -> PredictionErrorFigure.Point? {
    guard let errors = test.errors[.init(target, predictor, after: observed)],
      let low = errors.magnitude(0.25), let median = errors.magnitude(0.5), let high = errors.magnitude(0.75)
    else { return nil }
    return .init(
      observed: observed, low: 100 * low, median: 100 * median, high: 100 * high, count: errors.relative.count)
  }

  /// Predicted against true values; `nil` when no training was long enough.
  public func scatter(_ style: FigureStyle) -> RenderedFigure? {
    let panels = [PredictionBackTest.Target.epochTime, .epochEnergy].compactMap { panel(of: $0) }
    guard !panels.isEmpty else { return nil }
    let epochs = "\(test.scatterAfter) epoch\(test.scatterAfter == 1 ? "" : "s")"
    return PredictionScatterFigure(
      name: "prediction-scatter", title: "Predictions after \(epochs) against what came", panels: panels
    ).render(style)
  }

  /// What stands under ``scatter(_:)``.
  var scatterCaption: RichText {
    RichText(
      "Time and IT energy of all epochs as predicted after \(test.scatterAfter) (\(EpochPredictor.preferred.title)), against what came in the end; a mark for each training."
    )
  }

  private func panel(of target: PredictionBackTest.Target) -> PredictionScatterFigure.Panel? {
    let pairs = test.pairs.filter { $0.target == target }
    let unit: ColumnUnit = target.isEnergy ? .energy : .duration
    guard let scale = UnitScale.fitting(pairs.map(\.actual), of: unit), !pairs.isEmpty else { return nil }
    return .init(
      label: target.isEnergy ? "IT energy of all epochs" : "Time of all epochs", unit: scale.symbol,
      items: pairs.map {
        .init(
          group: name(ofModel: $0.model), predicted: $0.predicted / scale.divisor, actual: $0.actual / scale.divisor)
      })
  }

  /// Data set and configuration of ``TrainingProgress/model``; what only a tracker logged has none.
  private func name(ofModel model: String) -> String {
    let parts = model.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 4 else { return "carbontracker's logs" }
    return labels.dataset(parts[0]) + ", " + labels.configuration(parts[1])
  }

  private static func shortName(_ target: PredictionBackTest.Target) -> String {
    switch target {
    case .epochTime: "Time of epochs"
    case .epochEnergy: "Energy of epochs"
    case .wholeTime: "Whole time"
    case .wholeEnergy: "Whole energy"
    }
  }
}
