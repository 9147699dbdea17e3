import Plotting

/// Made-up folds, pairs, scores and predictions that look like those of a study.
enum ComparisonSamples {
  /// Values around a level that differ from fold to fold.
  private static func spread(_ level: Double, share: Double, fold: Int, seed: Int) -> Double {
    let step = (fold * 37 + seed * 61) % 23
    let wobble = Double(step) / 11 - 1
    return level * (1 + share * wobble)
  }

  private static func row(_ name: String, folds: Int, energy: Double?, dice: Double?, seed: Int) -> StripFigure.Row {
    .init(
      label: name,
      items: (0..<folds).map { fold in
        .init(
          label: "\(fold)",
          values: [
            energy.map { spread($0, share: 0.12, fold: fold, seed: seed) },
            dice.map { spread($0, share: 0.02, fold: fold, seed: seed + 3) },
          ])
      })
  }

  private static let foldColumns: [StripFigure.Column] = [
    .init(name: "IT energy", unit: "kWh", kind: .amount), .init(name: "Dice", unit: "%", kind: .score),
  ]

  static let folds = StripFigure(
    name: "folds", title: "Energy and validation Dice of each fold", itemName: "fold", columns: foldColumns,
    groups: [
      .init(
        label: "Hippocampus",
        rows: [
          row("2d", folds: 5, energy: 1.9, dice: 88.1, seed: 1),
          row("3d_fullres", folds: 5, energy: 3.4, dice: 89.1, seed: 2),
        ]),
      .init(
        label: "Prostate",
        rows: [
          row("2d", folds: 5, energy: 6.2, dice: 73.1, seed: 3),
          row("3d_fullres", folds: 1, energy: 11, dice: 84, seed: 4),
          row("3d_lowres", folds: 3, energy: 7.4, dice: nil, seed: 5),
          row("cascade", folds: 2, energy: nil, dice: 83, seed: 6),
        ]),
    ])

  static let foldsMany = StripFigure(
    name: "folds-many", title: "Energy and validation Dice of each seed", itemName: "seed", columns: foldColumns,
    groups: [
      .init(
        label: "",
        rows: [
          row("U-Net 32", folds: 24, energy: 0.8, dice: 78, seed: 1),
          row("ResEnc L", folds: 1000, energy: 9.5, dice: 81.3, seed: 8),
          row("Swin", folds: 9, energy: 12, dice: 77.2, seed: 3),
        ])
    ])

  static let overhead = StripFigure(
    name: "overhead", title: "Time and energy of trainings with a tracker over those without", itemName: "pair",
    columns: [
      .init(name: "Time", unit: "%", kind: .difference), .init(name: "IT energy", unit: "%", kind: .difference),
    ],
    groups: [
      .init(
        label: "Hippocampus",
        rows: [overheadRow("2d", seed: 0), overheadRow("3d_fullres", seed: 1)])
    ])

  private static func overheadRow(_ name: String, seed: Int) -> StripFigure.Row {
    let items = (0..<5).map { fold -> StripFigure.Item in
      let time = spread(0.6, share: 2.2, fold: fold, seed: seed)
      let energy: Double? = fold == 3 ? nil : time * 1.4 - 0.2
      return .init(label: "\(fold)", values: [time, energy])
    }
    return .init(label: name, items: items)
  }

  static let efficiency = EfficiencyFigure(
    name: "pepr", title: "Dice against normalised energy, with lines of equal PePR-E",
    panels: [
      .init(
        label: "Hippocampus", range: "1.90 to 7.30 kWh",
        items: models([("2d", 0.463, 0.881), ("3d_fullres", 1, 0.8905), ("3d_fullres 250 ep.", 0, 0.8862)])),
      .init(
        label: "Prostate", range: "11.7 to 36.0 kWh",
        items: models([("2d", 0.03, 0.731), ("3d_fullres", 0.5, 0.842), ("3d_lowres", 0, 0.795), ("cascade", 1, 0.85)])
          + [.init(label: "ensemble", resource: nil, performance: 0.86, score: nil)]),
    ])

  static let efficiencyCrowded = EfficiencyFigure(
    name: "pepr-crowded", title: "Dice against normalised energy, with lines of equal PePR-E",
    panels: [EfficiencyFigure.Panel(label: "Derma", range: "16.1 to 66.4 Wh", items: (0..<40).map(crowdedItem))])

  private static func crowdedItem(_ place: Int) -> EfficiencyFigure.Item {
    let resource = Double(place * 17 % 40) / 39
    let performance: Double = 0.7 + 0.004 * Double(place * 29 % 43)
    return .init(
      label: "model \(place % 12)", resource: resource, performance: performance, score: performance / (1 + resource))
  }

