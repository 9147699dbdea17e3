import Accounting
import Plotting
import Quantities

extension ReportFigures {
  /// Dice against normalised energy with lines of equal PePR-E; `nil` when no two models of a data set have both.
  var efficiency: EfficiencyFigure? {
    let panels = tables.comparison.byDice.compactMap { comparison -> EfficiencyFigure.Panel? in
      guard let scale = comparison.energyScale, scale.maximumResource > scale.minimumResource else { return nil }
      let items = comparison.entries.map { entry in
        EfficiencyFigure.Item(
          label: tables.name(entry.model), resource: entry.cost.energy.map { scale.normalized($0.mean) },
          performance: entry.score.mean, score: entry.energyPePR)
      }
      let unit = Self.unit([scale.maximumResource])
      let ends = [scale.minimumResource, scale.maximumResource].map {
        NumberFormat.significant($0 / unit.divisor, digits: 3) ?? "--"
      }
      return .init(
        label: labels.dataset(comparison.dataset), range: "\(ends[0]) to \(ends[1]) \(unit.symbol)", items: items)
    }
    guard !panels.isEmpty else { return nil }
    return EfficiencyFigure(
      name: "pepr", title: "Validation Dice against normalised energy, with lines of equal PePR-E", panels: panels)
  }

  var efficiencyCaption: RichText {
    "Validation Dice against the IT energy of training one fold, normalised to 0 for the least and 1 for the most of each data set (R). Grey lines: equal PePR-E, Dice ÷ (1 + R); the scores belong to the set of models compared."
      + coverageCaption
  }
}
