import Quantities
import Reporting

/// Tables as reports have them. All numbers are made up.
enum ExampleTables {
  static let all = [footprint, selection, attempts, edgeCases]

  static func named(_ name: String) -> Table? { all.first { $0.name == name } }

  // MARK: The footprint of each configuration

  static let footprint = Table(
    name: "footprint",
    caption: "Energy and " + .co2e + " of training, mean ± sample standard deviation over n folds; 143.3 g/kWh",
    columns: [
      .init(key: "dataset", header: "Data set", hidesRepeats: true),
      .init(key: "configuration", header: "Configuration"),
      .init(key: "folds", header: "n", unit: .count),
      .init(key: "epochs", header: "Epochs", unit: .count),
      .init(key: "time", header: "Time", unit: .duration),
      .init(
        key: "it_energy", header: "IT energy", unit: .energy, direction: .lowerIsBetter, ranking: .group,
        provenance: .measured, scaleGroup: "energy"),
      .init(
        key: "facility_energy", header: "Energy with PUE 1.58", unit: .energy, direction: .lowerIsBetter,
        provenance: .measured, scaleGroup: "energy"),
      .init(key: "carbon", header: .co2e, unit: .carbon, direction: .lowerIsBetter, provenance: .measured),
      .init(key: "distance", header: "Distance by car", unit: .distance, format: .significantDigits(2)),
      .init(
        key: "dice", header: "Dice", unit: .percent, direction: .higherIsBetter, ranking: .group, format: .decimals(1)),
    ],
    rows: footprintRows,
    notes: [
      .init(mark: "a", "Sensors covered less than 95 % of the time."),
      "IT energy is that of GPU, CPU and DRAM; sums may not add up due to rounding.",
    ])

  private static let footprintRows: [Table.Row] = [
    footprintRow(
      "Hippocampus", "2d", folds: 5, epochs: 1000, hours: (3.215, 0.143), kWh: (0.9431, 0.0312), dice: 0.8861),
    footprintRow(
      "Hippocampus", "3d_fullres", folds: 5, epochs: 1000, hours: (6.871, 0.402), kWh: (2.1407, 0.1204), dice: 0.8905),
    footprintRow(
      "Prostate", "2d", folds: 5, epochs: 1000, hours: (9.42, 0.51), kWh: (2.874, 0.155), dice: 0.7312, mark: "a"),
    footprintRow(
      "Prostate", "3d_fullres", folds: 4, epochs: 1000, hours: (21.07, 1.92), kWh: (8.114, 0.7311), dice: 0.7548),
    footprintRow(
      "Colon", "3d_cascade_fullres", folds: 1, epochs: 750, hours: (48.31, nil), kWh: (17.25, nil), dice: nil),
    Table.Row(
      [
        .text("All"), .empty, .integer(20), .empty, .quantity(211.5 * 3600), .quantity(65.2 * 3.6e6),
        .quantity(65.2 * 1.58 * 3.6e6), .quantity(65.2 * 1.58 * 143.3), .quantity(65.2 * 1.58 * 143.3 / 120.4), .empty,
      ], kind: .total),
  ]

  private static func footprintRow(
    _ dataset: String, _ configuration: String, folds: Int, epochs: Int, hours: (Double, Double?),
    kWh: (Double, Double?), dice: Double?, mark: String? = nil
  ) -> Table.Row {
    func mean(_ pair: (Double, Double?), times factor: Double, mark: String? = nil) -> Table.Cell {
      .mean(pair.0 * factor, deviation: pair.1.map { $0 * factor }, count: folds, mark: mark)
    }
    let grams = 1.58 * 143.3
    return Table.Row(
      [
        .text(dataset), .text(configuration), .integer(folds), .integer(epochs), mean(hours, times: 3600),
        mean(kWh, times: 3.6e6, mark: mark), mean(kWh, times: 1.58 * 3.6e6), mean(kWh, times: grams),
        .quantity(kWh.0 * grams / 120.4), .mean(dice, deviation: dice.map { $0 / 70 }, count: folds),
      ], group: dataset)
  }

  // MARK: The cost of selecting

  static let selection = Table(
    name: "selection",
    caption: "What was executed to select a model, and the share that trained the one that was chosen",
    columns: [
      .init(key: "dataset", header: "Data set", hidesRepeats: true),
      .init(key: "configuration", header: "Configuration"),
      .init(key: "runs", header: "Runs", unit: .count),
      .init(key: "useful", header: "Useful", unit: .energy, scaleGroup: "energy"),
      .init(key: "wasted", header: "Redone or aborted", unit: .energy, scaleGroup: "energy"),
      .init(key: "all", header: "All", unit: .energy, scaleGroup: "energy"),
      .init(key: "share", header: "Share of waste", unit: .percent, direction: .lowerIsBetter),
    ],
    rows: [
      selectionRow("Hippocampus", "2d", runs: 5, useful: 4.71, wasted: 0.32),
      selectionRow("Hippocampus", "3d_fullres", runs: 6, useful: 10.7, wasted: 1.94),
      selectionRow("Hippocampus", "All", runs: 11, useful: 15.41, wasted: 2.26, kind: .subtotal),
      selectionRow("Prostate", "2d", runs: 5, useful: 14.4, wasted: 0),
      selectionRow("Prostate", "3d_fullres", runs: 9, useful: 32.5, wasted: 12.75),
      selectionRow("Prostate", "All", runs: 14, useful: 46.9, wasted: 12.75, kind: .subtotal),
      selectionRow("All", nil, runs: 25, useful: 62.31, wasted: 15.01, kind: .total),
    ])

