import Accounting
import Alignment
import Quantities

extension ReportTables {
  /// A model's name in comparisons.
  func name(_ model: ComparedModel) -> String {
    if case .trained(let identity) = model, identity.dataset == nil {
      // A model over data sets: told apart from all others of the study.
      let others = footprint.models.filter { !$0.isAllData }.map { model in
        var identity = model.identity
        identity.dataset = nil
        return identity
      }
      return labels.compared(model, among: others)
    }
    return labels.compared(model, among: footprint.models.filter { !$0.isAllData }.map(\.identity))
  }

  /// The models of each data set against each other by validation Dice: scores, costs, differences, efficiency.
  public var comparisonTable: Table {
    var marks: Set<String> = []
    let places = decimals(comparison.byDice)
    let rows = comparison.byDice.flatMap { comparison in
      let dataset = labels.dataset(comparison.dataset)
      let front = comparison.paretoFront
      return comparison.entries.enumerated().map { place, entry -> Table.Row in
        let coverage = coverage(entry.model)
        let mark = headline(entry.cost.energy, coverage: coverage).mark
        marks.formUnion(mark.map(String.init))
        let isReference = place == comparison.reference
        let energy = entry.cost.energy
        return Table.Row(
          [
            .text(dataset), .text(name(entry.model), mark: isReference ? "r" : nil), .integer(entry.score.count),
            Self.mean(entry.score, scale: 100),
            .mean(
              energy?.mean, deviation: energy?.standardDeviation, count: energy?.count ?? 0,
              mark: mark.isEmpty ? nil : mark),
          ] + differences(entry, isReference: isReference, scale: 100, decimals: places) + [
            .quantity(entry.energyPePR), .quantity(entry.carbonPePR), .quantity(entry.timePePR),
            .quantity(entry.energyPerPoint), entry.cost.energy == nil ? .missing : .text(front.role(of: place)),
          ], group: dataset)
      }
    }
    return Table(
      name: "comparison", caption: "Models of each data set compared by their validation Dice",
      columns: [
        .init(key: "dataset", header: "Data set", hidesRepeats: true), .init(key: "model", header: "Model"),
        .init(key: "folds", header: "n", unit: .count),
        .init(key: "dice", header: "Dice", unit: .custom("%"), direction: .higherIsBetter),
        .init(key: "it_energy", header: "IT energy", unit: .energy, direction: .lowerIsBetter),
      ] + Self.differenceColumns(unit: "points", decimals: places) + [
        .init(key: "pepr_e", header: "PePR-E", direction: .higherIsBetter, format: .decimals(3)),
        .init(key: "pepr_c", header: "PePR-C", direction: .higherIsBetter, format: .decimals(3)),
        .init(key: "pepr_t", header: "PePR-T", direction: .higherIsBetter, format: .decimals(3)),
        .init(key: "energy_per_point", header: "Energy per Dice point", unit: .energy, direction: .lowerIsBetter),
        .init(key: "pareto", header: "Pareto front"),
      ], rows: rows, notes: comparisonNotes + coverageNotes(marks))
  }

  /// The models of each data set against each other by the metrics of other programs.
  public var metricsTable: Table {
    let rows = comparison.byOtherMetrics.flatMap { comparison in
      let dataset = labels.dataset(comparison.dataset)
      let metric = comparison.metric.name + (comparison.metric.lowerIsBetter ? " ↓" : " ↑")
      // Metrics have units of their own: each gets the digits that suit it.
      let places = decimals([comparison])
      return comparison.entries.enumerated().map { place, entry -> Table.Row in
        let isReference = place == comparison.reference
        let score = NumberFormat.fixed(entry.score.mean, decimals: places) ?? "--"
        let spread = entry.score.standardDeviation.flatMap { NumberFormat.fixed($0, decimals: places) }
        var cells: [Table.Cell] = [
          .text(metric), .text(dataset), .text(name(entry.model), mark: isReference ? "r" : nil),
          .integer(entry.score.count), .text(spread.map { "\(score) ± \($0)" } ?? score),
        ]
        cells += differences(entry, isReference: isReference, scale: 1, decimals: places, isText: true)
        return Table.Row(cells, group: metric + dataset)
      }
    }
    return Table(
      name: "metrics", caption: "Models of each data set compared by metrics of other programs",
      columns: [
        .init(key: "metric", header: "Metric", hidesRepeats: true),
        .init(key: "dataset", header: "Data set", hidesRepeats: true), .init(key: "model", header: "Model"),
        .init(key: "folds", header: "n", unit: .count), .init(key: "score", header: "Mean", alignment: .right),
      ] + Self.differenceColumns(unit: nil, decimals: 2), rows: rows,
      notes: [
        Table.Note(mark: "r", "The reference: the final model that fodspor.yml names, else the best mean."),
        "Mean ± sample sd over n values, as the files of metrics give them; ↓: less is better. The other columns are as in the comparison by Dice.",
      ] + ambiguityNotes)
  }

  // MARK: - Cells

  private static func differenceColumns(unit: RichText?, decimals: Int) -> [Table.Column] {
    [
      .init(
        key: "difference", header: "Difference", unit: unit.map { .custom($0) } ?? .none, format: .decimals(decimals),
        alignment: .right),
      .init(
        key: "interval", header: "95 % interval", unit: unit.map { .custom($0) } ?? .none, alignment: .right),
      .init(key: "p_holm", header: "p (Holm)", alignment: .right),
      .init(key: "effect_size", header: "Effect", format: .decimals(2)),
    ]
  }

