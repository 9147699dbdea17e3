import Accounting
import Alignment

/// What stands below the comparison of models: which tests, over what, corrected how, and what was not tested and why.
struct ComparisonSentences {
  let tables: ReportTables

  /// At most so many untested models are named.
  private static let namedModels = 12

  private var comparison: StudyComparison { tables.comparison }

  /// One paragraph; `nil` when there is nothing to compare.
  var paragraph: String? {
    let overDatasets = comparison.ranks.flatMap { ranks($0) }
    guard !comparison.byDice.isEmpty else {
      return overDatasets.isEmpty ? nil : overDatasets.joined(separator: " ")
    }
    return (tested + notTested + overDatasets).joined(separator: " ")
  }

  private var successes: [PairedComparison] {
    comparison.byDice.flatMap(\.entries).compactMap { entry in
      if case .success(let tested)? = entry.comparison { tested } else { nil }
    }
  }

  private var tested: [String] {
    let tests = successes
    let counts = tests.map(\.folds.count)
    guard let least = counts.min(), let most = counts.max() else {
      return ["No difference was tested."]
    }
    let folds = least == most ? "\(least)" : "\(least) to \(most)"
    let significant = tests.count { $0.adjustedPValue < 0.05 }
    let smallest = 2 / Double(UInt64(1) << UInt64(min(most, 60)))
    let limit = NumberFormat.significant(smallest, digits: 3) ?? "--"
    return [
      "Each model was compared with its data set's reference by a two-sided paired t test over the folds that both finished (n = \(folds); \(tests.count) test\(tests.count == 1 ? "" : "s")), with Holm's correction within a data set; \(significant) of the corrected p \(significant == 1 ? "is" : "are") below 0.05.",
      "Intervals are not corrected.",
      "Wilcoxon's signed-rank tests are in the data file; with \(most) pairs their p cannot be below \(limit).",
      "Folds of a cross-validation share training cases, so that p is on the small side; a reference that was chosen for its mean makes differences look large.",
    ]
  }

  private var notTested: [String] {
    var items: [String] = []
    for comparison in comparison.byDice {
      for entry in comparison.entries {
        guard case .failure(let reason)? = entry.comparison else { continue }
        items.append(
          "\(tables.labels.dataset(comparison.dataset)) \(tables.name(entry.model)) (\(reason.words))")
      }
    }
    var sentences: [String] = []
    if !items.isEmpty {
      sentences.append(
        "Not tested, for want of \(PairedComparison.leastFolds) folds in common or as said: \(Self.list(items)).")
    }
    if !comparison.withoutDice.isEmpty {
      let names = comparison.withoutDice.map {
        "\(tables.labels.dataset($0.dataset)) \(tables.name(.trained($0)))"
      }
      sentences.append("Not compared, since no validation Dice is known: \(Self.list(names)).")
    }
    return sentences
  }

  private static func list(_ items: [String]) -> String {
    let rest = items.count - namedModels
    return items.prefix(namedModels).joined(separator: "; ") + (rest > 0 ? "; and \(rest) more" : "")
  }

  /// Models over data sets.
  private func ranks(_ ranks: RankComparison) -> [String] {
    let metric = ranks.metric.name
    let by = ranks.metric == .dice ? "" : " by \(metric)"
    let datasets = "\(ranks.datasets.count) data sets"
    let all = "\(ranks.datasets.count + ranks.leftOut.count) data sets"
    let names = ranks.models.map { tables.name($0) }
    var sentences: [String]
    switch ranks.test {
    case .none(.tooFewDatasets):
      return [
        "Ranks over data sets\(by) were not tested: it takes \(RankComparison.leastDatasets) with the same models, and \(all) have a comparison."
      ]
    case .none(.tooFewModels):
      return [
        "Ranks over data sets\(by) were not tested: no two models have a \(metric) on \(RankComparison.leastDatasets) of the \(all)."
      ]
    case .none(.allEqual):
      return ["Ranks over data sets\(by) were not tested: all models are equal on each of the \(datasets)."]
    case .pair(let test):
      sentences = [
        "Over \(datasets), Wilcoxon's signed-rank test of the mean \(metric) of \(names.joined(separator: " and ")) gives T = \(Self.number(test.statistic)) with \(test.count) differences, p = \(ReportTables.pValue(test.pValue)) (\(test.method.rawValue))."
      ]
    case .ranks(let friedman, let nemenyi): sentences = self.ranks(friedman, nemenyi, names, metric)
    }
    if !ranks.leftOut.isEmpty {
      let missing = ranks.leftOut.map { tables.labels.dataset($0) }
      sentences.append("Left out of the ranks\(by), for want of one of the models: \(Self.list(missing)).")
    }
    if !ranks.incomplete.isEmpty {
      let missing = ranks.incomplete.map { tables.name($0) }
      sentences.append("Not ranked\(by), for want of a \(metric) on each of these data sets: \(Self.list(missing)).")
    }
    return sentences
  }

  private func ranks(_ friedman: FriedmanTest, _ nemenyi: NemenyiTest, _ names: [String], _ metric: String)
    -> [String]
  {
    let f =
      friedman.fStatistic.map {
        "F(\(friedman.models - 1), \((friedman.models - 1) * (friedman.blocks - 1))) = \(Self.number($0)) after Iman and Davenport, p \(Self.equation(friedman.fPValue))"
      } ?? "no bound for F after Iman and Davenport, since all data sets rank alike"
    var text =
      "Over \(friedman.blocks) data sets, Friedman's test of the mean \(metric) of \(friedman.models) models gives chi-squared = \(Self.number(friedman.chiSquared)), p \(Self.equation(friedman.chiSquaredPValue)), and \(f). "
    let decisive = friedman.fStatistic == nil ? friedman.chiSquaredPValue : friedman.fPValue
    guard decisive < 0.05 else {
      return [text + "It finds no difference at 0.05, so that pairs of models were not tested."]
    }
    let difference = NumberFormat.fixed(nemenyi.criticalDifference, decimals: 2) ?? "--"
    text += "By Nemenyi's test at 0.05, mean ranks differ when they lie more than \(difference) apart: "
    var pairs: [String] = []
    for (place, better) in nemenyi.order.enumerated() {
      for worse in nemenyi.order.dropFirst(place + 1)
      where friedman.averageRanks[worse] - friedman.averageRanks[better] > nemenyi.criticalDifference {
        pairs.append("\(names[better]) is ahead of \(names[worse])")
      }
    }
    return [text + (pairs.isEmpty ? "no two do" : Self.list(pairs)) + "."]
  }

  private static func number(_ value: Double) -> String { NumberFormat.significant(value, digits: 3) ?? "--" }

  private static func equation(_ p: Double) -> String {
    let text = ReportTables.pValue(p)
    return text.hasPrefix("<") ? "< " + text.dropFirst() : "= " + text
  }
}
