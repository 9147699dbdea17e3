import Plotting

/// Made-up errors and predictions that look like those of a study.
enum PredictionSamples {
  private static let rules = ["carbontracker's rule", "mean without first", "late median", "robust trend"]

  static let errors = PredictionErrorFigure(
    name: "prediction-errors", title: "Error of predictions against the epochs seen",
    panels: [
      .init(label: "Time of epochs", lines: lines(scale: 1)),
      .init(label: "Energy of epochs", lines: lines(scale: 1.6)),
    ])

  private static func lines(scale: Double) -> [PredictionErrorFigure.Line] {
    rules.enumerated().map { number, name in
      let first = number == 0 ? 14.0 : 9.0 - Double(number)
      let points = [1, 2, 3, 5, 7, 10, 20, 30, 50, 70, 100, 200, 500].map { seen -> PredictionErrorFigure.Point in
        let median = scale * first / (1 + Double(seen) / (number == 0 ? 4 : 2)) + 0.2 * Double(number)
        return .init(observed: seen, low: median * 0.5, median: median, high: median * 1.7, count: 94)
      }
      return .init(label: name, points: points)
    }
  }

  static let scatter = PredictionScatterFigure(
    name: "prediction-scatter", title: "Predictions after 3 epochs against what came",
    panels: [
      .init(label: "Time of all epochs", unit: "h", items: items(level: 3)),
      .init(label: "IT energy of all epochs", unit: "kWh", items: items(level: 0.9)),
    ])

  private static func items(level: Double) -> [PredictionScatterFigure.Item] {
    let groups = ["Hippocampus, 2d", "Hippocampus, 3d_fullres", "Prostate, 3d_fullres"]
    return (0..<36).map { index in
      let actual = level * (1 + Double(index % 3) * 4 + 0.1 * Double(index * 7 % 11))
      let error = Double(index * 29 % 23) / 23 - 0.45
      return .init(group: groups[index % 3], predicted: actual * (1 + 0.3 * error), actual: actual)
    }
  }

  /// Both figures of hostile values.
  static func hostile(_ value: Double, label: String) -> [(FigureStyle) -> RenderedFigure] {
    let points = [value, 1, value / 7, -1].enumerated().map { place, median in
      PredictionErrorFigure.Point(observed: place * 5, low: median / 2, median: median, high: value * 2, count: place)
    }
    let errors = PredictionErrorFigure(
      name: "e", title: label,
      panels: (0..<5).map { number in
        .init(label: label, lines: (0..<10).map { .init(label: "\(label) \($0)", points: number == 1 ? [] : points) })
      })
    let scatter = PredictionScatterFigure(
      name: "s", title: label,
      panels: [
        .init(
          label: label, unit: label,
          items: [value, 1, value * 1.000_001, 0, -1].map {
            .init(group: label + "\($0)", predicted: $0, actual: value)
          })
      ])
    return [{ errors.render($0) }, { scatter.render($0) }]
  }
}
