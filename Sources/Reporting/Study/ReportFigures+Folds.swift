import Accounting
import Alignment
import LogFormats
import Plotting
import Quantities

extension ReportFigures {
  /// Energy and Dice of each fold; `nil` when no configuration has two finished folds.
  var folds: StripFigure? {
    let unit = meanUnit
    let groups = footprint.datasets.compactMap { dataset -> StripFigure.Group? in
      let rows = dataset.models.filter { !$0.isAllData && !$0.finished.isEmpty }.map { model in
        StripFigure.Row(
          label: tables.model(model) + (model.finished.contains(where: isIncomplete) ? "†" : ""),
          items: model.finished.map { run in
            let energy = tables.headline(run.trainingEnergy, coverage: run.coverage).value
            return .init(
              label: run.run.identity.fold?.description ?? run.run.identity.location,
              values: [energy.map { $0.joules / unit.divisor }, run.run.dice.map { 100 * $0.value }])
          })
      }
      return rows.isEmpty ? nil : .init(label: labels.dataset(dataset.dataset), rows: rows)
    }
    guard groups.contains(where: { group in group.rows.contains { $0.items.count > 1 } }) else { return nil }
    return StripFigure(
      name: "folds", title: "Energy and validation Dice of each fold", itemName: "fold",
      columns: [
        .init(name: "IT energy", unit: unit.symbol, kind: .amount), .init(name: "Dice", unit: "%", kind: .score),
      ], groups: groups)
  }

  var foldsCaption: RichText {
    let caption: RichText =
      "IT energy and validation Dice of each finished fold. Ticks: mean; with ten folds or more a box of quartiles, its whiskers to the last values within 1.5 times its length (Tukey)."
    guard footprint.models.contains(where: { !$0.isAllData && $0.finished.contains(where: isIncomplete) }) else {
      return caption
    }
    return caption
      + (tables.showsLowCoverage
        ? " †: less than 95 % of some fold's time was measured."
        : " †: less than 95 % of some fold's time was measured; folds with less than half have no energy here.")
  }

  /// Whether less than 95 % of a fold's time was measured; its energy is marked, or left out.
  private func isIncomplete(_ run: RunFootprint) -> Bool {
    run.trainingEnergy != nil && (run.coverage ?? 1) < 0.95
  }
}
