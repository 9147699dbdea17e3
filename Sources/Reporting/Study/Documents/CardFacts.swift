import Accounting
import Alignment
import LogFormats
import Quantities

/// What cards about models ask for beside the facts of all documents: final models, mean powers, a source in one line.
struct CardFacts {
  let facts: ReportFacts

  private var footprint: StudyFootprint { facts.footprint }
  private var tables: ReportTables { facts.tables }

  /// A data set's final model, as far as its energy may stand in a headline.
  struct FinalModel {
    let dataset: SelectionFootprint
    let energy: Energy?
    let time: Duration
    let runs: [RunFootprint]
  }

  /// The final models of the data sets that have one.
  var finalModels: [FinalModel] {
    footprint.datasets.compactMap { dataset in
      guard let final = dataset.final else { return nil }
      let runs = final.all.flatMap { dataset.models[$0].finished }
      // As the table of selections has it.
      let isShown = tables.headline(dataset.energy, coverage: dataset.coverage).value != nil
      return FinalModel(
        dataset: dataset, energy: isShown ? dataset.finalEnergy : nil, time: Self.time(of: runs), runs: runs)
    }
  }

  /// The time of useful epochs and final validations, of which the final energy is made.
  private static func time(of runs: [RunFootprint]) -> Duration {
    let attempts = runs.flatMap { run in run.run.attempts.filter { !$0.isSuperseded } }
    return attempts.flatMap(\.parts).filter { $0.kind == .usefulEpoch || $0.kind == .finalValidation }
      .reduce(.zero) { $0 + $1.window.duration }
  }

  /// Facts of their own as text, by template key.
  var texts: [String: RichText] {
    let models = finalModels
    let energies = models.compactMap(\.energy)
    let isWhole = !models.isEmpty && energies.count == models.count
    let carbons = models.compactMap { model in model.energy.map { basis(of: model).carbon($0).grams } }
    let facilities = models.compactMap { model in model.energy.map { basis(of: model).facility($0).joules } }
    return [
      "final_it_energy": facts.scaled(isWhole ? energies.compensatedSum().joules : nil, .energy),
      "final_facility_energy": facts.scaled(isWhole ? facilities.compensatedSum() : nil, .energy),
      "final_co2e": facts.scaled(isWhole ? carbons.compensatedSum() : nil, .carbon),
      "final_time": facts.scaled(
        models.isEmpty ? nil : models.map(\.time.inSeconds).compensatedSum(), .duration),
      "mean_powers": meanPowers,
      "emissions_source": RichText(source),
    ]
  }

  /// The place of the carbon intensity; `nil` when no place is known.
  var place: RichText? {
    let intensity = footprint.basis.intensity
    return intensity.iso3 == "WLD" ? nil : intensity.place.map { RichText($0) }
  }

  /// What a template can name of each final model, escaped for a format.
  func list(_ escaping: some TextEscaping) -> [[String: Any]] {
    // Numbers have the unit and the decimals that they have in the table of selections.
    let table = FormattedTable(tables.selectionTable)
    let energies = PrintedColumn("it_energy", of: table)
    let carbons = PrintedColumn("co2e", of: table)
    return finalModels.map { model in
      let dataset = model.dataset
      let (final, all) = (basis(of: model), footprint.basis(of: dataset.runs))
      let selection = tables.headline(dataset.energy, coverage: dataset.coverage).value
      let time = dataset.runs.flatMap(\.run.attempts).map(\.window.duration.inSeconds).compensatedSum()
      let texts: [String: RichText] = [
        "dataset": RichText(tables.labels.dataset(dataset.dataset)),
        "model": RichText(tables.finalName(of: dataset) ?? "--"),
        "it_energy": energies.text(model.energy?.joules),
        "facility_energy": energies.text(model.energy.map { final.facility($0).joules }),
        "co2e": carbons.text(model.energy.map { final.carbon($0).grams }),
        "time": facts.scaled(model.time.inSeconds, .duration),
        "trainings": facts.count(dataset.attempts, "training"),
        "selection_it_energy": energies.text(selection?.joules),
        "selection_facility_energy": energies.text(selection.map { all.facility($0).joules }),
        "selection_co2e": carbons.text(selection.map { all.carbon($0).grams }),
        "selection_time": facts.scaled(time, .duration),
      ]
      func grams(_ mass: CarbonMass?) -> Any {
        mass.flatMap { NumberFormat.significant($0.grams, digits: 3) } ?? false
      }
      var things: [String: Any] = texts.mapValues { escaping.render($0) }
      things["co2e_grams"] = grams(model.energy.map { final.carbon($0) })
      things["selection_co2e_grams"] = grams(selection.map { all.carbon($0) })
      return things
    }
  }

  /// What a final model's trainings were counted with.
  private func basis(of model: FinalModel) -> AccountingBasis { footprint.basis(of: model.runs) }

  /// The mean power of each component over the time in which it was measured: "GPU 250 W, CPU 90.1 W".
  private var meanPowers: RichText {
    let energies = footprint.runs.flatMap(\.attempts).flatMap(\.components)
    let powers = Component.allCases.compactMap { component -> RichText? in
      let known = energies.filter { $0.component == component && $0.total != nil }
      let seconds = known.map(\.coveredTime.inSeconds).compensatedSum()
      guard seconds > 0 else { return nil }
      let watts = known.compactMap(\.total).compensatedSum().joules / seconds
      return RichText(ReportTables.names([component]) + " ") + facts.scaled(watts, .power)
    }
    return powers.first.map { powers.dropFirst().reduce($0) { $0 + ", " + $1 } } ?? "--"
  }

  /// Who says so, in one line.
  private var source: String {
    let texts = facts.texts.mapValues(\.spacedText)
    func text(_ key: String) -> String { texts[key] ?? "--" }
    return "fodspor \(text("version")), from the energy of \(text("measured_components")), PUE \(text("pue")) and "
      + "\(text("intensity")) g CO2e/kWh (\(text("intensity_place")))"
  }
}

/// A column as a table prints it: its unit, and the decimals of its numbers.
private struct PrintedColumn {
  private let scale: UnitScale?
  private let decimals: Int

  init(_ key: String, of table: FormattedTable) {
    let place = table.columns.firstIndex { $0.source.key == key }
    let column = place.map { table.columns[$0] }
    scale = column.flatMap { column in
      column.source.unit.printedScales.first { $0.symbol == column.printedSymbol }
    }
    let numbers = place.map { place in table.cells.map { $0[place].plainText(plusMinus: "") } } ?? []
    decimals = numbers.map { $0.split(separator: ".").dropFirst().first?.count ?? 0 }.max() ?? 0
  }

  /// A number of the column, in its base unit.
  func text(_ value: Double?) -> RichText {
    guard let value, let scale, let text = NumberFormat.fixed(value / scale.divisor, decimals: decimals) else {
      return "--"
    }
    return .quantity(text, scale.symbol)
  }
}
