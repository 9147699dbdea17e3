import Accounting
import Alignment
import LogFormats
import Quantities

extension ReportTables {
  /// Every comparison with all that was computed of it, Dice as fractions; for scripts.
  public var extendedComparison: Table {
    let rows = (comparison.byDice + comparison.byOtherMetrics).flatMap { comparison in
      let front = comparison.paretoFront
      return comparison.entries.enumerated().map { place, entry -> Table.Row in
        let head: [Table.Cell] = [
          .text(comparison.metric.name), .text(labels.dataset(comparison.dataset)), .text(name(entry.model)),
          .text(place == comparison.reference ? "yes" : "no"), Self.mean(entry.score), Self.mean(entry.cost.energy),
          .quantity(entry.cost.carbon?.grams), Self.mean(entry.cost.seconds),
        ]
        let tail: [Table.Cell] = [
          .quantity(entry.energyPePR), .quantity(entry.carbonPePR), .quantity(entry.timePePR),
          .quantity(entry.energyPerPoint), entry.cost.energy == nil ? .empty : .text(front.role(of: place)),
        ]
        return Table.Row(head + Self.tests(entry) + tail)
      }
    }
    return Table(
      name: "comparison", caption: "All comparisons",
      columns: [
        .init(key: "metric", header: "Metric"), .init(key: "dataset", header: "Data set"),
        .init(key: "model", header: "Model"), .init(key: "is_reference", header: "Reference"),
        .init(key: "score", header: "Score"), .init(key: "it_energy", header: "IT energy", unit: .energy),
        .init(key: "co2e", header: .co2e, unit: .carbon), .init(key: "time", header: "Time", unit: .duration),
        .init(key: "paired_folds", header: "Folds", unit: .count), .init(key: "difference", header: "Difference"),
        .init(key: "interval_low", header: "Low"), .init(key: "interval_high", header: "High"),
        .init(key: "bootstrap_low", header: "Low"), .init(key: "bootstrap_high", header: "High"),
        .init(key: "t", header: "t"), .init(key: "p", header: "p"), .init(key: "p_holm", header: "p"),
        .init(key: "wilcoxon_t", header: "T"), .init(key: "wilcoxon_p", header: "p"),
        .init(key: "wilcoxon_method", header: "Method"), .init(key: "cohens_d_z", header: "d"),
        .init(key: "hedges_g_z", header: "g"), .init(key: "rank_biserial", header: "r"),
        .init(key: "cliffs_delta", header: "delta"), .init(key: "not_tested", header: "Not tested"),
        .init(key: "pepr_e", header: "PePR-E"), .init(key: "pepr_c", header: "PePR-C"),
        .init(key: "pepr_t", header: "PePR-T"), .init(key: "energy_per_point", header: "Energy", unit: .energy),
        .init(key: "pareto", header: "Pareto front"),
      ], rows: rows)
  }

  private static func tests(_ entry: ModelComparison.Entry) -> [Table.Cell] {
    switch entry.comparison {
    case nil: return Array(repeating: .empty, count: 17)
    case .failure(let reason): return Array(repeating: .empty, count: 16) + [.text(reason.words)]
    case .success(let tested):
      let bootstrap = tested.bootstrapInterval
      return [
        .integer(tested.folds.count), .quantity(tested.differences.summary.mean),
        .quantity(tested.t.interval.lowerBound), .quantity(tested.t.interval.upperBound),
        .quantity(bootstrap?.lowerBound), .quantity(bootstrap?.upperBound), .quantity(tested.t.statistic),
        .quantity(tested.t.pValue), .quantity(tested.adjustedPValue), .quantity(tested.wilcoxon?.statistic),
        .quantity(tested.wilcoxon?.pValue), .text(tested.wilcoxon?.method.rawValue), .quantity(tested.cohensDz),
        .quantity(tested.hedgesGz), .quantity(tested.wilcoxon?.rankBiserial), .quantity(tested.cliffsDelta), .empty,
      ]
    }
  }
}

extension PairedComparison.NotTested {
  /// The reason in a few words.
  var words: String {
    switch self {
    case .tooFewCommonFolds(0): "no fold in common"
    case .tooFewCommonFolds(let found): "\(found) fold\(found == 1 ? "" : "s") in common"
    case .repeatedFolds(let folds):
      "fold\(folds.count == 1 ? "" : "s") \(folds.map(\.description).joined(separator: ", ")) trained more than once"
    case .equalDifferences: "the same difference in each fold"
    case .notFinite: "values too large"
    }
  }
}
