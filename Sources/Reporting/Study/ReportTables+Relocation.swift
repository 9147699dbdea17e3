public import Accounting
import Alignment
import LogFormats
import Quantities

extension ReportTables {
  /// What the rows of a table of relocated work stand for.
  public enum RelocatedWork: String, Sendable, CaseIterable {
    /// Training one fold of each model, mean over finished folds.
    case models
    /// Each run with all its trainings.
    case runs
    /// Everything that was executed for each data set, and for all.
    case selection
  }

  /// Finished work at other places: a row for each piece of work and place, the place where it ran first.
  public func relocation(_ relocation: Relocation, of work: RelocatedWork) -> Table {
    var rows: [Table.Row] = []
    for item in items(work) {
      rows.append(
        row(
          item, place: ownPlace(item.basis), basis: item.basis, facility: item.energy.map(item.basis.facility),
          carbon: item.energy.map(item.basis.carbon), factor: item.energy == nil ? nil : 1))
      for place in relocation.places {
        let amounts = item.energy.map { relocation.amounts($0, by: item.basis, at: place) }
        var basis = item.basis
        basis.intensity = place.intensity
        if let pue = place.pue { basis.pue = pue }
        rows.append(
          row(
            item, place: Self.name(place.intensity), basis: basis, facility: amounts?.facility, carbon: amounts?.carbon,
            factor: item.energy.flatMap { relocation.factor($0, by: item.basis, at: place) }))
      }
    }
    var notes: [Table.Note] = [
      "The energy is that of the machines where the work ran; what other machines, grids' losses or cooling there would change is not in it. Factor: CO2e over that of the place where the work ran."
    ]
    let isComparable = items(work).allSatisfy { relocation.isComparable(with: $0.basis.intensity) }
    if !isComparable {
      notes.append(
        "No factor: the carbon intensity of the place where the work ran counts other emissions (direct, or with the whole life cycle) than those of the other places."
      )
    }
    notes += sources(relocation)
    let subject =
      switch work {
      case .models: "Training one fold of each model, mean over finished folds,"
      case .runs: "Every run with all its trainings,"
      case .selection: "Everything that was executed for each data set,"
      }
    return Table(
      name: "relocation", caption: RichText(subject + " at other places"),
      columns: [
        .init(key: "dataset", header: "Data set", hidesRepeats: true),
        .init(key: "configuration", header: "Configuration", hidesRepeats: true),
        .init(key: "fold", header: "Fold", alignment: .right, hidesRepeats: true),
        .init(key: "place", header: "Place"), .init(key: "year", header: "Year", unit: .count),
        .init(key: "carbon_intensity", header: "Intensity", unit: .custom("g/kWh"), format: .decimals(1)),
        .init(key: "pue", header: "PUE", unit: .ratio, format: .decimals(2)),
        .init(key: "facility_energy", header: "Energy with PUE", unit: .energy),
        .init(key: "co2e", header: .co2e, unit: .carbon, direction: .lowerIsBetter),
        .init(key: "factor", header: "Factor", unit: .ratio, direction: .lowerIsBetter, format: .decimals(2)),
      ].filter { column in
        (column.key != "fold" || work == .runs) && (column.key != "configuration" || work != .selection)
      }, rows: rows, notes: notes)
  }

  /// Training one fold of each model at the places that the study file names; without rows when it names none.
  var places: Table {
    let named = footprint.basis.places.map { Relocation.Place(intensity: $0) }
    // The study file's places were checked when it was read: none is direct beside others of the whole life cycle.
    guard !named.isEmpty, let relocation = try? Relocation(to: named) else {
      return Table(name: "relocation", caption: "", columns: [], rows: [])
    }
    return self.relocation(relocation, of: .models)
  }

  /// A piece of work with its IT energy and the rates by which it was accounted for.
  struct RelocatedItem {
    let dataset: String
    /// Configuration and fold, as far as the item is one of them.
    let parts: [String?]
    var names: [Table.Cell] { parts.map { .text($0) } }
    let energy: Energy?
    let basis: AccountingBasis
  }

  func items(_ work: RelocatedWork) -> [RelocatedItem] {
    switch work {
    case .models:
      footprint.models.filter { !$0.finished.isEmpty }.map { model in
        let energy = headline(model.energy, coverage: model.coverage).value.map { Energy.joules($0.mean) }
        return RelocatedItem(
          dataset: labels.dataset(model.identity.dataset), parts: [self.model(model)], energy: energy,
          basis: footprint.basis(of: model))
      }
    case .runs:
      footprint.runs.map { run in
        RelocatedItem(
          dataset: labels.dataset(run.run.identity.dataset),
          parts: [modelName(run.run.identity), run.run.identity.fold?.description],
          energy: headline(run.energy, coverage: run.coverage).value, basis: footprint.basis(of: [run]))
      }
    case .selection:
      footprint.datasets.map { dataset in
        RelocatedItem(
          dataset: labels.dataset(dataset.dataset), parts: [],
          energy: headline(dataset.energy, coverage: dataset.coverage).value, basis: footprint.basis(of: dataset.runs))
      } + total
    }
  }

  private var total: [RelocatedItem] {
    let known = footprint.datasets.compactMap(\.energy)
    guard footprint.datasets.count > 1, !known.isEmpty else { return [] }
    return [
      RelocatedItem(
        dataset: "All", parts: [], energy: headline(known.compensatedSum(), coverage: footprint.coverage).value,
        basis: footprint.basis)
    ]
  }

  private func row(
    _ item: RelocatedItem, place: String, basis: AccountingBasis, facility: Energy?, carbon: CarbonMass?,
    factor: Double?
  ) -> Table.Row {
    Table.Row(
      [.text(item.dataset)] + item.names + [
        .text(place), .integer(basis.intensity.year), .quantity(basis.intensity.value.gramsPerKilowattHour),
        .quantity(basis.pue.value.ratio), .quantity(facility?.joules), .quantity(carbon?.grams), .quantity(factor),
      ], group: ([item.dataset] + item.names.map { String(describing: $0.value) }).joined(separator: "/"))
  }

  private func ownPlace(_ basis: AccountingBasis) -> String {
    basis.intensity.place.map { "\($0) (where it ran)" } ?? "where it ran"
  }

  static func name(_ intensity: SourcedIntensity) -> String { intensity.place ?? intensity.source }

  /// The sources of all intensities and PUEs, each once.
  func sources(_ relocation: Relocation) -> [Table.Note] {
    var lines: [String] = []
    for place in relocation.places {
      let source = place.intensity
      let kind = source.boundary.map { $0 == .direct ? ", direct emissions" : ", life-cycle emissions" } ?? ""
      let words = [source.edition ?? source.source, source.license].compactMap(\.self).joined(separator: ", ")
      let line = "Carbon intensity: \(words)\(kind)."
      if !lines.contains(line) { lines.append(line) }
      if source.isFromEarlierYear, let year = source.year, let asked = source.requestedYear {
        lines.append("\(Self.name(source)): no value of \(asked) is known, that of \(year) was used.")
      }
    }
    return lines.map { Table.Note(RichText($0)) }
  }
}
