import Accounting
import Plotting

extension ReportFigures {
  /// Mean ranks over five data sets or more, with what Nemenyi's test tells apart.
  func ranks(_ comparison: RankComparison) -> CriticalDifferenceFigure? {
    guard case .ranks(let friedman, let nemenyi) = comparison.test else { return nil }
    let isDice = comparison.metric == .dice
    let p = friedman.fStatistic == nil ? friedman.chiSquaredPValue : friedman.fPValue
    // Without a difference at all, none of the pairs counts.
    let groups = p < 0.05 ? nemenyi.groups : [0...friedman.models - 1]
    let test = p < 0.05 ? "Nemenyi test at 0.05" : "No difference by Friedman's test at 0.05"
    return CriticalDifferenceFigure(
      name: "critical-difference" + (isDice ? "" : "-" + metricStems[comparison.metric.name]),
      title:
        "Mean ranks of \(friedman.models) models by \(isDice ? "validation Dice" : comparison.metric.name) over \(friedman.blocks) data sets",
      items: zip(comparison.models, friedman.averageRanks).map { .init(label: tables.name($0), rank: $1) },
      criticalDifference: nemenyi.criticalDifference, groups: groups,
      explanation: "\(test); p of Friedman's test: \(ReportTables.pValue(p)).")
  }

  func ranksCaption(_ metric: ModelComparison.Metric) -> RichText {
    RichText(
      "Mean ranks of the models by their mean \(metric == .dice ? "validation Dice" : metric.name) over data sets, best at the left. Models joined by a bar are not told apart by Nemenyi's test at 0.05; CD: its critical difference."
    )
  }
}
