import Accounting
import Alignment
import LogFormats
import Quantities

extension ReportTables {
  /// What it cost to arrive at each data set's model.
  public var selectionTable: Table {
    var grounds: Set<String> = []
    var marks: Set<String> = []
    func cells(
      _ energy: Energy?, of runs: [RunFootprint], coverage: Double?, basis: AccountingBasis
    ) -> [Table.Cell] {
      let headline = headline(energy, coverage: coverage)
      marks.formUnion(headline.mark.map(String.init))
      let energy = headline.value
      let budgets = energy == nil ? nil : uncertainty(of: runs)
      return [
        .quantity(
          energy?.joules, mark: headline.mark.isEmpty ? nil : headline.mark, u95: budgets?.energy.expanded.joules),
        .quantity(energy.map { basis.facility($0).joules }, u95: budgets?.facility.expanded.joules),
        .quantity(energy.map { basis.carbon($0).grams }, u95: budgets?.carbon.expanded.grams),
      ]
    }
    var rows = footprint.datasets.map { dataset -> Table.Row in
      let choice = choiceMark(of: dataset.final)
      grounds.formUnion([choice].compactMap(\.self))
      var row: [Table.Cell] = [
        .text(labels.dataset(dataset.dataset)), .integer(dataset.runs.count), .integer(dataset.attempts),
      ]
      row += cells(
        dataset.energy, of: dataset.runs, coverage: dataset.coverage, basis: footprint.basis(of: dataset.runs))
      let hasHeadline = headline(dataset.energy, coverage: dataset.coverage).value != nil
      row += [
        .text(finalName(of: dataset), mark: choice),
        .quantity(
          hasHeadline ? dataset.finalEnergy?.joules : nil,
          u95: uncertainty(ofPart: dataset.finalEnergy, of: dataset.runs)),
      ]
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
        total.isEmpty ? nil : total.compensatedSum(), of: footprint.runs, coverage: footprint.coverage,
        basis: footprint.basis)
      sums += [.empty, .quantity(final.isEmpty ? nil : final.compensatedSum().joules), .empty]
      rows.append(Table.Row(sums, kind: .total))
    }
    var notes: [Table.Note] = [
      "Selection: everything that the logs cover. Final: useful epochs and final validations of the final model's finished folds. Factor: selection over final, IT energy."
    ]
    if grounds.contains("n") {
      notes.append(
        .init(
          mark: "n",
          "Chosen by nnU-Net, as it recorded; final are all members of an ensemble, and the first stage of a cascade."))
    }
    if grounds.contains("*") {
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
      _ name: String, _ energies: [SelectionFootprint.Purpose: Energy], of runs: [RunFootprint], coverage: Double?,
      kind: Table.Row.Kind
    ) -> Table.Row {
      let known = SelectionFootprint.Purpose.allCases.compactMap { energies[$0] }
      let headline = headline(known.isEmpty ? nil : known.compensatedSum(), coverage: coverage)
      marks.formUnion(headline.mark.map(String.init))
      let total = headline.value
      let waste = SelectionFootprint.wasted.compactMap { energies[$0] }.compensatedSum()
      let validation = energies[.validation] ?? .zero
      let relative = total == nil ? nil : uncertainty(of: runs)?.energy.relativeExpanded
      var cells: [Table.Cell] = [.text(name)]
      for purpose in SelectionFootprint.Purpose.allCases {
        // A purpose that had no part in a measured data set took nothing.
        let joules = total == nil ? nil : energies[purpose]?.joules ?? 0
        cells.append(.quantity(joules, u95: joules.flatMap { joules in relative.map { joules * $0 } }))
      }
      func share(_ part: Energy) -> Double? { total.flatMap { $0.joules > 0 ? part / $0 : nil } }
      let sum = Table.Cell.quantity(
        total?.joules, mark: headline.mark.isEmpty ? nil : headline.mark,
        u95: total.flatMap { total in relative.map { total.joules * $0 } })
      return Table.Row(cells + [sum, .quantity(share(waste)), .quantity(share(validation))], kind: kind)
    }
    var rows = footprint.datasets.map {
      row(labels.dataset($0.dataset), $0.energyByPurpose, of: $0.runs, coverage: $0.coverage, kind: .body)
    }
    if footprint.datasets.count > 1 {
      var all: [SelectionFootprint.Purpose: Energy] = [:]
      for purpose in SelectionFootprint.Purpose.allCases {
        let known = footprint.datasets.compactMap { $0.energyByPurpose[purpose] }
        if !known.isEmpty { all[purpose] = known.compensatedSum() }
      }
      rows.append(row("All", all, of: footprint.runs, coverage: footprint.coverage, kind: .total))
    }
    let headers: [SelectionFootprint.Purpose: RichText] = [
      .useful: "Useful epochs", .redone: "Redone epochs", .discarded: "Discarded trainings", .aborted: "Aborted epochs",
      .failed: "Failed runs",
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
          .init(key: "validation_share", header: "Validation share", unit: .percent, format: .decimals(1)),
        ], rows: rows,
      notes: [
        "Without PUE. Each joule stands in one column. Redone: epochs trained again after a resume. Discarded: all of attempts that a fresh start threw away. Failed: all of runs that never finished. Waste: the share of redone, discarded, aborted and failed; validation: that of final validations."
      ] + coverageNotes(marks))
  }

  /// The final model's name, or those of an ensemble's members and of a cascade's first stage; `nil` without one.
  func finalName(of dataset: SelectionFootprint) -> String? {
    guard let final = dataset.final else { return nil }
    let members = final.models.map { model(dataset.models[$0]) }.joined(separator: " + ")
    let stages = final.firstStages.map { model(dataset.models[$0]) }
    return stages.isEmpty ? members : members + " after " + stages.joined(separator: " + ")
  }

  /// The mark that tells how the final model is known; none for one that the study file names.
  private func choiceMark(of final: FinalChoice?) -> String? {
    switch final?.choice {
    case .bestDice: "*"
    case .recorded: "n"
    case .declared, nil: nil
    }
  }
}
