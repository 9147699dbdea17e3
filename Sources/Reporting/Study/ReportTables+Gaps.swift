import Accounting
import Alignment
import LogFormats
import Quantities
import StudyFile

extension ReportTables {
  /// Where traces have gaps within trainings, and what each policy makes of them.
  public var gaps: Table {
    var rows: [Table.Row] = []
    for footprint in footprint.runs {
      let dataset = labels.dataset(footprint.run.identity.dataset)
      for (attempt, measured) in zip(footprint.run.attempts, footprint.attempts) {
        for component in measured.components {
          guard let effect = component.gaps else { continue }
          rows.append(
            Table.Row(
              [
                .text(dataset), .text(attempt.label), .text(Self.names([component.component])),
                .integer(effect.count), .quantity(effect.seconds),
                .quantity(effect.energy(self.footprint.basis.gaps).joules),
              ] + GapEffect.policies.map { .quantity(effect.totals[$0]?.joules) }, group: dataset))
        }
      }
    }
    if !rows.isEmpty {
      let runs = footprint.runs
      rows.append(
        Table.Row(
          [
            .text("All, without gaps too"), .empty, .empty, .integer(runs.reduce(0) { $0 + $1.gapCount }),
            .quantity(runs.map(\.gapSeconds).compensatedSum()),
            .quantity(runs.map { $0.gapEnergy(footprint.basis.gaps) }.compensatedSum().joules),
          ] + GapEffect.policies.map { .quantity(total(gaps: $0)?.joules) }, kind: .total))
    }
    return Table(
      name: "gaps", caption: "Gaps in the traces that count, and the IT energy that each policy gives",
      columns: [
        .init(key: "dataset", header: "Data set", hidesRepeats: true),
        .init(key: "training", header: "Training", hidesRepeats: true),
        .init(key: "component", header: "Part"), .init(key: "gaps", header: "Gaps", unit: .count),
        .init(key: "gap_time", header: "Gap time", unit: .duration),
        .init(key: "gap_energy", header: "In gaps", unit: .energy, scaleGroup: "energy"),
        .init(key: "bridge_energy", header: "Bridge", unit: .energy, scaleGroup: "energy"),
        .init(key: "drop_energy", header: "Drop", unit: .energy, scaleGroup: "energy"),
        .init(key: "mean_energy", header: "Mean", unit: .energy, scaleGroup: "energy"),
      ], rows: rows,
      notes: [
        Table.Note(
          RichText(
            "The policy of this report is \(footprint.basis.gaps.rawValue). Gap time: of the device that has most. In gaps: what the policy puts there. Bridge, drop, mean: the training's energy of the part by each policy."
          ))
      ])
  }

  /// The IT energy of the study as another policy for gaps would have it.
  private func total(gaps policy: GapPolicy) -> Energy? {
    let known = footprint.runs.compactMap { $0.energy(gaps: policy) }
    return known.isEmpty ? nil : known.compensatedSum()
  }

  /// What was done about gaps, as a row of the reproducibility table says it.
  var gapRule: String {
    let policy = footprint.basis.gaps
    let meaning =
      switch policy {
      case .bridge: "bridged by straight lines; a counter's energy across is known"
      case .drop: "left out: no energy, and not covered"
      case .mean: "filled with the device's mean power outside gaps"
      case .fail: "not allowed"
      }
    return "\(meaning) (\(policy.rawValue)); a gap is longer than 2 s, than 3 median intervals, and than the scatter "
      + "explains"
  }

  /// What the policy for gaps did, with what the others would give; `nil` without gaps.
  func gapNote(_ scaled: (Double?) -> RichText) -> RichText? {
    let count = footprint.runs.reduce(0) { $0 + $1.gapCount }
    guard count > 0 else { return nil }
    let trainings = footprint.runs.flatMap(\.attempts).count { $0.gapCount > 0 }
    let policy = footprint.basis.gaps
    let seconds = NumberFormat.fixed(footprint.runs.map(\.gapSeconds).compensatedSum(), decimals: 1) ?? "--"
    let done =
      policy == .drop
      ? "left out" : policy == .mean ? "filled with the device's mean power" : "bridged by straight lines"
    var note = RichText(
      "The traces have \(count) gap\(count == 1 ? "" : "s") (\(seconds)\u{A0}s) within \(trainings) "
        + "training\(trainings == 1 ? "" : "s"); they were \(done)")
    if policy != .drop {
      note += ", which puts "
      note += scaled(footprint.runs.map { $0.gapEnergy(policy) }.compensatedSum().joules)
      note += " into the totals"
    }
    note += ". The study's IT energy is "
    note += scaled(total(gaps: policy)?.joules)
    for (place, other) in GapEffect.policies.filter({ $0 != policy }).enumerated() {
      note += RichText(place == 0 ? "; by the policy \(other.rawValue) it would be " : ", by \(other.rawValue) ")
      note += scaled(total(gaps: other)?.joules)
    }
    note += "."
    return note
  }
}
