public import Accounting
import Alignment
import LogFormats
public import Plotting
import Quantities

/// The figures of a report, made of a study's footprint.
public struct ReportFigures {
  /// A figure as text needs it.
  public struct Figure: Sendable {
    /// The figure.
    public let rendered: RenderedFigure
    /// What stands under it.
    public let caption: RichText
  }

  let footprint: StudyFootprint
  let labels: Labels
  let tables: ReportTables
  /// How wrong predictions would have been.
  let backTest: PredictionBackTest

  init(footprint: StudyFootprint, labels: Labels, tables: ReportTables, backTest: PredictionBackTest) {
    self.footprint = footprint
    self.labels = labels
    self.tables = tables
    self.backTest = backTest
  }

  /// Makes the figures of a footprint with the study's names; `showsLowCoverage` draws values of which less than half
  /// was measured, marked.
  public init(footprint: StudyFootprint, labels: Labels, showsLowCoverage: Bool = false) {
    self.init(
      footprint: footprint, labels: labels,
      tables: ReportTables(footprint: footprint, labels: labels, showsLowCoverage: showsLowCoverage),
      backTest: footprint.backTest())
  }

  /// All figures, in the order of the report; those without data are left out.
  public func render(_ style: FigureStyle) -> [Figure] {
    var figures: [Figure] = []
    if footprint.models.contains(where: { $0.energy != nil && isShown($0) }) {
      figures.append(Figure(rendered: components(.absolute).render(style), caption: componentsCaption))
      if footprint.models.contains(where: { $0.energy != nil && isShown($0) && $0.components.count > 1 }) {
        figures.append(Figure(rendered: components(.share).render(style), caption: sharesCaption))
      }
      figures.append(Figure(rendered: pareto.render(style), caption: paretoCaption))
    }
    if let folds { figures.append(Figure(rendered: folds.render(style), caption: foldsCaption)) }
    if let efficiency { figures.append(Figure(rendered: efficiency.render(style), caption: efficiencyCaption)) }
    for dataset in footprint.datasets {
      if let figure = epochs(of: dataset) {
        figures.append(Figure(rendered: figure.render(style), caption: epochsCaption(dataset)))
      }
    }
    if footprint.datasets.contains(where: { tables.headline($0.energy, coverage: $0.coverage).value != nil }) {
      figures.append(Figure(rendered: cumulative.render(style), caption: cumulativeCaption))
    }
    if let breakEven { figures.append(Figure(rendered: breakEven.render(style), caption: breakEvenCaption)) }
    if let overhead { figures.append(Figure(rendered: overhead.render(style), caption: overheadCaption)) }
    let carbon = CarbonFigures(tables)
    if let places = carbon.places(style) {
      figures.append(Figure(rendered: places, caption: CarbonFigures.placesCaption))
    }
    let all = Array(footprint.runs.indices)
    if footprint.basis.series != nil, let shift = try? carbon.timeShift(of: all, by: carbon.usualDelays(of: all), style)
    {
      figures.append(Figure(rendered: shift, caption: CarbonFigures.timeShiftCaption))
    }
    let predictions = PredictionFigures(backTest, labels: labels)
    if let errors = predictions.errors(style) {
      figures.append(Figure(rendered: errors, caption: PredictionFigures.errorsCaption))
    }
    if let scatter = predictions.scatter(style) {
      figures.append(Figure(rendered: scatter, caption: predictions.scatterCaption))
    }
    for comparison in tables.comparison.ranks {
      guard let ranks = ranks(comparison) else { continue }
      figures.append(Figure(rendered: ranks.render(style), caption: ranksCaption(comparison.metric)))
    }
    return figures
  }

  // MARK: - Stacked components

  var meanUnit: UnitScale { Self.unit(footprint.models.compactMap { $0.energy?.maximum }) }