  private static func models(_ values: [(name: String, resource: Double, performance: Double)])
    -> [EfficiencyFigure.Item]
  {
    values.map {
      .init(
        label: $0.name, resource: $0.resource, performance: $0.performance, score: $0.performance / (1 + $0.resource))
    }
  }

  static let breakEven = BreakEvenFigure(
    name: "break-even", title: "Predictions until inference has taken as much energy as training one fold",
    groups: [
      .init(
        label: "Hippocampus",
        rows: [
          .init(
            label: "2d", predictions: 30_900, folds: [29_000, 31_200, 30_100, 33_000, 31_000], training: 1.92,
            prediction: 0.0621),
          .init(
            label: "3d_fullres", predictions: 42_300, folds: [40_000, 45_000, nil, 41_000, 44_000], training: 3.41,
            prediction: 0.0806),
        ]),
      .init(
        label: "Prostate",
        rows: [
          .init(label: "2d", predictions: 2210, folds: [2210], training: 6.15, prediction: 2.78),
          .init(label: "3d_fullres", predictions: nil, folds: [nil], training: 11.2, prediction: nil),
          .init(label: "3d_lowres", predictions: 1890, folds: [1700, 2100], training: 7.4, prediction: 3.92),
        ]),
    ])

  /// Figures of hostile values.
  static func hostile(_ value: Double, label: String) -> [(FigureStyle) -> RenderedFigure] {
    let values: [Double] = [value, 1, value / 3, -value, value * 1.000_001]
    let strip = hostileStrip(values, label: label)
    let wide = (values + [0, 0.5, 1]).map { resource in
      EfficiencyFigure.Item(label: label, resource: resource, performance: value, score: resource)
    }
    let small = [0.1, 0.2].map { resource in
      EfficiencyFigure.Item(label: label, resource: resource, performance: resource * value, score: value)
    }
    let efficiency = EfficiencyFigure(
      name: "e", title: label, resourceName: label, performanceName: label, scoreName: label,
      panels: [.init(label: label, range: label, items: wide), .init(label: "small", range: "", items: small)])
    let rows = values.map { predictions in
      BreakEvenFigure.Row(
        label: label, predictions: predictions, folds: values, training: value, prediction: predictions)
    }
    let even = BreakEvenFigure(
      name: "b", title: label, trainingUnit: label, predictionUnit: label,
      groups: [.init(label: "", rows: rows), .init(label: label, rows: rows)])
    return [{ strip.render($0) }, { efficiency.render($0) }, { even.render($0) }]
  }

  private static func hostileStrip(_ values: [Double], label: String) -> StripFigure {
    let kinds: [StripFigure.Column.Kind] = [.amount, .score, .difference]
    let groups = [2, 12].map { count -> StripFigure.Group in
      let items = (0..<count).map { item -> StripFigure.Item in
        let own = (0..<(item % 4)).map { column -> Double? in values[(item + column) % values.count] }
        return .init(label: label, values: own)
      }
      return .init(label: label, rows: [.init(label: label, items: items), .init(label: label, items: [])])
    }
    return StripFigure(
      name: "s", title: label, itemName: label, columns: kinds.map { .init(name: label, unit: label, kind: $0) },
      groups: groups, remark: label)
  }

  /// Figures of some size, all with the same name for everything.
  static func sized(_ count: Int, each: Int, label: String) -> [(FigureStyle) -> RenderedFigure] {
    let names = (0..<count).map { "\(label) \($0)" }
    let rows = names.enumerated().map { row($1, folds: each, energy: 2, dice: 80, seed: $0) }
    let one = StripFigure(
      name: "s", title: "t", itemName: "fold", columns: foldColumns, groups: [.init(label: label, rows: rows)])
    let several = StripFigure(
      name: "s", title: "t", itemName: "fold", columns: foldColumns,
      groups: zip(names, rows).map { StripFigure.Group(label: $0, rows: [$1]) })
    let items = (0..<each).map(crowdedItem)
    let efficiency = EfficiencyFigure(
      name: "e", title: "t",
      panels: names.map { EfficiencyFigure.Panel(label: $0, range: "1 to 2 kWh", items: items) })
    let folds = (0..<each).map { fold -> Double? in 9000 + 90 * Double(fold) }
    let groups = names.map { name -> BreakEvenFigure.Group in
      let row = BreakEvenFigure.Row(label: name, predictions: 12_345, folds: folds, training: 3, prediction: 0.2)
      return .init(label: name, rows: [row])
    }
    let even = BreakEvenFigure(name: "b", title: "t", groups: groups)
    return [
      { one.render($0) }, { several.render($0) }, { efficiency.render($0) }, { even.render($0) },
    ]
  }
}
