import Quantities
import Reporting

/// Tables of uncommon shapes, for the fitting of columns and rows. All numbers are made up.
enum StressTables {
  static let all = [
    longNames, manyModels, manyUngrouped, longNames.rows(1), longNames.rows(0), longNames.withoutValues,
    ExampleTables.footprint.rows(0), ExampleTables.footprint.withoutValues, names.rows(0), names, manyDatasets,
  ]

  /// A benchmark of models on thirty data sets.
  static let manyDatasets: Table = {
    let datasets = (1...30).map { "Dataset\(700 + $0)_\(["Liver", "Prostate", "HepaticVessel", "Spleen"][$0 % 4])" }
    let models = ["2d", "3d_fullres", "3d_fullres (nnUNetResEncUNetLPlans)", "3d_lowres", "3d_cascade_fullres"]
    let rows = models.enumerated().map { place, model in
      let scores = datasets.indices.map { column in
        column == 7 && place == 3 ? nil : 60 + Double((column * 37 + place * 11) % 39) + 0.25 * Double(place)
      }
      let energy = 3.1e6 * Double(place + 1)
      return Table.Row(
        [.text(model)] + scores.map { .quantity($0) } + [
          .quantity(9_000 * Double(place + 1)), .quantity(energy), .quantity(energy / 3.6e6 * 211),
        ])
    }
    let scores = datasets.enumerated().map { place, dataset in
      Table.Column(
        key: "dice_\(place + 1)", header: RichText(dataset), unit: .custom("%"), direction: .higherIsBetter,
        ranking: .table, format: .decimals(2))
    }
    return Table(
      name: "many-datasets", caption: "Validation Dice by model and data set, with what training one fold took",
      columns: [.init(key: "model", header: "Model")] + scores + [
        .init(key: "time", header: "Time", unit: .duration, direction: .lowerIsBetter, ranking: .table),
        .init(key: "it_energy", header: "IT energy", unit: .energy, direction: .lowerIsBetter, ranking: .table),
        .init(
          key: "co2e", header: .co2e, unit: .carbon, direction: .lowerIsBetter, ranking: .table,
          format: .significantDigits(2)),
      ], rows: rows, notes: ["All numbers are made up."])
  }()

  /// Three data sets with names of more than 60 characters.
  static let longNames = footprint(
    name: "long-names",
    datasets: [
      "Dataset731_AbdominalMultiOrganSegmentationWithPartialLabels_v2024",
      "Dataset732_brain-metastases-of-the-stanford-cohort-resampled-1mm_x",
      "Dataset733Averylongnamewithoutanyplacewherealinemightbebrokenatall",
    ],
    models: [
      "nnUNetTrainerDiceCELoss_noSmooth__nnUNetResEncUNetLPlans__3d_fullres", "2d",
      "nnUNetTrainer_250epochs__nnUNetPlans__3d_cascade_fullres (folds 0-2, all cases)",
    ])

  /// More models than a page has room for.
  static let manyModels = footprint(
    name: "many-models", datasets: ["Colon", "Prostate"],
    models: (1...24).map { "\($0 % 2 == 0 ? "2d" : "3d_fullres") (CT_\($0 * 8)epochs)" })

  /// A long table without groups.
  static let manyUngrouped = Table(
    name: "many-ungrouped", caption: "Files that were read",
    columns: [
      .init(key: "file", header: "File"), .init(key: "hash", header: "SHA-256"),
      .init(key: "size", header: "Size", unit: .count),
    ],
    rows: (0..<53).map { row in
      Table.Row([
        .text("nnUNet_results/Dataset703_Tubes/nnUNetTrainer__nnUNetPlans__2d/fold_\(row)/training_log.txt"),
        .text(String(repeating: "\(row % 10)b7d", count: 16)), .integer(row * 917),
      ])
    })

  /// Nothing but text.
  static let names = Table(
    name: "names", caption: "Nothing but text",
    columns: [
      .init(key: "a", header: "Data set"), .init(key: "b", header: "Final model"), .init(key: "c", header: "Why"),
    ],
    rows: [
      .init([
        .text(String(repeating: "x", count: 90)), .text("a"), .text("It was the best by its mean validation Dice."),
      ]),
      .init([.text("b"), .text("2d"), .missing]),
    ])

  private static func footprint(name: String, datasets: [String], models: [String]) -> Table {
    let rows = datasets.flatMap { dataset in
      models.enumerated().map { index, model in
        let kWh = 1.5 + Double(index * index)
        return Table.Row(
          [
            .text(dataset), .text(model, mark: index == 1 ? "*" : nil), .integer(5), .integer(1000),
            .mean(kWh * 9_000, deviation: 700, count: 5), .mean(kWh * 3.6e6, deviation: 1e6, count: 5),
            .quantity(kWh * 5e6), .quantity(kWh * 200), .mean(0.8, deviation: 0.1234, count: 5),
          ], group: dataset)
      }
    }
    return Table(
      name: name, caption: "Energy and carbon footprint of training one fold, by data set and configuration",
      columns: [
        .init(key: "dataset", header: "Data set", hidesRepeats: true),
        .init(key: "configuration", header: "Configuration"),
        .init(key: "folds", header: "n", unit: .count),
        .init(key: "epochs", header: "Epochs", unit: .count),
        .init(key: "time", header: "Time", unit: .duration),
        .init(key: "it_energy", header: "IT energy", unit: .energy, direction: .lowerIsBetter),
        .init(key: "facility_energy", header: "Energy with PUE 1.58", unit: .energy, direction: .lowerIsBetter),
        .init(key: "carbon", header: .co2e, unit: .carbon, direction: .lowerIsBetter),
        .init(key: "dice", header: "Dice", unit: .percent, direction: .higherIsBetter),
      ], rows: rows, notes: [.init(mark: "*", "Taken to be final.")])
  }
}

extension Table {
  /// The table with its first rows only.
  fileprivate func rows(_ count: Int) -> Table {
    var table = self
    table.rows = Array(rows.prefix(count))
    table.name += "-\(count)"
    return table
  }

  /// The table with names only.
  fileprivate var withoutValues: Table {
    var table = self
    table.name += "-missing"
    table.rows = rows.map { row in
      var row = row
      row.cells = row.cells.prefix(2) + row.cells.dropFirst(2).map { _ in .missing }
      return row
    }
    return table
  }
}
