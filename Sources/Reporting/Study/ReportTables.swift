public import Accounting
import Alignment
import LogFormats
import Quantities

/// The tables of a report, made of a study's footprint.
///
/// Every number stands in them unrounded; renderers round once.
public struct ReportTables: Sendable {
  let footprint: StudyFootprint
  let labels: Labels
  /// Whether values of which less than half was measured are given all the same.
  let showsLowCoverage: Bool
  /// The gain of the early stop among the strategies.
  let stopGain: Double
  /// Places and hours among the strategies.
  let lowCarbon: LowCarbonStrategies
  /// The attributes that ``factorTable`` has its rows by.
  let factors: RunFactors

  /// How much later a run may begin in the strategies of a report, by a series of carbon intensities.
  public static let defaultLatestStart = Duration.seconds(24 * 3600)

  /// Makes the tables of a footprint with the study's names.
  ///
  /// - Parameters:
  ///   - showsLowCoverage: whether values of which less than half was measured are given, marked.
  ///   - stopGain: by how much the EMA pseudo Dice must still rise for a training to go on, in the table of strategies.
  ///   - lowCarbon: places and hours that the table of strategies prices.
  ///   - factors: the attributes that a table of its own has its rows by.
  public init(
    footprint: StudyFootprint, labels: Labels, showsLowCoverage: Bool = false,
    stopGain: Double = EarlyStop.defaultGain,
    lowCarbon: LowCarbonStrategies = LowCarbonStrategies(latestStart: Self.defaultLatestStart),
    factors: RunFactors = .none
  ) {
    self.factors = factors
    self.stopGain = stopGain
    self.lowCarbon = lowCarbon
    self.footprint = footprint
    self.labels = labels
    self.showsLowCoverage = showsLowCoverage
    studyComponents = footprint.runs.reduce(into: []) { $0.formUnion($1.components) }
    comparison = StudyComparison(
      footprint, values: labels.metricValues, names: labels.metricNames(among: footprint.models),
      leastCoverage: showsLowCoverage ? 0 : 0.5)
  }

  /// The title of a column of facility energy: it names its PUE.
  var facilityHeader: RichText { RichText("Energy with PUE \(pueText)") }

  /// The PUE, or the least and the greatest where trainings have their own.
  var pueText: String {
    let ratios = footprint.runs.flatMap(\.attempts).filter { $0.energy != nil }.compactMap(\.rates?.pue.value.ratio)
    func text(_ ratio: Double) -> String { NumberFormat.fixed(ratio, decimals: 2) ?? "--" }
    guard let least = ratios.min(), let greatest = ratios.max(), least < greatest else {
      return text(footprint.basis.pue.value.ratio)
    }
    return "\(text(least)) to \(text(greatest))"
  }

  /// The models of the study against each other.
  let comparison: StudyComparison

  /// The components that were measured anywhere in the study.
  let studyComponents: Set<Component>

  /// What a mark for missing components means.
  var componentNote: Table.Note {
    .init(mark: "‡", "Not all of \(Self.names(studyComponents)) were measured; compare with care.")
  }

  func modelName(_ identity: RunIdentity) -> String {
    labels.model(identity.model, isAllData: false, among: footprint.models.map(\.identity))
  }

  func model(_ model: ModelFootprint) -> String {
    labels.model(
      model.identity, isAllData: model.isAllData, among: footprint.models.filter { !$0.isAllData }.map(\.identity))
  }

  /// What it takes to train one fold: a row per data set and configuration, mean ± sd over finished folds.
  public var footprintTable: Table {
    var marks: Set<String> = []
    let score = footprintScore
    let rows = footprint.models.compactMap { model -> Table.Row? in
      guard !model.finished.isEmpty else { return nil }
      let (energy, mark) = markedEnergy(of: model, marks: &marks)
      let basis = footprint.basis(of: model)
      let unit = Energy.joules(1)
      let budgets = energy == nil ? nil : model.budgets(footprint.basis)
      return Table.Row(
        [
          .text(labels.dataset(model.identity.dataset)), .text(self.model(model)), .integer(model.finished.count),
          .quantity(model.epochs?.mean), Self.mean(model.seconds),
          .mean(
            energy?.mean, deviation: energy?.standardDeviation, count: energy?.count ?? 0,
            mark: mark),
          .quantity(
            energy.map { $0.mean * basis.facility(unit).joules }, u95: budgets?.facility.expanded.joules),
          .quantity(energy.map { $0.mean * basis.carbon(unit).grams }, u95: budgets?.carbon.expanded.grams),
          .quantity(energy.map { $0.mean * basis.distance(unit).kilometres }),
          model.isAllData ? .notApplicable : Self.mean(score.value(model), scale: 100),
        ], group: labels.dataset(model.identity.dataset))
    }
    var notes: [Table.Note] = [
      "Mean ± sample sd over n finished folds; a single fold has no sd. Resumes with their repeated epochs are included; attempts that were thrown away by a fresh start and repeated validations are not: the selection has them.",
      Table.Note(RichText("\(methodSentence) \(carbonSentence)")),
    ]
    notes += coverageNotes(marks)
    if footprint.models.contains(where: { labels.shortensTrainer($0.identity, among: footprint.models.map(\.identity)) }
    ) {
      notes.append("Trainers are named without the prefix nnUNetTrainer.")
    }
    if marks.contains("‡") {
      notes.append(componentNote)
    }
    if let note = score.note { notes.append(note) }
    return Table(
      name: "footprint", caption: "Energy and carbon footprint of training one fold, by data set and configuration",
      columns: [
        .init(key: "dataset", header: "Data set", hidesRepeats: true),
        .init(key: "configuration", header: "Configuration"),
        .init(key: "folds", header: "n", unit: .count),
        .init(key: "epochs", header: "Epochs", unit: .count, format: .decimals(0)),
        .init(key: "time", header: "Time", unit: .duration, format: .automatic),
        .init(key: "it_energy", header: "IT energy", unit: .energy, direction: .lowerIsBetter, scaleGroup: "energy"),
        .init(
          key: "facility_energy", header: facilityHeader, unit: .energy, direction: .lowerIsBetter,
          scaleGroup: "energy"),
        .init(key: "co2e", header: .co2e, unit: .carbon, direction: .lowerIsBetter, format: .significantDigits(2)),
        .init(key: "car_distance", header: "By car", unit: .distance, format: .significantDigits(2)),
        score.column,
      ], rows: rows, notes: notes)
  }