  private static func selectionRow(
    _ dataset: String, _ configuration: String?, runs: Int, useful: Double, wasted: Double,
    kind: Table.Row.Kind = .body
  ) -> Table.Row {
    let sum = useful + wasted
    return Table.Row(
      [
        .text(dataset), configuration.map { .text($0) } ?? .empty, .integer(runs), .quantity(useful * 3.6e6),
        .quantity(wasted * 3.6e6), .quantity(sum * 3.6e6), .quantity(wasted / sum),
      ], group: kind == .total ? nil : dataset, kind: kind)
  }

  // MARK: Attempts with long names

  static let attempts = attemptsTable(name: "attempts", count: 29)
  static let manyAttempts = attemptsTable(name: "many-attempts", count: 75)

  private static func attemptsTable(name: String, count: Int) -> Table {
    let trainers = ["nnUNetTrainerCT_12epochsEarlyStop", "nnUNetTrainerCT_8epochs", "nnUNetTrainer"]
    let configurations = ["2d", "3d_fullres"]
    let rows = (0..<count).map { index in
      let dataset = "Dataset\(701 + index / 10)_\(["Blobs", "Shells", "Tubes"][min(index / 10, 2)])"
      let model = "\(trainers[index / 4 % 3])__nnUNetPlans__\(configurations[index / 4 % 2])"
      let failed = index % 7 == 3
      return Table.Row(
        [
          .text(dataset), .text(model), .text(String(index % 5)), .integer(1 + index % 3),
          .text(failed ? "cancelled" : "finished"), .integer(failed ? 4 : 12),
          .quantity(310.4 + Double(index * index) * 1.7),
          failed ? .missing : .quantity(41_337 + Double(index) * 5_021.5),
          .quantity(failed ? 0.41 : 1, mark: failed ? "a" : nil),
        ], group: dataset)
    }
    return Table(
      name: name, caption: "All runs with their attempts",
      columns: [
        .init(key: "dataset", header: "Data set", hidesRepeats: true),
        .init(key: "model", header: "Trainer, plans and configuration", hidesRepeats: true),
        .init(key: "fold", header: "Fold", alignment: .centre),
        .init(key: "attempts", header: "Attempts", unit: .count),
        .init(key: "state", header: "State"),
        .init(key: "epochs", header: "Epochs", unit: .count),
        .init(key: "time", header: "Time", unit: .duration, format: .clock),
        .init(key: "it_energy", header: "IT energy", unit: .energy, provenance: .measured),
        .init(key: "coverage", header: "Coverage", unit: .percent, format: .decimals(0)),
      ], rows: rows, notes: [.init(mark: "a", "Below 50 %, so no energy is given.")])
  }

  // MARK: What seldom happens

  static let edgeCases = Table(
    name: "edge_cases 100%",
    caption: "Names with |, $x_1$, <b>, \\input{x} and `code`: " + .code("a_b|c"),
    columns: [
      .init(key: "name", header: "Name & \"kind\""),
      .init(key: "value", header: "Value", unit: .custom("g/" + .emphasis("kWh")), format: .decimals(2)),
      .init(key: "change", header: "Change", unit: .percent, direction: .lowerIsBetter, ranking: .table, mark: "†"),
      .init(key: "count", header: "Files", unit: .count, groupsThousands: true),
      .init(key: "measured", header: "Measured", unit: .power),
    ],
    rows: [
      .init([.text("=1+1"), .quantity(1.005), .quantity(-0.1234), .integer(1_234_567), .notApplicable]),
      .init([.text("[*] 50% #1 {x} ~ ^"), .quantity(-0.001), .quantity(-0.12341), .integer(-10_000), .missing]),
      .init([
        .text("a|b\n<script>"), .quantity(.nan), .quantity(0.5), .integer(42), .mean(250, deviation: 12.3, count: 3),
      ]),
      .init([
        .rich("Rød grød " + .co2e), .quantity(.infinity), .missing, .integer(7), .mean(-90, deviation: nil, count: 1),
      ]),
      .init([.text("too short")]),
    ], notes: [.init(mark: "†", "Against the first run."), "\u{1B}[31mred\u{1B}[0m and \u{202E}reversed"])

  /// More columns than any page has room for.
  static let wide = Table(
    name: "wide", caption: "Energy by component and phase",
    columns: [.init(key: "run", header: "Run")]
      + (1...16).map { .init(key: "phase\($0)", header: "Phase number \($0)", unit: .energy) },
    rows: (0..<4).map { row in
      Table.Row(
        [.text("Dataset70\(row)_Blobs")]
          + (1...16).map { .mean(Double($0 * 3_600_000 + row), deviation: 36_000, count: 5) })
    })

  /// Prose beside numbers.
  static let prose = Table(
    name: "findings", caption: "What was found in the input",
    columns: [
      .init(key: "code", header: "Code"),
      .init(key: "count", header: "Times", unit: .count),
      .init(key: "meaning", header: "What was read, and what was done about it"),
    ],
    rows: [
      .init([
        .text("energy-mean-of-devices"), .integer(12),
        .text(
          "The log gives the mean over 4 devices where the sum is meant; the value was multiplied by their number, "
            + "and both stand in the table."),
      ]),
      .init([.text("zone-assumed"), .integer(3), .text("No time zone in the log; Europe/Copenhagen was assumed.")]),
    ])
}