  private func components(_ mode: ComponentBarsFigure.Mode) -> ComponentBarsFigure {
    let unit = meanUnit
    let all = Set(footprint.models.flatMap(\.components))
    let groups = footprint.datasets.compactMap { dataset -> ComponentBarsFigure.Group? in
      let bars = dataset.models.compactMap { model -> ComponentBarsFigure.Bar? in
        guard let energy = model.energy, isShown(model) else { return nil }
        var parts: [ComponentBarsFigure.Component: Double] = [:]
        for component in Component.allCases {
          let known = model.finished.compactMap { $0.trainingEnergy(of: component)?.joules }
          if !known.isEmpty {
            parts[Self.part(component)] = known.compensatedSum() / Double(model.finished.count) / unit.divisor
          }
        }
        let pue = footprint.basis(of: model).pue.value.ratio
        let overhead = (pue - 1) * energy.mean / unit.divisor
        return .init(
          label: label(model), parts: parts, missing: Set(all.subtracting(model.components).map(Self.part)),
          overhead: overhead,
          error: energy.standardDeviation.map { $0 * pue / unit.divisor })
      }
      return bars.isEmpty ? nil : .init(label: labels.dataset(dataset.dataset), bars: bars)
    }
    return switch mode {
    case .absolute:
      ComponentBarsFigure(
        name: "components", title: "Energy of training one fold by component", unit: unit.symbol,
        errorMeaning: "sd over folds of the total", groups: groups)
    case .share:
      ComponentBarsFigure(
        name: "component-shares", title: "Shares of components in the energy of training one fold", unit: unit.symbol,
        mode: .share, groups: groups)
    }
  }

  private var componentsCaption: RichText {
    "Energy of training one fold by component, mean over finished folds; the lightest part is what PUE \(pue) adds. Whiskers: sample sd over folds of the total."
      + coverageCaption
  }

  private var sharesCaption: RichText {
    "Shares of the components in the energy of training one fold, mean over finished folds; the lightest part is what PUE \(pue) adds."
      + coverageCaption
  }

  private static func part(_ component: Component) -> ComponentBarsFigure.Component {
    switch component {
    case .gpu: .gpu
    case .cpu: .cpu
    case .dram: .dram
    case .node: .node
    }
  }

  // MARK: - Pareto

