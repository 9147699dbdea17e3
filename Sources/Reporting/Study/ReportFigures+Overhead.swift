import Accounting
import Alignment
import LogFormats
import Plotting

extension ReportFigures {
  /// What a tracker adds to time and energy; `nil` without trainings of which one had a tracker and its twin none.
  var overhead: StripFigure? {
    let pairs = TrackerOverhead(footprint.runs, hasTracker: hasTracker).pairs
    guard !pairs.isEmpty else { return nil }
    let groups = footprint.datasets.compactMap { dataset -> StripFigure.Group? in
      let own = pairs.filter { footprint.runs[$0.with].run.identity.dataset == dataset.dataset }
      let names = own.map { tables.modelName(footprint.runs[$0.with].run.identity) }
      var seen: Set<String> = []
      let rows = names.filter { seen.insert($0).inserted }.map { name in
        StripFigure.Row(
          label: name,
          items: zip(own, names).filter { $0.1 == name }.map { pair, _ in
            .init(
              label: footprint.runs[pair.with].run.identity.fold?.description ?? "",
              values: [pair.time.map { 100 * $0 }, pair.energy.map { 100 * $0 }])
          })
      }
      return rows.isEmpty ? nil : .init(label: labels.dataset(dataset.dataset), rows: rows)
    }
    return StripFigure(
      name: "overhead", title: "Time and energy of trainings with a tracker over those without", itemName: "pair",
      columns: [
        .init(name: "Time", unit: "%", kind: .difference), .init(name: "IT energy", unit: "%", kind: .difference),
      ], groups: groups)
  }

  var overheadCaption: RichText {
    "What a tracker adds to the time and the IT energy of a training: differences between two trainings of the same data set, configuration, fold and number of epochs, of which one had a tracker, over the one without. Energies count where both were measured by traces of the same components."
  }

  private func hasTracker(_ run: RunFootprint) -> Bool {
    run.run.attempts.contains { attempt in
      attempt.links.contains { link in
        switch footprint.study.evidence(link.evidence)?.content {
        case .tracker, .codecarbon: true
        case .trace, .energyRecord, nil: false
        }
      }
    }
  }
}
