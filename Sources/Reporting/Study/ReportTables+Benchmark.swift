import Accounting
import Alignment
import LogFormats
import Quantities

extension ReportTables {
  /// Models against data sets, as papers print benchmarks: validation Dice for each data set, then what training took.
  ///
  /// The layout of Isensee et al., "nnU-Net Revisited", MICCAI 2024 (arXiv 2404.09556), with energy and emissions beside
  /// the time. Only models that two data sets or more have are in it; without rows for fewer than two of them.
  public var benchmark: Table {
    let scored = footprint.datasets.filter { $0.models.contains { $0.dice != nil } }
    var order: [ComparedModel] = []
    var models: [ComparedModel: [String?: ModelFootprint]] = [:]
    for dataset in scored {
      for model in dataset.models where !model.isAllData && !model.finished.isEmpty {
        let name = ComparedModel.trained(model.identity).acrossDatasets
        if models[name] == nil { order.append(name) }
        models[name, default: [:]][dataset.dataset] = model
      }
    }
    // A model that one data set alone has, as with plans of its own, would make a row of holes.
    order = order.filter { (models[$0]?.count ?? 0) >= 2 }
    let datasets = scored.filter { dataset in order.contains { models[$0]?[dataset.dataset] != nil } }
    let isBenchmark = datasets.count >= 2 && order.count >= 2
    let rows = (isBenchmark ? order : []).map { name -> Table.Row in
      let found = datasets.map { models[name]?[$0.dataset] }
      let costs = found.map { $0.flatMap { model in cost(of: model) } }
      // A mean over some of the data sets would be no match for one over all of them.
      let known = costs.compactMap(\.self)
      let mean = known.count == costs.count ? known : []
      func overDatasets(_ value: (Cost) -> Double) -> Double? {
        mean.isEmpty ? nil : mean.map(value).compensatedSum() / Double(mean.count)
      }
      return Table.Row(
        [.text(self.name(name))] + found.map { Table.Cell.quantity($0?.dice.map { 100 * $0.mean }) } + [
          .quantity(overDatasets(\.seconds)), .quantity(overDatasets(\.energy.joules)),
          .quantity(overDatasets(\.carbon.grams)),
        ])
    }
    let scores = datasets.enumerated().map { place, dataset in
      Table.Column(
        key: "dice_\(place + 1)", header: RichText(labels.dataset(dataset.dataset)), unit: .custom("%"),
        direction: .higherIsBetter, ranking: .table, format: .decimals(2))
    }
    return Table(
      name: "benchmark", caption: "Validation Dice by model and data set, with what training one fold took",
      columns: [.init(key: "model", header: "Model")] + scores + [
        .init(key: "time", header: "Time", unit: .duration, direction: .lowerIsBetter, ranking: .table),
        .init(key: "it_energy", header: "IT energy", unit: .energy, direction: .lowerIsBetter, ranking: .table),
        .init(
          key: "co2e", header: .co2e, unit: .carbon, direction: .lowerIsBetter, ranking: .table,
          format: .significantDigits(2)),
      ], rows: rows,
      notes: [
        "Dice: mean over finished folds. Time, IT energy and CO2e: of training one fold, mean over the data sets; -- where one of them is missing. Bold: best of a column; underlined: second.",
        Table.Note(RichText(carbonSentence)),
      ])
  }

  /// What training one fold took.
  private struct Cost {
    let seconds: Double
    let energy: Energy
    let carbon: CarbonMass
  }

  private func cost(of model: ModelFootprint) -> Cost? {
    guard let seconds = model.seconds?.mean,
      let energy = headline(model.energy, coverage: model.coverage).value.map({ Energy.joules($0.mean) })
    else { return nil }
    return Cost(seconds: seconds, energy: energy, carbon: footprint.basis(of: model).carbon(energy))
  }
}
