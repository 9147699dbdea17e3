import Accounting
import Alignment
import LogFormats
import Quantities

extension ReportTables {
  /// What carbontracker reports beside what it would report if it added devices up, for every linked session.
  public var trackers: Table {
    var rows: [Table.Row] = []
    for run in footprint.study.runs {
      for attempt in run.attempts {
        for link in attempt.links {
          guard case .tracker(let session)? = footprint.study.evidence(link.evidence)?.content else { continue }
          for component in session.components {
            guard let reported = session.energyIT(of: component, corrected: false) else { continue }
            let name = Component(rawValue: component.name).map { Self.names([$0]) } ?? component.name
            rows.append(
              Table.Row(
                [
                  .text(labels.dataset(run.identity.dataset)), .text(attempt.label), .text(session.version),
                  .text(name),
                  .integer(component.devices.count), .quantity(reported.joules),
                  .quantity(session.energyIT(of: component, corrected: true)?.joules),
                  .quantity(component.correctionFactor), .quantity(session.pue),
                ], group: labels.dataset(run.identity.dataset)))
          }
        }
      }
    }
    return Table(
      name: "carbontracker", caption: "What carbontracker reports, and the same with its devices added up",
      columns: [
        .init(key: "dataset", header: "Data set", hidesRepeats: true),
        .init(key: "training", header: "Training", hidesRepeats: true),
        .init(key: "tracker_version", header: "Version"),
        .init(key: "component", header: "Part"),
        .init(key: "devices", header: "Devices", unit: .count),
        .init(key: "reported_it_energy", header: "Reported", unit: .energy, provenance: .logged, scaleGroup: "energy"),
        .init(
          key: "corrected_it_energy", header: "Corrected", unit: .energy, provenance: .logged, scaleGroup: "energy"),
        .init(key: "correction_factor", header: "Factor", unit: .ratio, format: .decimals(0)),
        .init(key: "log_pue", header: "Its PUE", unit: .ratio, format: .decimals(2)),
      ], rows: rows,
      notes: [
        "IT energy of the monitored epochs: mean power × duration, the tool's own PUE left out. carbontracker 2.x logs the mean over a component's devices; corrected is that times their number."
      ])
  }
}
