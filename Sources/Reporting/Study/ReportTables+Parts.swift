import Accounting
import Alignment
import LogFormats
import Quantities

extension ReportTables {
  /// What one kind of part took, over some attempts.
  struct PartSum {
    var count = 0
    var seconds = 0.0
    var coveredSeconds = 0.0
    var energies: [Energy] = []

    var energy: Energy? { energies.isEmpty ? nil : energies.compensatedSum() }
    /// The share of the parts' time in which the least covered component of each was measured.
    var coverage: Double? { seconds > 0 ? min(coveredSeconds / seconds, 1) : nil }

    mutating func add(_ attempt: Attempt, _ measured: AttemptFootprint, _ kind: PartKind) {
      for (place, part) in attempt.parts.enumerated() where part.kind == kind {
        count += 1
        seconds += part.window.duration.inSeconds
        coveredSeconds += measured.coveredTime(ofPart: place).inSeconds
        if let energy = measured.energy(ofPart: place) { energies.append(energy) }
      }
    }
  }

  /// What the trainings' time and IT energy went into, by data set and kind of part.
  public var parts: Table {
    var rows: [Table.Row] = []
    for dataset in footprint.datasets {
      let name = labels.dataset(dataset.dataset)
      let attempts = dataset.runs.flatMap { Array(zip($0.run.attempts, $0.attempts)) }
      let total = dataset.energy
      func row(_ kind: String, _ sum: PartSum) -> Table.Row {
        let share = sum.energy.flatMap { energy in total.flatMap { $0.joules > 0 ? energy / $0 : nil } }
        return Table.Row(
          [
            .text(name), .text(kind), .integer(sum.count), .quantity(sum.seconds), .quantity(sum.coverage),
            .quantity(sum.energy?.joules), .quantity(share),
          ], group: name)
      }
      for kind in PartKind.allCases {
        var sum = PartSum()
        for (attempt, measured) in attempts { sum.add(attempt, measured, kind) }
        if sum.count > 0 { rows.append(row(kind.rawValue, sum)) }
      }
      let saves = attempts.flatMap { $0.0.checkpoints }
      if !saves.isEmpty {
        var sum = PartSum(count: saves.count, seconds: saves.map(\.duration.inSeconds).compensatedSum())
        sum.energies = attempts.compactMap { $0.1.checkpointEnergy }
        rows.append(
          Table.Row(
            [
              .text(name), .text("of which checkpoints"), .integer(sum.count), .quantity(sum.seconds), .empty,
              .quantity(sum.energy?.joules), .empty,
            ], group: name))
      }
      let outside = attempts.map { $0.1.outside }.compensatedSum()
      if outside.joules > 0 {
        rows.append(
          Table.Row(
            [
              .text(name), .text("outside, in no sum"), .empty, .empty, .empty, .quantity(outside.joules), .empty,
            ], group: name))
      }
    }
    return Table(
      name: "parts", caption: "What the trainings' time and IT energy went into",
      columns: [
        .init(key: "dataset", header: "Data set", hidesRepeats: true), .init(key: "part", header: "Part"),
        .init(key: "count", header: "Count", unit: .count), .init(key: "time", header: "Time", unit: .duration),
        .init(key: "coverage", header: "Meas.", unit: .percent, format: .decimals(0)),
        .init(key: "it_energy", header: "IT energy", unit: .energy),
        .init(key: "share", header: "Share", unit: .percent, format: .decimals(1)),
      ], rows: rows,
      notes: [
        "Every moment of a training is in one part. Meas.: share of the parts' time that was measured, of the least covered component. Of which checkpoints: all that logs tell, inside epochs too (nnU-Net 1 only). Outside: what traces hold before and after the logs that they belong to."
      ])
  }

  /// What each training's time and IT energy went into; for scripts.
  public var trainingParts: Table {
    var rows: [Table.Row] = []
    for footprint in footprint.runs {
      for (attempt, measured) in zip(footprint.run.attempts, footprint.attempts) {
        let name: [Table.Cell] = [
          .text(footprint.run.identity.location), .text(attempt.label), .text(attempt.logPath),
        ]
        func cells(_ sum: PartSum) -> [Table.Cell] {
          [.integer(sum.count), .quantity(sum.seconds), .quantity(sum.coverage), .quantity(sum.energy?.joules)]
        }
        for kind in PartKind.allCases {
          var sum = PartSum()
          sum.add(attempt, measured, kind)
          if sum.count > 0 { rows.append(Table.Row(name + [.text(kind.rawValue)] + cells(sum))) }
        }
        if !attempt.checkpoints.isEmpty {
          let seconds = attempt.checkpoints.map(\.duration.inSeconds).compensatedSum()
          rows.append(
            Table.Row(
              name + [
                .text("of which checkpoints"), .integer(attempt.checkpoints.count), .quantity(seconds), .empty,
                .quantity(measured.checkpointEnergy?.joules),
              ]))
        }
        if measured.outside.joules > 0 {
          rows.append(
            Table.Row(
              name + [.text("outside"), .empty, .empty, .empty, .quantity(measured.outside.joules)]))
        }
      }
    }
    return Table(
      name: "training-parts", caption: "What each training's time and IT energy went into",
      columns: [
        .init(key: "run", header: "Run"), .init(key: "training", header: "Training"), .init(key: "log", header: "Log"),
        .init(key: "part", header: "Part"), .init(key: "count", header: "Count", unit: .count),
        .init(key: "time", header: "Time", unit: .duration),
        .init(key: "coverage", header: "Measured", unit: .percent),
        .init(key: "it_energy", header: "IT energy", unit: .energy),
      ], rows: rows)
  }
}
