import Accounting
import Alignment
import LogFormats
import Plotting
import Quantities

extension ReportFigures {
  /// After how many predictions inference has taken as much as the training; `nil` when no validation tells.
  var breakEven: BreakEvenFigure? {
    let models = footprint.datasets.map { dataset in
      (
        dataset: dataset.dataset,
        rows: dataset.models.filter { !$0.isAllData && !$0.finished.isEmpty && isShown($0) }.map { model in
          (model: model, folds: model.finished.map(\.breakEven))
        }
      )
    }
    let all = models.flatMap { $0.rows.compactMap { BreakEven(joining: $0.folds.compactMap(\.self)) } }
    guard !all.isEmpty else { return nil }
    let trainings = Self.unit(models.flatMap { $0.rows.flatMap { $0.folds.compactMap { $0?.training.joules } } })
    let predictions = Self.unit(all.map(\.prediction.joules))
    let groups = models.map { dataset in
      BreakEvenFigure.Group(
        label: labels.dataset(dataset.dataset),
        rows: dataset.rows.map { row in
          let joined = BreakEven(joining: row.folds.compactMap(\.self))
          return .init(
            label: label(row.model), predictions: joined?.predictions, folds: row.folds.map { $0?.predictions },
            foldNames: row.model.finished.map { $0.run.identity.fold?.description ?? $0.run.identity.location },
            training: joined.map { $0.training.joules / trainings.divisor },
            prediction: joined.map { $0.prediction.joules / predictions.divisor })
        })
    }
    return BreakEvenFigure(
      name: "break-even", title: "Predictions until inference has taken as much energy as training one fold",
      trainingUnit: trainings.symbol, predictionUnit: predictions.symbol, groups: groups.filter { !$0.rows.isEmpty })
  }

  var breakEvenCaption: RichText {
    "Predictions until inference has taken as much IT energy as training one fold. What one prediction takes is the energy of the final validations over the number of their cases: whole images with loading, writing and the computation of Dice."
      + coverageCaption
  }
}
