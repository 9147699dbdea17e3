public import Accounting
import Alignment
import LogFormats
public import Plotting
import Quantities

/// The figures of a report, made of a study's footprint.
public struct ReportFigures: Sendable {
  /// A figure as text needs it.
  public struct Figure: Sendable {
    /// The figure.
    public let rendered: RenderedFigure
    /// What stands under it.
    public let caption: RichText
    /// There is one for each data set.
    public var isPerDataset = false
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
  ///
  /// - Parameters:
  ///   - style: their size and letters.
  ///   - elsewhere: the other places of `places`; `nil` for those that the study file names.
  public func render(_ style: FigureStyle, elsewhere: Relocation? = nil) -> [Figure] {
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
    var embedded = 0
    for dataset in footprint.datasets {
      if let figure = epochs(of: dataset) {
        let isEmbedded = embedded < HTMLPage.embeddedPerDataset
        embedded += 1
        // The pictures that stand in the page are at hand; of hundreds of data sets they are not kept.
        let rendered =
          isEmbedded
          ? figure.render(style).makingData { epochs(of: dataset) }
          : figure.render(style).makingAll { epochs(of: dataset)?.render(style) }
        figures.append(Figure(rendered: rendered, caption: epochsCaption(dataset), isPerDataset: true))
      }
    }
    if footprint.datasets.contains(where: { tables.headline($0.energy, coverage: $0.coverage).value != nil }) {
      figures.append(Figure(rendered: cumulative.render(style), caption: cumulativeCaption))
    }
    if let breakEven { figures.append(Figure(rendered: breakEven.render(style), caption: breakEvenCaption)) }
    if let overhead { figures.append(Figure(rendered: overhead.render(style), caption: overheadCaption)) }
    let carbon = CarbonFigures(tables)
    if let places = elsewhere.map({ carbon.places($0, of: .models, style) }) ?? carbon.places(style) {
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

  // MARK: - Shared

  var meanUnit: UnitScale { Self.unit(footprint.models.compactMap { $0.energy?.maximum }) }

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

  var pue: String { tables.pueText }

  /// The largest unit in which the greatest value is at least 1.
  static func unit(_ joules: [Double]) -> UnitScale {
    let greatest = joules.filter(\.isFinite).max() ?? 0
    return [.megawattHours, .kilowattHours].first { greatest >= $0.divisor } ?? .wattHours
  }

  /// Parts of file names for the data sets.
  var datasetStems: FileStems { FileStems(footprint.datasets.map(\.dataset)) }

  /// Parts of file names for the metrics that have ranks.
  var metricStems: FileStems { FileStems(tables.comparison.ranks.map(\.metric.name)) }
}
