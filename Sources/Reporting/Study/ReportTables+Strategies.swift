import Accounting
import Alignment
import LogFormats
import Quantities

extension ReportTables {
  /// Other ways to select each data set's model, priced by what was executed.
  public var strategies: Table {
    var marks: Set<String> = []
    var isExtrapolated = false
    var hasEMA = false
    var isIncomparable = false
    var hasLaterStarts = false
    let rows = footprint.datasets.flatMap { dataset -> [Table.Row] in
      let hasHeadline = headline(dataset.energy, coverage: dataset.coverage)
      marks.formUnion(hasHeadline.mark.map(String.init))
      let strategies =
        dataset.strategies(stopGain: stopGain) + lowCarbon.strategies(for: dataset, basis: footprint.basis)
      let basis = footprint.basis(of: dataset.runs)
      let budgets = uncertainty(of: dataset.runs)
      // What was executed says nothing by itself; the selection has it.
      return (strategies.count > 1 ? strategies : []).map { strategy in
        let energy = hasHeadline.value == nil ? nil : strategy.energy
        var mark = hasHeadline.mark
        if strategy.isExtrapolated {
          mark += "x"
          isExtrapolated = true
        }
        hasEMA = hasEMA || strategy.emaChange != nil
        if case .later = strategy.kind { hasLaterStarts = true }
        isIncomparable = isIncomparable || !strategy.hasComparableEmissions
        let emissions = energy.map { strategy.emissions ?? basis.carbon($0) }
        let saved = emissions.flatMap { emissions in
          dataset.energy.map(basis.carbon).flatMap {
            $0.grams > 0 && strategy.hasComparableEmissions ? 1 - emissions / $0 : nil
          }
        }
        let name = labels.dataset(dataset.dataset)
        return Table.Row(
          [
            .text(name), .text(words(strategy.kind, of: dataset)), .integer(strategy.trainings),
            .quantity(
              energy?.joules, mark: mark.isEmpty ? nil : mark,
              // What nobody trained is uncertain beyond what sensors are.
              u95: strategy.isExtrapolated
                ? nil : energy.flatMap { energy in budgets?.energy.relativeExpanded.map { energy.joules * $0 } }),
            .quantity(
              emissions?.grams,
              // Another place has an intensity of its own, which is as uncertain as it is.
              u95: strategy.isExtrapolated || strategy.emissions != nil
                ? nil : emissions.flatMap { mass in budgets?.carbon.relativeExpanded.map { mass.grams * $0 } }),
            strategy.kind == .executed ? .empty : .quantity(saved),
            .text(strategy.pick.map { model(dataset.models[$0]) }), .quantity(strategy.dice.map { 100 * $0 }),
            strategy.kind == .executed ? .empty : .quantity(strategy.diceChange.map { 100 * $0 }),
            .quantity(strategy.emaChange.map { 100 * $0 }),
          ], group: name)
      }
    }
    return Table(
      name: "strategies", caption: "What other ways to select each data set's model would have cost",
      columns: [
        .init(key: "dataset", header: "Data set", hidesRepeats: true),
        .init(key: "strategy", header: "Strategy"),
        .init(key: "trainings", header: "Trainings", unit: .count),
        .init(key: "it_energy", header: "IT energy", unit: .energy),
        .init(key: "co2e", header: .co2e, unit: .carbon),
        .init(key: "saved", header: "Saved", unit: .percent, format: .decimals(1)),
        .init(key: "pick", header: "Model"),
        .init(key: "dice", header: "Dice", unit: .custom("%"), format: .decimals(1)),
        .init(key: "dice_change", header: "Change", unit: .custom("points"), format: .decimals(1)),
        .init(key: "ema_dice_change", header: "EMA change", unit: .custom("points"), format: .decimals(2)),
      ], rows: rows,
      notes: strategyNotes(isExtrapolated: isExtrapolated, hasEMA: hasEMA)
        + lowCarbonNotes(hasLaterStarts: hasLaterStarts, isIncomparable: isIncomparable) + coverageNotes(marks))
  }

  private func lowCarbonNotes(hasLaterStarts: Bool, isIncomparable: Bool) -> [Table.Note] {
    var notes: [Table.Note] = []
    if let places = lowCarbon.places, !places.places.isEmpty {
      notes.append(
        "Elsewhere: the energy of the machines where the work ran, with the carbon intensity of the place, and its PUE where one was given."
      )
      notes += sources(places)
    }
    if hasLaterStarts {
      notes.append(
        "Best hours: each run begins at the full hour after its start, of those allowed, after which it would have emitted least; known in hindsight, and as if the machines were free."
      )
    }
    if isIncomparable {
      notes.append(
        "No share saved where carbon intensities count other emissions (direct, or of the whole life cycle).")
    }
    return notes
  }

  private func strategyNotes(isExtrapolated: Bool, hasEMA: Bool) -> [Table.Note] {
    var notes: [Table.Note] = [
      Table.Note(
        RichText(
          "Each strategy is everything that was executed without the trainings, or parts of trainings, that it leaves out; CO2e with PUE \(pueText). Saved: the share of the CO2e of what was executed. Trainings: process starts."
        )),
      "Model: the final one, or what would be taken by the best mean validation Dice on the folds of the strategy. Dice: that model's mean validation Dice over all its finished folds; change: against the final model. Empty where the logs do not tell.",
    ]
    if isExtrapolated {
      notes.append(
        .init(
          mark: "x",
          "Extrapolated: folds that were not trained are taken at the mean energy of the finished folds of their model."
        ))
    }
    if hasEMA {
      notes.append(
        Table.Note(
          RichText(
            "Early stop: every finished training ends with the epoch after which the exponential moving average (EMA) of its pseudo Dice rises by less than \(stopGain), known in hindsight. EMA change: at that epoch against the end, mean over the final model's folds; what it does to the validation Dice is not known."
          )))
    }
    return notes
  }

  private func words(_ kind: SelectionStrategy.Kind, of dataset: SelectionFootprint) -> String {
    switch kind {
    case .executed: "as executed"
    case .withoutWaste: "without waste"
    case .completed(let missing): "all \(dataset.folds.count) folds of each, \(missing) more"
    case .folds(let count): count == 1 ? "fold 0 only" : "folds 0 to \(count - 1) only"
    case .only(let configuration): "\(labels.configuration(configuration)) only"
    case .earlyStop(let gain): "early stop, gain \(gain)"
    case .elsewhere(let place):
      "in \(Self.name(place.intensity))" + (place.intensity.year.map { " (\($0))" } ?? "")
        + (place.pue.flatMap { NumberFormat.fixed($0.value.ratio, decimals: 2) }.map { ", PUE \($0)" } ?? "")
    case .later(let latest):
      "best hours, up to \(NumberFormat.fixed(latest.inHours, decimals: 0) ?? "--") h later"
    }
  }
}
