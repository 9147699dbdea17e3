public import Accounting
import Quantities

/// Tables of predictions and of their errors.
public enum PredictionTables {
  /// What every rule predicts for some trainings; those of which nothing can be predicted are left out.
  public static func forecasts(_ predictions: [TrainingPrediction]) -> Table {
    let basis = predictions.first?.basis
    let pue = basis.flatMap { NumberFormat.fixed($0.pue.value.ratio, decimals: 2) } ?? "--"
    func energy(_ key: String, _ header: RichText) -> Table.Column {
      .init(key: key, header: header, unit: .energy, provenance: .extrapolated, scaleGroup: "energy")
    }
    func time(_ key: String, _ header: RichText) -> Table.Column {
      .init(key: key, header: header, unit: .duration, format: .clock)
    }
    return Table(
      name: "predictions", caption: "What the trainings will have taken at their end",
      columns: [
        .init(key: "training", header: "Training", hidesRepeats: true), .init(key: "rule", header: "Rule"),
        .init(key: "epochs_seen", header: "Epochs", unit: .count),
        .init(key: "epochs_planned", header: "Of", unit: .count),
        .init(key: "mean_epoch_time", header: "Epoch", unit: .duration),
        energy("mean_epoch_it_energy", "IT energy/epoch"), time("remaining_time", "Remaining"),
        time("remaining_time_low", "From"), time("remaining_time_high", "To"), time("total_time", "Time"),
        .init(key: "end", header: "End"), energy("it_energy", "IT energy"), energy("it_energy_low", "From"),
        energy("it_energy_high", "To"), energy("facility_energy", RichText("Energy with PUE \(pue)")),
        .init(
          key: "co2e_devices", header: .co2e + " of devices", unit: .carbon, provenance: .extrapolated,
          format: .significantDigits(3), scaleGroup: "carbon"),
        .init(
          key: "co2e", header: .co2e + RichText(" with PUE \(pue)"), unit: .carbon, provenance: .extrapolated,
          format: .significantDigits(3), scaleGroup: "carbon"),
      ], rows: predictions.flatMap(rows),
      notes: [
        "From, to: 95\u{A0}% prediction interval. End: by the clock of the log. Time and energy are of the whole training where its parts are known, else of its epochs; carbontracker's rule is of epochs only."
      ])
  }

  private static func rows(_ prediction: TrainingPrediction) -> [Table.Row] {
    let progress = prediction.progress
    // What is over is no prediction: one row.
    let shown = prediction.isOver ? [prediction.preferred].compactMap(\.self) : prediction.forecasts
    return shown.map { forecast in
      let energy = forecast.totalEnergy
      let range = prediction.isOver ? nil : energy?.interval
      let timeRange = prediction.isOver ? nil : forecast.remainingTime.interval
      let joules = energy.map { Energy.joules($0.value) }
      let intensity = prediction.basis.intensity.value
      return Table.Row(
        [
          .text(progress.name), .text(prediction.isOver ? "finished" : forecast.predictor.title),
          .integer(forecast.observed), .integer(forecast.planned), .quantity(progress.meanSeconds),
          .quantity(progress.meanEnergy?.joules), .quantity(forecast.remainingTime.value),
          .quantity(timeRange?.lowerBound),
          .quantity(timeRange?.upperBound), .quantity(forecast.totalTime.value),
          .text(prediction.finish(forecast.remainingTime.value)?.iso8601), .quantity(energy?.value),
          .quantity(range?.lowerBound), .quantity(range?.upperBound),
          .quantity(joules.map { prediction.basis.facility($0).joules }),
          .quantity(joules.map { ($0 * intensity).grams }),
          .quantity(joules.map { prediction.basis.carbon($0).grams }),
        ], group: progress.name)
    }
  }

  /// The median error of each rule after so many epochs, for people.
  public static func errors(_ test: PredictionBackTest) -> Table {
    var rows: [Table.Row] = []
    for target in PredictionBackTest.Target.allCases {
      for observed in PredictionBackTest.ladder {
        let found = EpochPredictor.allCases.map { test.errors[.init(target, $0, after: observed)] }
        guard let count = found.compactMap({ $0?.relative.count }).max() else { continue }
        let preferred = test.errors[.init(target, .preferred, after: observed)]
        rows.append(
          Table.Row(
            [.text(target.rawValue), .integer(observed), .integer(count)]
              + found.map { .quantity($0?.magnitude(0.5)) }
              + [
                .quantity(preferred?.magnitude(0.75)), .quantity(preferred?.bias), .quantity(preferred?.coverage),
                .quantity(preferred?.calibratedShare),
              ], group: target.rawValue))
      }
    }
    return Table(
      name: "prediction-errors", caption: "How wrong predictions from the first epochs are",
      columns: [
        .init(key: "target", header: "Predicted", hidesRepeats: true),
        .init(key: "epochs_seen", header: "Epochs", unit: .count), .init(key: "trainings", header: "n", unit: .count),
      ]
        + EpochPredictor.allCases.map { predictor in
          error(key: predictor.rawValue.split(separator: "-").joined(separator: "_"), header: RichText(predictor.title))
        } + [
          error(key: "preferred_upper_quartile", header: "Quartile"), error(key: "preferred_bias", header: "Bias"),
          .init(key: "preferred_held", header: "Held", unit: .percent, format: .decimals(0)),
          error(key: "preferred_calibrated", header: "95 %"),
        ], rows: rows,
      notes: [
        Table.Note(
          RichText(
            "Median of |predicted − true| / true over n finished trainings after so many epochs. The last four columns are of \(EpochPredictor.preferred.title): upper quartile, median error with its sign, the share of intervals computed from the epochs alone that held the truth, and the error, as a share of what is predicted, that 95\u{A0}% of further trainings will stay below (from 19 trainings on). carbontracker's rule predicts epochs only; the others add what lies between epochs, and the validation where other runs of the model tell."
          ))
      ])
  }

  private static func error(key: String, header: RichText) -> Table.Column {
    .init(key: key, header: header, unit: .percent, format: .decimals(1))
  }

  /// The errors of each rule in full, for scripts.
  public static func allErrors(_ test: PredictionBackTest) -> Table {
    let rows = test.errors.sorted { $0.key < $1.key }.map { key, errors in
      Table.Row([
        .text(key.target.rawValue), .text(key.predictor.rawValue), .integer(key.observed),
        .integer(errors.relative.count), .quantity(errors.magnitude(0.25)), .quantity(errors.magnitude(0.5)),
        .quantity(errors.magnitude(0.75)), .quantity(errors.magnitude(1)), .quantity(errors.bias),
        .integer(errors.intervals), .quantity(errors.coverage), .quantity(errors.calibratedShare),
      ])
    }
    return Table(
      name: "prediction-errors", caption: "How wrong predictions from the first epochs are",
      columns: [
        .init(key: "target", header: "Predicted"), .init(key: "rule", header: "Rule"),
        .init(key: "epochs_seen", header: "Epochs", unit: .count), .init(key: "trainings", header: "n", unit: .count),
        error(key: "lower_quartile", header: "Lower quartile"), error(key: "median", header: "Median"),
        error(key: "upper_quartile", header: "Upper quartile"), error(key: "largest", header: "Largest"),
        error(key: "bias", header: "Bias"), .init(key: "intervals", header: "Intervals", unit: .count),
        .init(key: "held", header: "Held", unit: .percent, format: .decimals(0)),
        error(key: "calibrated", header: "95 %"),
      ], rows: rows)
  }
}
