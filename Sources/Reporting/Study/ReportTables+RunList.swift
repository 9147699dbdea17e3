import Accounting
import Alignment
import LogFormats
import Quantities

extension ReportTables {
  /// Every run with all its trainings together: epochs, times, energy, gaps.
  public var runs: Table {
    var rows: [Table.Row] = []
    for footprint in footprint.runs {
      let run = footprint.run
      let dataset = labels.dataset(run.identity.dataset)
      rows.append(
        Table.Row(
          [
            .text(dataset), .text(modelName(run.identity)), .text(run.identity.fold?.description),
            .integer(run.attempts.count), .integer(run.usefulEpochs), .integer(run.executedEpochs),
            .quantity(run.wallTime.inSeconds), .quantity(run.processTime.inSeconds),
            .quantity([footprint].deviceSeconds),
            .quantity(footprint.energy?.joules, u95: uncertainty(of: [footprint])?.energy.expanded.joules),
            .quantity(footprint.gapSeconds), .quantity(footprint.gapEnergy(self.footprint.basis.gaps).joules),
            .quantity(footprint.coverage),
          ], group: dataset))
    }
    return Table(
      name: "runs", caption: RichText("All \(rows.count) runs, each with all its trainings"),
      columns: [
        .init(key: "dataset", header: "Data set", hidesRepeats: true),
        .init(key: "configuration", header: "Configuration", hidesRepeats: true),
        .init(key: "fold", header: "Fold", alignment: .right),
        .init(key: "trainings", header: "Trainings", unit: .count),
        .init(key: "useful_epochs", header: "Useful", unit: .count),
        .init(key: "executed_epochs", header: "Executed", unit: .count),
        .init(key: "wall_time", header: "Wall clock", unit: .duration),
        .init(key: "process_time", header: "Sum", unit: .duration),
        .init(key: "device_time", header: "Device time", unit: .duration),
        .init(key: "it_energy", header: "IT energy", unit: .energy, scaleGroup: "energy"),
        .init(key: "gap_time", header: "Gap time", unit: .duration),
        .init(key: "gap_energy", header: "In gaps", unit: .energy, scaleGroup: "energy"),
        .init(key: "coverage", header: "Meas.", unit: .percent, format: .decimals(0)),
      ], rows: rows,
      notes: [
        "Useful, executed: different epochs, and all that were completed. Wall clock: the time in which at least one training of the run was running. Sum: of the trainings' times. Device time: the same times the number of GPUs, as the energy's evidence counts them, else as the log tells, else one. In gaps: energy that the policy for gaps puts there."
      ])
  }
}

extension [RunFootprint] {
  /// The trainings' times, each as often as it had devices, in seconds.
  var deviceSeconds: Double {
    flatMap { run in
      zip(run.run.attempts, run.attempts).map { attempt, measured in
        attempt.window.duration.inSeconds * Double(measured.deviceCount(of: attempt))
      }
    }.compensatedSum()
  }
}
