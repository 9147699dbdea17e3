import Accounting
import Alignment
import LogFormats
import Quantities

extension ReportTables {
  /// How certain what it takes to train one fold is: a row per data set and configuration.
  public var uncertainty: Table {
    let rows = footprint.models.compactMap { model -> Table.Row? in
      guard !model.finished.isEmpty, headline(model.energy, coverage: model.coverage).value != nil,
        let budgets = model.budgets(footprint.basis)
      else { return nil }
      let dataset = labels.dataset(model.identity.dataset)
      return Table.Row(
        [
          .text(dataset), .text(self.model(model)), .integer(model.finished.count),
          .quantity(budgets.energy.value.joules), .quantity(budgets.energy.expanded.joules),
          .text(Self.largest(budgets.energy)), .quantity(budgets.carbon.value.grams),
          .quantity(budgets.carbon.expanded.grams), .text(Self.largest(budgets.carbon)),
        ], group: dataset)
    }
    return Table(
      name: "uncertainty", caption: "Uncertainty of the footprint of training one fold",
      columns: [
        .init(key: "dataset", header: "Data set", hidesRepeats: true),
        .init(key: "configuration", header: "Configuration"), .init(key: "folds", header: "n", unit: .count),
        .init(key: "it_energy", header: "IT energy", unit: .energy, scaleGroup: "energy"),
        .init(key: "it_energy_u95", header: "±\u{A0}U95", unit: .energy, scaleGroup: "energy"),
        .init(key: "it_energy_terms", header: "Largest terms"),
        .init(key: "co2e", header: .co2e, unit: .carbon, format: .significantDigits(2), scaleGroup: "carbon"),
        .init(
          key: "co2e_u95", header: "±\u{A0}U95", unit: .carbon, format: .significantDigits(2), scaleGroup: "carbon"),
        .init(key: "co2e_terms", header: "Largest terms"),
      ], rows: rows,
      notes: [
        "Mean over n finished folds ± expanded uncertainty with 95\u{A0}% confidence after the GUM, as the expectation of one more fold; a single fold says nothing of others. Terms: their share of the variance. It is of the components that were measured.",
        "PUE, carbon intensity and the gain of one board model are the same in all rows that share them: they cancel in comparisons, which are tighter than these values.",
      ])
  }

  /// The sums over all that runs executed, with their uncertainties; `nil` when none of it was measured.
  func uncertainty(of runs: [RunFootprint]) -> FootprintBudgets? {
    FootprintBudgets(sumOf: runs.flatMap(\.attempts), basis: footprint.basis)
  }

  /// The expanded uncertainty of a part of what runs executed, in joules: a part has the relative uncertainty of the whole.
  ///
  /// Gains, which are most of it, are the same in all parts; of short parts offset and sampling may be relatively more.
  func uncertainty(ofPart part: Energy?, of runs: [RunFootprint]) -> Double? {
    part.flatMap { part in uncertainty(of: runs)?.energy.relativeExpanded.map { part.joules * $0 } }
  }

  /// The three largest terms of a budget with their shares.
  private static func largest<Quantity>(_ budget: UncertaintyBudget<Quantity>) -> String {
    budget.shares.prefix(3).filter { $0.share >= 0.005 }.map { share in
      "\(share.name) \(NumberFormat.fixed(100 * share.share, decimals: 0) ?? "--")\u{A0}%"
    }.joined(separator: ", ")
  }
}