  private var pareto: ParetoFigure {
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

  private var paretoCaption: RichText {
    "Validation Dice against the IT energy of training one fold; mean ± sample sd over finished folds. The stepped line is the Pareto front: nothing on it is beaten in both. Knee: farthest above the straight line from the least energy to the best Dice, both scaled to the front."
      + coverageCaption
  }

  // MARK: - Epochs

  private func epochs(of dataset: SelectionFootprint) -> EpochFigure? {
    let unit = Self.unit(dataset.runs.flatMap { run in epochEnergies(run).compactMap { $0.energy?.joules } })
    let series = dataset.models.compactMap { model -> EpochFigure.Series? in
      let runs = model.runs.compactMap { footprint -> EpochFigure.Run? in
        let epochs = epochEnergies(footprint).map { item in
          EpochFigure.Epoch(
            index: item.epoch.index, energy: item.energy.map { $0.joules / unit.divisor },
            score: item.epoch.logged.meanPseudoDice, state: Self.state(item.epoch.status))
        }
        let restarts = footprint.run.attempts.dropFirst().compactMap { $0.epochs.first?.index }
        let fold = footprint.run.identity.fold?.description ?? footprint.run.identity.location
        return epochs.contains { $0.energy != nil }
          ? .init(label: "fold \(fold)", epochs: epochs, restarts: restarts) : nil
      }
      return runs.isEmpty ? nil : .init(label: tables.model(model), runs: runs)
    }
    guard !series.isEmpty else { return nil }
    return EpochFigure(
      name: "epochs-" + Self.fileStem(dataset.dataset),
      title: "IT energy per epoch, \(labels.dataset(dataset.dataset))",
      unit: unit.symbol, scoreName: "Pseudo Dice", series: series)
  }

  private func epochsCaption(_ dataset: SelectionFootprint) -> RichText {
    RichText(
      "IT energy of each epoch of \(labels.dataset(dataset.dataset)) above, nnU-Net's online estimate of the Dice below (which is not the validation Dice). Bands span the folds; hollow: redone; crosses: aborted."
    )
  }

  /// The epochs of all attempts with their energies, in order of time.
  private func epochEnergies(_ footprint: RunFootprint) -> [(epoch: AlignedEpoch, energy: Energy?)] {
    zip(footprint.run.attempts, footprint.attempts).flatMap { attempt, measured in
      attempt.parts.enumerated().compactMap { place, part in
        part.epoch.map { (attempt.epochs[$0], measured.energy(ofPart: place)) }
      }
    }
  }

  private static func state(_ status: AlignedEpoch.Status) -> EpochFigure.State {
    switch status {
    case .useful: .useful
    case .redone: .redone
    case .aborted: .aborted
    }
  }

  // MARK: - Cumulative

  private var cumulative: CumulativeFigure {
    let unit = Self.unit(footprint.datasets.compactMap { $0.energy?.joules })
    let panels = footprint.datasets.compactMap { dataset -> CumulativeFigure.Panel? in
      let starts = dataset.runs.flatMap(\.run.attempts).map(\.window.start)
      guard let first = starts.min(), tables.headline(dataset.energy, coverage: dataset.coverage).value != nil else {
        return nil
      }
      let attempts = dataset.models.flatMap { model in
        model.runs.flatMap { footprint in
          zip(footprint.run.attempts, footprint.attempts).map { attempt, measured in
            CumulativeFigure.Attempt(
              configuration: tables.model(model), endHours: first.duration(to: attempt.window.end).inHours,
              cost: measured.energy.map { $0.joules / unit.divisor }, failed: Self.failed(attempt))
          }
        }
      }
      return .init(
        label: labels.dataset(dataset.dataset), attempts: attempts,
        finalCost: dataset.finalEnergy.map { $0.joules / unit.divisor })
    }
    return CumulativeFigure(
      name: "cumulative", title: "IT energy spent on selecting a model", quantity: "Cumulative IT energy",
      unit: unit.symbol, panels: panels)
  }

  private var cumulativeCaption: RichText {
    "IT energy spent on selecting each data set's model, added up as trainings ended; crosses: failed or killed. Dashed: the final model's share."
  }

  private static func failed(_ attempt: Attempt) -> Bool {
    switch attempt.outcome {
    case .finished, .stoppedEarly: false
    case .failed, .interrupted, .killed, .cutOff: true
    }
  }

  // MARK: - Ranks

  /// Mean ranks over five data sets or more, with what Nemenyi's test tells apart.
  private func ranks(_ comparison: RankComparison) -> CriticalDifferenceFigure? {
    guard case .ranks(let friedman, let nemenyi) = comparison.test else { return nil }
    let isDice = comparison.metric == .dice
    let p = friedman.fStatistic == nil ? friedman.chiSquaredPValue : friedman.fPValue
    // Without a difference at all, none of the pairs counts.
    let groups = p < 0.05 ? nemenyi.groups : [0...friedman.models - 1]
    let test = p < 0.05 ? "Nemenyi test at 0.05" : "No difference by Friedman's test at 0.05"
    return CriticalDifferenceFigure(
      name: "critical-difference" + (isDice ? "" : "-" + Self.fileStem(comparison.metric.name)),
      title:
        "Mean ranks of \(friedman.models) models by \(isDice ? "validation Dice" : comparison.metric.name) over \(friedman.blocks) data sets",
      items: zip(comparison.models, friedman.averageRanks).map { .init(label: tables.name($0), rank: $1) },
      criticalDifference: nemenyi.criticalDifference, groups: groups,
      explanation: "\(test); p of Friedman's test: \(ReportTables.pValue(p)).")
  }

  private func ranksCaption(_ metric: ModelComparison.Metric) -> RichText {
    RichText(
      "Mean ranks of the models by their mean \(metric == .dice ? "validation Dice" : metric.name) over data sets, best at the left. Models joined by a bar are not told apart by Nemenyi's test at 0.05; CD: its critical difference."
    )
  }

  // MARK: - Shared

  /// Whether a model's energy may stand in a headline: at least half of the time was measured, or all is asked for.
  func isShown(_ model: ModelFootprint) -> Bool {
    model.energy == nil || tables.headline(model.energy, coverage: model.coverage).value != nil
  }

  /// A model's name, marked when less than 95 % of the time was measured.
  func label(_ model: ModelFootprint) -> String {
    tables.model(model) + tables.headline(model.energy, coverage: model.coverage).mark
  }

  /// What the marks of ``label(_:)`` mean, when there are any.
  var coverageCaption: RichText {
    footprint.models.contains { ($0.coverage ?? 1) < 0.95 && $0.energy != nil }
      ? (tables.showsLowCoverage
        ? " †, §: less than 95 %, less than half of the time was measured."
        : " †: less than 95 % of the time was measured; models with less than half are left out.") : ""
  }

  private var pue: String { tables.pueText }

  /// The largest unit in which the greatest value is at least 1.
  static func unit(_ joules: [Double]) -> UnitScale {
    let greatest = joules.filter(\.isFinite).max() ?? 0
    return [.megawattHours, .kilowattHours].first { greatest >= $0.divisor } ?? .wattHours
  }

  /// A data set's name as part of a file name: ASCII letters, digits, `-` and `_` only.
  static func fileStem(_ name: String?) -> String {
    let stem = (name ?? "unknown").unicodeScalars.map { scalar -> Character in
      scalar.isASCII && (Character(scalar).isLetter || Character(scalar).isNumber || scalar == "_" || scalar == "-")
        ? Character(scalar) : "-"
    }
    return String(stem.prefix(80))
  }
}