  /// Difference, interval, corrected p and effect of a model against its reference.
  private func differences(
    _ entry: ModelComparison.Entry, isReference: Bool, scale: Double, decimals: Int, isText: Bool = false
  ) -> [Table.Cell] {
    guard !isReference else { return [.empty, .empty, .empty, .empty] }
    guard case .success(let tested)? = entry.comparison else { return [.missing, .missing, .missing, .missing] }
    let (interval, difference) = (tested.t.interval, tested.differences.summary.mean * scale)
    let ends = [interval.lowerBound, interval.upperBound].map {
      Self.signed($0 * scale, decimals: decimals)
    }
    return [
      isText ? .text(Self.signed(difference, decimals: decimals)) : .quantity(difference),
      .text(ends.joined(separator: " to ")), .text(Self.pValue(tested.adjustedPValue)), .quantity(tested.hedgesGz),
    ]
  }

  /// Decimals that show two digits of the median half length of an interval.
  private func decimals(_ comparisons: [ModelComparison]) -> Int {
    let scale = comparisons.first?.metric == .dice ? 100.0 : 1
    var halves: [Double] = []
    for entry in comparisons.flatMap(\.entries) {
      guard case .success(let tested)? = entry.comparison else { continue }
      halves.append((tested.t.interval.upperBound - tested.t.interval.lowerBound) / 2 * scale)
    }
    if halves.isEmpty {
      halves = comparisons.flatMap(\.entries).compactMap(\.score.standardDeviation).map { $0 * scale }
    }
    return halves.median.flatMap { NumberFormat.decimals(of: $0, significantDigits: 2) } ?? 2
  }

  /// A number with a true minus sign.
  static func signed(_ value: Double, decimals: Int) -> String {
    NumberFormat.fixed(value, decimals: decimals)?.withMinusSigns ?? "--"
  }

  /// A p-value to three decimals; smaller ones as `<0.001`.
  static func pValue(_ p: Double) -> String {
    p < 0.0005 ? "<0.001" : NumberFormat.fixed(p, decimals: 3) ?? "--"
  }

  private func coverage(_ model: ComparedModel) -> Double? {
    guard case .trained(let identity) = model else { return nil }
    return footprint.models.first { $0.identity == identity && !$0.isAllData }?.coverage
  }

  // MARK: - Notes

  private var comparisonNotes: [Table.Note] {
    let comparisons = comparison.byDice
    var notes: [Table.Note] = [
      Table.Note(
        mark: "r",
        RichText(
          "The reference that others are compared with: "
            + (comparisons.contains(where: \.isDeclared)
              ? "the final model that fodspor.yml names, else the best mean Dice." : "the best mean Dice."))),
      "Dice: of the final validation; mean ± sample sd over n finished folds, as of the IT energy of training one fold, without PUE. Difference: mean over the folds that both have, model minus reference, with its 95\u{A0}% t interval. p: two-sided paired t test, after Holm's correction for the tests of the data set. Effect: Hedges' g, the mean difference over the standard deviation of the differences, without the bias of small samples.",
    ]
    if comparisons.contains(where: { $0.energyScale != nil || $0.timeScale != nil }) {
      notes.append(
        Table.Note(
          RichText(
            "PePR: Dice (0 to 1) over 1 + R, where R is 0 for the model of the data set that takes least and 1 for the one that takes most: IT energy (E), CO2e (C), time (T). With one carbon intensity C equals E. The scale belongs to the models compared, in order E, C, T: \(scales)."
          )))
      notes.append(
        "Energy per Dice point: IT energy of training one fold over the Dice in percent. Pareto front: no other model of the data set is better in both Dice and IT energy; knee: farthest above the straight line from the cheapest to the best, both scaled to 0 to 1."
      )
    }
    if comparison.supersededValues > 0 {
      notes.append(
        Table.Note(
          RichText(
            "Dice values in files of metrics that do not count, since logs have the model's own validation: \(comparison.supersededValues)."
          )))
    }
    return notes + (comparison.byOtherMetrics.isEmpty ? ambiguityNotes : [])
  }

  /// That names in files of metrics fit several models.
  private var ambiguityNotes: [Table.Note] {
    guard !comparison.ambiguousNames.isEmpty else { return [] }
    let names = comparison.ambiguousNames.map { "\($0.name) on \(labels.dataset($0.dataset))" }
    return [
      Table.Note(
        RichText(
          "These names in files of metrics fit several trained models and stand as models of their own, without energy; trainer__plans__configuration names one: \(names.joined(separator: "; "))."
        ))
    ]
  }

  /// The extremes that PePR rests on, for each data set.
  private var scales: String {
    func range(_ scale: PePR?, _ unit: ColumnUnit) -> String {
      guard let scale else { return "--" }
      let ends = [scale.minimumResource, scale.maximumResource]
      guard let fitting = UnitScale.fitting(ends, of: unit) else { return "--" }
      let texts = ends.map { NumberFormat.significant($0 / fitting.divisor, digits: 3) ?? "--" }
      return "\(texts[0]) to \(texts[1])\u{A0}\(fitting.symbol)"
    }
    return comparison.byDice.filter { $0.energyScale != nil || $0.timeScale != nil }.map { comparison in
      labels.dataset(comparison.dataset) + " " + range(comparison.energyScale, .energy) + ", "
        + range(comparison.carbonScale, .carbon) + ", " + range(comparison.timeScale, .duration)
    }.joined(separator: "; ")
  }
}

extension ParetoFront {
  /// What a model is on the front, in a word or two; "no" when it is not on it.
  func role(of place: Int) -> String {
    guard members.contains(place) else { return "no" }
    let roles = [place == cheapest ? "cheapest" : nil, place == best ? "best" : nil, place == knee ? "knee" : nil]
    let words = roles.compactMap(\.self)
    return words.isEmpty ? "yes" : words.joined(separator: ", ")
  }
}
