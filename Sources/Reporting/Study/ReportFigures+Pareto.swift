import Accounting
import Plotting
import Quantities

extension ReportFigures {
  var pareto: ParetoFigure {
    let unit = meanUnit
    let panels = footprint.datasets.compactMap { dataset -> ParetoFigure.Panel? in
      let models = dataset.models.filter { !$0.isAllData && !$0.finished.isEmpty && isShown($0) }
      let front = ParetoFront(
        models.map { .init(cost: $0.energy?.mean ?? .nan, performance: $0.dice?.mean ?? .nan) })
      let items = models.enumerated().map { place, model in
        ParetoFigure.Item(
          group: label(model), energy: model.energy.map { $0.mean / unit.divisor },
          score: model.dice.map { 100 * $0.mean }, scoreDeviation: model.dice?.standardDeviation.map { 100 * $0 },
          energyDeviation: model.energy?.standardDeviation.map { $0 / unit.divisor }, roles: front.roles(of: place))
      }
      return items.isEmpty ? nil : .init(label: labels.dataset(dataset.dataset), items: items)
    }
    return ParetoFigure(
      name: "pareto", title: "Validation Dice against the energy of training one fold", quantity: "IT energy per fold",
      unit: unit.symbol, scoreName: "Dice (%)", panels: panels)
  }

  var paretoCaption: RichText {
    "Validation Dice against the IT energy of training one fold; mean ± sample sd over finished folds. The stepped line is the Pareto front: nothing on it is beaten in both. Knee: farthest above the straight line from the least energy to the best Dice, both scaled to the front."
      + coverageCaption
  }
}
