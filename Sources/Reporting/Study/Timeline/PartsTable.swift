import Accounting
import Alignment
import Quantities

extension ReportTables {
  /// Every part of some runs' trainings in order of time, with what it took.
  ///
  /// - Parameter runs: places in ``StudyFootprint/runs``.
  public func parts(of runs: [Int]) -> Table {
    let members = runs.filter(footprint.runs.indices.contains).map { footprint.runs[$0] }
    let components = members.flatMap { $0.attempts.flatMap(\.components) }.map(\.component)
    let shown = Component.allCases.filter(components.contains)
    let isOne = members.count == 1
    var rows: [Table.Row] = []
    for member in members {
      for (attempt, measured) in zip(member.run.attempts, member.attempts) {
        for (place, part) in attempt.parts.enumerated() {
          let seconds = part.window.duration.inSeconds
          var cells: [Table.Cell] = isOne ? [] : [.text(runName(member.run.identity))]
          cells += [
            .text(attempt.label), .text(part.kind.rawValue),
            part.epoch.map { .integer(attempt.epochs[$0].index) } ?? .empty,
            .text(EvidenceWording.time(part.window.start)), .quantity(seconds),
            .quantity(measured.energy(ofPart: place)?.joules),
            .quantity(PartRuns.coverage(of: [place], seconds: seconds, measured)),
          ]
          cells += shown.map { component in
            let energies = measured.components.filter { $0.component == component }
            return .quantity(energies.first.flatMap { $0.byPart[place] }?.joules)
          }
          rows.append(Table.Row(cells, group: isOne ? attempt.label : runName(member.run.identity)))
        }
      }
    }
    var columns: [Table.Column] = isOne ? [] : [.init(key: "run", header: "Run", hidesRepeats: true)]
    columns += [
      .init(key: "training", header: "Training", hidesRepeats: true), .init(key: "part", header: "Part"),
      .init(key: "epoch", header: "Epoch", unit: .count), .init(key: "start_utc", header: "Start (UTC)"),
      .init(key: "time", header: "Time", unit: .duration, scale: .seconds),
      .init(key: "it_energy", header: "IT energy", unit: .energy, scaleGroup: "energy"),
      .init(key: "coverage", header: "Meas.", unit: .percent, format: .decimals(0)),
    ]
    columns += shown.map {
      .init(
        key: "\($0.rawValue)_energy", header: RichText(Self.names([$0])), unit: .energy, scaleGroup: "energy")
    }
    return Table(
      name: "parts", caption: isOne ? "The parts of a run" : "The parts of \(members.count) runs", columns: columns,
      rows: rows,
      notes: [
        "Training: the Slurm job, or the log's name. The parts of a training follow one another without a gap. Meas.: share of the time that was measured, of the least covered component of those that were measured. Energies are without PUE."
      ])
  }

  private func runName(_ identity: RunIdentity) -> String {
    [
      labels.dataset(identity.dataset), modelName(identity), identity.fold.map { "fold \($0)" },
    ].compactMap(\.self).joined(separator: ", ")
  }
}
