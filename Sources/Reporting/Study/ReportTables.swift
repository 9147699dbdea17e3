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

  /// Makes the tables of a footprint with the study's names.
  ///
  /// - Parameter showsLowCoverage: whether values of which less than half was measured are given, marked.
  public init(footprint: StudyFootprint, labels: Labels, showsLowCoverage: Bool = false) {
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
    var usesComponentMark = false
    let all = studyComponents
    let rows = footprint.models.compactMap { model -> Table.Row? in
      guard !model.finished.isEmpty else { return nil }
      let headline = self.headline(model.energy, coverage: model.coverage)
      var mark = headline.mark
      if headline.value != nil, model.components != all {
        mark += "‡"
        usesComponentMark = true
      }
      if headline.value != nil, let provenance = model.provenance, provenance > .measured {
        mark += provenance == .estimated ? "e" : "l"
      }
      marks.formUnion(mark.map(String.init))
      let energy = headline.value
      let basis = footprint.basis(of: model)
      let unit = Energy.joules(1)
      return Table.Row(
        [
          .text(labels.dataset(model.identity.dataset)), .text(self.model(model)), .integer(model.finished.count),
          .quantity(model.epochs?.mean), Self.mean(model.seconds),
          .mean(
            energy?.mean, deviation: energy?.standardDeviation, count: energy?.count ?? 0,
            mark: mark.isEmpty ? nil : mark),
          .quantity(energy.map { $0.mean * basis.facility(unit).joules }),
          .quantity(energy.map { $0.mean * basis.carbon(unit).grams }),
          .quantity(energy.map { $0.mean * basis.distance(unit).kilometres }),
          model.isAllData ? .notApplicable : Self.mean(model.dice, scale: 100),
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
    if usesComponentMark {
      notes.append(componentNote)
    }
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
        .init(key: "dice", header: "Dice", unit: .custom("%"), direction: .higherIsBetter),
      ], rows: rows, notes: notes)
  }

  /// What it cost to arrive at each data set's model.
  public var selectionTable: Table {
    var usesAssumption = false
    var marks: Set<String> = []
    func cells(_ energy: Energy?, coverage: Double?, basis: AccountingBasis) -> [Table.Cell] {
      let headline = headline(energy, coverage: coverage)
      marks.formUnion(headline.mark.map(String.init))
      let energy = headline.value
      return [
        .quantity(energy?.joules, mark: headline.mark.isEmpty ? nil : headline.mark),
        .quantity(energy.map { basis.facility($0).joules }),
        .quantity(energy.map { basis.carbon($0).grams }),
      ]
    }
    var rows = footprint.datasets.map { dataset -> Table.Row in
      let final = dataset.final.map { model(dataset.models[$0.model]) }
      let isAssumed = dataset.final?.choice == .bestDice
      if isAssumed { usesAssumption = true }
      var row: [Table.Cell] = [
        .text(labels.dataset(dataset.dataset)), .integer(dataset.runs.count), .integer(dataset.attempts),
      ]
      row += cells(dataset.energy, coverage: dataset.coverage, basis: footprint.basis(of: dataset.runs))
      let hasHeadline = headline(dataset.energy, coverage: dataset.coverage).value != nil
      row += [.text(final, mark: isAssumed ? "*" : nil), .quantity(hasHeadline ? dataset.finalEnergy?.joules : nil)]
      return Table.Row(row + [.quantity(hasHeadline ? dataset.factor : nil)])
    }
    if footprint.datasets.count > 1 {
      let total = footprint.datasets.compactMap(\.energy)
      let shown = footprint.datasets.filter { headline($0.energy, coverage: $0.coverage).value != nil }
      let final = shown.count == footprint.datasets.count ? shown.compactMap(\.finalEnergy) : []
      let runs = footprint.datasets.reduce(0) { $0 + $1.runs.count }
      let attempts = footprint.datasets.reduce(0) { $0 + $1.attempts }
      var sums: [Table.Cell] = [.text("All"), .integer(runs), .integer(attempts)]
      sums += cells(
        total.isEmpty ? nil : total.compensatedSum(), coverage: footprint.coverage, basis: footprint.basis)
      sums += [.empty, .quantity(final.isEmpty ? nil : final.compensatedSum().joules), .empty]
      rows.append(Table.Row(sums, kind: .total))
    }
    var notes: [Table.Note] = [
      "Selection: everything that the logs cover. Final: useful epochs and final validations of the final model's finished folds. Factor: selection over final, IT energy."
    ]
    if usesAssumption {
      notes.append(
        .init(
          mark: "*",
          "Taken to be final for its best mean validation Dice, among models with at least half as many finished folds as the most complete one; fodspor.yml can name it."
        ))
    }
    notes += coverageNotes(marks)
    return Table(
      name: "selection", caption: "What the selection of each data set's model cost",
      columns: [
        .init(key: "dataset", header: "Data set"),
        .init(key: "runs", header: "Runs", unit: .count),
        .init(key: "trainings", header: "Trainings", unit: .count),
        .init(key: "it_energy", header: "IT energy", unit: .energy, scaleGroup: "energy"),
        .init(key: "facility_energy", header: facilityHeader, unit: .energy, scaleGroup: "energy"),
        .init(key: "co2e", header: .co2e, unit: .carbon),
        .init(key: "final_model", header: "Final model"),
        .init(key: "final_it_energy", header: "Final, IT", unit: .energy, scaleGroup: "energy"),
        .init(key: "selection_factor", header: "Factor", unit: .ratio, direction: .lowerIsBetter, format: .decimals(2)),
      ], rows: rows, notes: notes)
  }

  /// What the energy of each selection was spent on.
  public var purposeTable: Table {
    var marks: Set<String> = []
    func row(
      _ name: String, _ energies: [SelectionFootprint.Purpose: Energy], coverage: Double?, kind: Table.Row.Kind
    ) -> Table.Row {
      let known = SelectionFootprint.Purpose.allCases.compactMap { energies[$0] }
      let headline = headline(known.isEmpty ? nil : known.compensatedSum(), coverage: coverage)
      marks.formUnion(headline.mark.map(String.init))
      let total = headline.value
      let waste = [SelectionFootprint.Purpose.redone, .aborted, .failed].compactMap { energies[$0] }.compensatedSum()
      var cells: [Table.Cell] = [.text(name)]
      for purpose in SelectionFootprint.Purpose.allCases {
        // A purpose that had no part in a measured data set took nothing.
        cells.append(.quantity(total == nil ? nil : energies[purpose]?.joules ?? 0))
      }
      let share = total.flatMap { $0.joules > 0 ? waste / $0 : nil }
      let sum = Table.Cell.quantity(total?.joules, mark: headline.mark.isEmpty ? nil : headline.mark)
      return Table.Row(cells + [sum, .quantity(share)], kind: kind)
    }
    var rows = footprint.datasets.map {
      row(labels.dataset($0.dataset), $0.energyByPurpose, coverage: $0.coverage, kind: .body)
    }
    if footprint.datasets.count > 1 {
      var all: [SelectionFootprint.Purpose: Energy] = [:]
      for purpose in SelectionFootprint.Purpose.allCases {
        let known = footprint.datasets.compactMap { $0.energyByPurpose[purpose] }
        if !known.isEmpty { all[purpose] = known.compensatedSum() }
      }
      rows.append(row("All", all, coverage: footprint.coverage, kind: .total))
    }
    let headers: [SelectionFootprint.Purpose: RichText] = [
      .useful: "Useful epochs", .redone: "Redone epochs", .aborted: "Aborted epochs", .failed: "Failed runs",
      .overhead: "Start-up, between", .validation: "Validation",
    ]
    return Table(
      name: "purposes", caption: "What the IT energy of each selection was spent on",
      columns: [.init(key: "dataset", header: "Data set")]
        + SelectionFootprint.Purpose.allCases.map {
          .init(key: $0.rawValue, header: headers[$0] ?? "", unit: .energy, scaleGroup: "energy")
        } + [
          .init(key: "total", header: "Sum", unit: .energy, scaleGroup: "energy"),
          .init(key: "waste_share", header: "Waste", unit: .percent, direction: .lowerIsBetter, format: .decimals(1)),
        ], rows: rows,
      notes: [
        "Without PUE. Each joule stands in one column. Redone: epochs trained again after a resume, and all of attempts thrown away by a fresh start. Failed: all of runs that never finished. Waste: redone, aborted and failed."
      ] + coverageNotes(marks))
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
    if marks.contains("†") { notes.append(.init(mark: "†", "Less than 95 % of the time was measured.")) }
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