  /// How well the models of the footprint's table segment.
  ///
  /// The validation Dice, where any model has one. A study whose folders hold no validation gives nnU-Net's online
  /// estimate under its own name and without a mark for the best: it is computed on patches, while training, and chooses
  /// nothing.
  var footprintScore: (column: Table.Column, value: @Sendable (ModelFootprint) -> SampleSummary?, note: Table.Note?) {
    let models = footprint.models.filter { !$0.finished.isEmpty }
    guard !models.contains(where: { $0.dice != nil }), models.contains(where: { $0.pseudoDice != nil }) else {
      return (
        .init(key: "dice", header: "Dice", unit: .custom("%"), direction: .higherIsBetter), { $0.dice }, nil
      )
    }
    return (
      .init(key: "ema_pseudo_dice", header: "Pseudo Dice", unit: .custom("%")), { $0.pseudoDice },
      "Pseudo Dice: nnU-Net's online estimate on patches, as exponential moving average after the last epoch, since no validation (summary.json) was found. It is not the validation Dice, and models are not compared by it."
    )
  }

  /// The energy of a model's finished folds where it may stand in a headline, with what is to be remarked on it.
  func markedEnergy(of model: ModelFootprint, marks: inout Set<String>) -> (energy: SampleSummary?, mark: String?) {
    var (energy, mark) = headline(model.energy, coverage: model.coverage)
    if energy != nil {
      if model.components != studyComponents { mark += "‡" }
      if let provenance = model.provenance, provenance > .measured { mark += provenance == .estimated ? "e" : "l" }
    }
    marks.formUnion(mark.map(String.init))
    return (energy, mark.isEmpty ? nil : mark)
  }

  /// A value that may stand in a headline: none when less than half of the time was measured, unless asked for, and
  /// with a mark below 95 %.
  func headline<Value>(_ value: Value?, coverage: Double?) -> (value: Value?, mark: String) {
    guard value != nil, let coverage, coverage < 0.95 else { return (value, "") }
    return coverage < 0.5 ? (showsLowCoverage ? value : nil, "§") : (value, "†")
  }

  /// What the marks of ``headline(_:coverage:)`` mean, for those that are used.
  func coverageNotes(_ marks: Set<String>) -> [Table.Note] {
    var notes: [Table.Note] = []
    if marks.contains("l") {
      notes.append(.init(mark: "l", "At least in part a tracker's own means or totals, not integrated here."))
    }
    if marks.contains("e") {
      notes.append(.init(mark: "e", "At least in part computed from TDP or a constant by a tracker, not measured."))
    }
    if marks.contains("†") { notes.append(.init(mark: "†", "Less than 95\u{A0}% of the time was measured.")) }
    if marks.contains("§") {
      notes.append(
        .init(
          mark: "§",
          showsLowCoverage
            ? "Less than half of the time was measured."
            : "Less than half of the time was measured: no value is given. The trainings' table has what was measured.")
      )
    }
    return notes
  }

  static func mean(_ summary: SampleSummary?, scale: Double = 1) -> Table.Cell {
    .mean(
      summary.map { $0.mean * scale }, deviation: summary?.standardDeviation.map { $0 * scale },
      count: summary?.count ?? 0)
  }

  static func names(_ components: Set<Component>) -> String {
    let words = components.sorted().map { component in
      switch component {
      case .gpu: "GPU"
      case .cpu: "CPU"
      case .dram: "DRAM"
      case .node: "node"
      }
    }
    guard let last = words.last else { return "nothing" }
    return words.count == 1 ? last : words.dropLast().joined(separator: ", ") + " and " + last
  }
}
