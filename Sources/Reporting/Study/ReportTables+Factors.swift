import Accounting
import Alignment
import LogFormats
import Quantities
import StudyFile

extension ReportTables {
  /// What training took by any attributes of the runs: a row for each combination of their values, mean ± sd over the
  /// finished runs that share it.
  ///
  /// Runs trained on all cases (fold `all`) are left out unless rows are made by fold: their Dice is no validation. Without
  /// rows when no attribute is named.
  public var factorTable: Table {
    let finished = footprint.models.flatMap { model in model.finished.map { (run: $0, isAllData: model.isAllData) } }
    let isByFold = factors.names.contains(RunAttribute.fold.rawValue)
    let counted = factors.names.isEmpty ? [] : finished.filter { isByFold || !$0.isAllData }
    var cells: [[String?]: [RunFootprint]] = [:]
    for item in counted { cells[factors.values(of: item.run), default: []].append(item.run) }
    let order = cells.keys.sorted(by: Self.precedes)
    var marks: Set<String> = []
    let score = footprintScore
    let rows = order.compactMap { values -> Table.Row? in
      guard let runs = cells[values], let first = runs.first else { return nil }
      let isAllData = runs.contains { $0.run.identity.fold == .all }
      // Attributes need not tell models apart; only its runs count.
      let together = ModelFootprint(identity: first.run.identity.model, isAllData: isAllData, runs: runs)
      let (energy, mark) = markedEnergy(of: together, marks: &marks)
      return Table.Row(
        values.map { .text($0) } + [
          .integer(runs.count), Self.mean(together.seconds),
          .mean(energy?.mean, deviation: energy?.standardDeviation, count: energy?.count ?? 0, mark: mark),
          Self.mean(energy.flatMap { _ in summary(of: runs) { $0.facility($1).joules } }),
          Self.mean(energy.flatMap { _ in summary(of: runs) { $0.carbon($1).grams } }),
          isAllData ? .notApplicable : Self.mean(score.value(together), scale: 100),
        ], group: values.first.flatMap(\.self))
    }
    var scoreColumn = score.column
    scoreColumn.ranking = ranking
    var table = Table(
      name: "factors",
      caption: RichText(
        "Time, energy, emissions and Dice of one fold by " + Self.listed(factors.names.map(RunFactors.word))),
      columns: factorColumns(rows) + costColumns + [scoreColumn], rows: rows,
      notes: factorNotes(marks, leftOut: finished.count - counted.count, score: score.note))
    table.namingColumns = max(1, factors.names.count)
    return table
  }

  /// Among which rows the best is marked: of each value of the first attribute, where there are further ones.
  private var ranking: Table.Column.Ranking { factors.names.count > 1 ? .group : .table }

  private func factorColumns(_ rows: [Table.Row]) -> [Table.Column] {
    var used: Set<String> = []
    return factors.names.enumerated().map { place, name in
      let word = name.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
      var key = "factor_" + String(word)
      while !used.insert(key).inserted { key += "_2" }
      let texts = rows.map { $0.cells[place].value }
      let isNumeric = texts.allSatisfy { if case .text(let text) = $0 { Double(text) != nil } else { $0 == .missing } }
      return Table.Column(
        key: key, header: RichText(RunFactors.title(name)),
        alignment: isNumeric && texts.contains { $0 != .missing } ? .right : .left,
        hidesRepeats: place < factors.names.count - 1)
    }
  }

  private var costColumns: [Table.Column] {
    [
      .init(key: "runs", header: "n", unit: .count),
      .init(key: "time", header: "Time", unit: .duration, direction: .lowerIsBetter, ranking: ranking),
      .init(
        key: "it_energy", header: "IT energy", unit: .energy, direction: .lowerIsBetter, ranking: ranking,
        scaleGroup: "energy"),
      .init(
        key: "facility_energy", header: facilityHeader, unit: .energy, direction: .lowerIsBetter, ranking: ranking,
        scaleGroup: "energy"),
      .init(key: "co2e", header: .co2e, unit: .carbon, direction: .lowerIsBetter, ranking: ranking),
    ]
  }

  private func factorNotes(_ marks: Set<String>, leftOut: Int, score: Table.Note?) -> [Table.Note] {
    var notes: [Table.Note] = [
      "Mean ± sample sd over n finished runs; one run has no sd. Resumes with their repeated epochs are included, attempts that were thrown away are not. --: no log and no study file tells it. Bold: best of its group; underlined: second.",
      Table.Note(RichText(carbonSentence)),
    ]
    if leftOut > 0, !factors.names.isEmpty {
      notes.append(
        Table.Note(
          RichText("Left out: \(leftOut) run\(leftOut == 1 ? "" : "s") trained on all cases, without a validation.")))
    }
    notes += coverageNotes(marks)
    if marks.contains("‡") { notes.append(componentNote) }
    if let score { notes.append(score) }
    return notes
  }

  /// Something of each run's energy with the rates that hold for it; `nil` when an energy is not known.
  private func summary(
    of runs: [RunFootprint], _ value: (AccountingBasis, Energy) -> Double
  ) -> SampleSummary? {
    let values = runs.compactMap { run in run.trainingEnergy.map { value(footprint.basis(of: [run]), $0) } }
    return values.count == runs.count ? SampleSummary(values) : nil
  }

  /// Numbers by size, then texts, then what is not known.
  private static func precedes(_ left: [String?], _ right: [String?]) -> Bool {
    for (one, other) in zip(left, right) where one != other {
      guard let one else { return false }
      guard let other else { return true }
      switch (Double(one), Double(other)) {
      case (let a?, let b?) where a != b: return a < b
      case (.some, nil): return true
      case (nil, .some): return false
      default: return one < other
      }
    }
    return false
  }

  private static func listed(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "nothing" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }
}
