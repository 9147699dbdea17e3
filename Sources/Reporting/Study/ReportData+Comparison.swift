import Accounting

extension ReportData {
  /// How models were compared, and their ranks over data sets; `tables/comparison.csv` has the single comparisons.
  var comparison: JSONOutput {
    [
      "least_common_folds": .integer(Int64(PairedComparison.leastFolds)),
      "least_data_sets": .integer(Int64(RankComparison.leastDatasets)),
      "bootstrap_resamples": .integer(Int64(Bootstrap.defaultResamples)),
      "bootstrap_seed": .integer(Int64(Bootstrap.defaultSeed)),
      "tests": JSONOutput(tables.comparison.byDice.map(family)),
      "ranks": JSONOutput(tables.comparison.ranks.map(ranks)),
    ]
  }

  /// The tests that Holm's correction is for, and the scales of PePR.
  private func family(_ comparison: ModelComparison) -> JSONOutput {
    func scale(_ scale: PePR?) -> JSONOutput {
      scale.map { ["min": .number($0.minimumResource), "max": .number($0.maximumResource)] } ?? .null
    }
    return [
      "dataset": JSONOutput(comparison.dataset), "metric": .string(comparison.metric.name),
      "reference": .string(tables.name(comparison.entries[comparison.reference].model)),
      "reference_declared": .boolean(comparison.isDeclared), "holm_tests": .integer(Int64(comparison.testCount)),
      "pepr_it_energy_j": scale(comparison.energyScale), "pepr_co2e_g": scale(comparison.carbonScale),
      "pepr_seconds": scale(comparison.timeScale),
    ]
  }

  private func ranks(_ ranks: RankComparison) -> JSONOutput {
    let names = ranks.models.map { tables.name($0) }
    var members: [JSONOutput.Member] = [
      .init("metric", .string(ranks.metric.name)),
      .init("datasets", JSONOutput(ranks.datasets.map { JSONOutput($0) })),
      .init("left_out_datasets", JSONOutput(ranks.leftOut.map { JSONOutput($0) })),
      .init("models", JSONOutput(names.map(JSONOutput.string))),
      .init("scores", JSONOutput(ranks.scores.map { JSONOutput($0.map(JSONOutput.number)) })),
    ]
    switch ranks.test {
    case .none(let reason): members.append(.init("not_tested", .string("\(reason)")))
    case .pair(let test):
      members += [
        .init("wilcoxon_t", .number(test.statistic)), .init("wilcoxon_n", .integer(Int64(test.count))),
        .init("wilcoxon_p", .number(test.pValue)), .init("wilcoxon_method", .string(test.method.rawValue)),
      ]
    case .ranks(let friedman, let nemenyi):
      members += [
        .init("mean_ranks", JSONOutput(friedman.averageRanks.map(JSONOutput.number))),
        .init("friedman_chi_squared", .number(friedman.chiSquared)),
        .init("friedman_chi_squared_without_ties", .number(friedman.uncorrectedChiSquared)),
        .init("friedman_p", .number(friedman.chiSquaredPValue)),
        .init("iman_davenport_f", JSONOutput(friedman.fStatistic)),
        .init("iman_davenport_p", .number(friedman.fPValue)), .init("nemenyi_level", .number(nemenyi.level)),
        .init("nemenyi_critical_difference", .number(nemenyi.criticalDifference)),
      ]
    }
    return .object(members)
  }
}
