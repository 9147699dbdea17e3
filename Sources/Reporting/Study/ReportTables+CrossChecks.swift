import Accounting
import Alignment
import LogFormats
import Quantities
import StudyFile

extension ReportTables {
  /// What the evidence that was not chosen says, against what was.
  public var crossChecks: Table {
    var rows: [Table.Row] = []
    for footprint in footprint.runs {
      for (attempt, measured) in zip(footprint.run.attempts, footprint.attempts) {
        for check in measured.crossChecks {
          rows.append(
            Table.Row(
              [
                .text(labels.dataset(footprint.run.identity.dataset)), .text(attempt.label),
                .text(Self.part(check), mark: check.isWhole ? "n" : nil),
                .text(Self.short(check.chosenMethod)),
                .text(Self.short(check.method), mark: check.isModelled ? "m" : nil), .integer(check.epochs),
                .quantity(check.chosen.joules),
                .quantity(check.other.joules), .quantity(check.relativeDifference),
                .quantity(check.worst?.relative), .integer(check.worst?.epoch),
              ], group: labels.dataset(footprint.run.identity.dataset)))
        }
      }
    }
    let hasNode = footprint.runs.flatMap(\.attempts).flatMap(\.crossChecks).contains { $0.isWhole }
    let notes: [Table.Note] =
      hasNode
      ? [
        .init(mark: "n", "A meter of the whole node against the sum of the parts that count: it holds more than they.")
      ]
      : []
    return Table(
      name: "cross-checks", caption: "Evidence that was not chosen, against the evidence that was",
      columns: [
        .init(key: "dataset", header: "Data set", hidesRepeats: true),
        .init(key: "training", header: "Training", hidesRepeats: true),
        .init(key: "component", header: "Part"),
        .init(key: "chosen_method", header: "Chosen"),
        .init(key: "other_method", header: "Other"),
        .init(key: "epochs", header: "Epochs", unit: .count),
        .init(key: "chosen_energy", header: "Chosen", unit: .energy, scaleGroup: "energy"),
        .init(key: "other_energy", header: "Other", unit: .energy, scaleGroup: "energy"),
        .init(key: "difference", header: "Difference", unit: .percent, format: .decimals(1)),
        .init(key: "worst_difference", header: "Worst epoch", unit: .percent, format: .decimals(1)),
        .init(key: "worst_epoch", header: "No.", unit: .count),
      ], rows: rows,
      notes: [
        "carbontracker, \(footprint.basis.tracker == .corrected ? "corrected for device averaging" : "as it reports, the mean over devices in 2.x"), is compared over the epochs that both cover, CodeCarbon and other totals over the time that both cover. Difference: other against chosen.",
        .init(mark: "m", "A constant or a share of the TDP, not measured."),
      ] + notes)
  }

  private static func part(_ check: CrossCheck) -> String {
    if check.isWhole { return "node: " + names(check.chosenComponents) }
    return check.includesMemory ? "CPU, DRAM" : names([check.component])
  }
}
