import Accounting
import Alignment
import LogFormats
import Plotting
import Quantities

extension ReportFigures {
  var cumulative: CumulativeFigure {
    let unit = Self.unit(footprint.datasets.compactMap { $0.energy?.joules })
    let panels = footprint.datasets.compactMap { dataset -> CumulativeFigure.Panel? in
      let starts = dataset.runs.flatMap(\.run.attempts).map(\.window.start)
      guard let first = starts.min(), tables.headline(dataset.energy, coverage: dataset.coverage).value != nil else {
        return nil
      }
      let attempts = dataset.models.flatMap { model in
        model.runs.flatMap { footprint in
          zip(footprint.run.attempts, footprint.attempts).map { attempt, measured in
            CumulativeFigure.Attempt(
              configuration: tables.model(model), endHours: first.duration(to: attempt.window.end).inHours,
              cost: measured.energy.map { $0.joules / unit.divisor }, failed: Self.failed(attempt))
          }
        }
      }
      return .init(
        label: labels.dataset(dataset.dataset), attempts: attempts,
        finalCost: dataset.finalEnergy.map { $0.joules / unit.divisor })
    }
    return CumulativeFigure(
      name: "cumulative", title: "IT energy spent on selecting a model", quantity: "Cumulative IT energy",
      unit: unit.symbol, panels: panels)
  }

  var cumulativeCaption: RichText {
    "IT energy spent on selecting each data set's model, added up as trainings ended; crosses: failed or killed. Dashed: the final model's share."
  }

  private static func failed(_ attempt: Attempt) -> Bool {
    switch attempt.outcome {
    case .finished, .stoppedEarly: false
    case .failed, .interrupted, .killed, .cutOff: true
    }
  }
}
