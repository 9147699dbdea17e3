@testable import Plotting

/// Made-up figures that look like those of a paper.
enum Samples {
  static func figure(_ name: String, style: FigureStyle = .article) -> RenderedFigure? {
    all.first { $0.name == name }?.render(style)
  }

  /// The figures whose pictures are kept.
  static let all: [(name: String, render: @Sendable (FigureStyle) -> RenderedFigure)] = [
    ("components", { components(.absolute, name: "components").render($0) }),
    ("components-share", { components(.share, name: "components-share").render($0) }),
    ("pareto", { pareto.render($0) }),
    ("pareto-single", { paretoSingle.render($0) }),
    ("pareto-roles", { paretoRoles.render($0) }),
    ("pareto-crowded", { paretoCrowded.render($0) }),
    ("epochs", { epochs.render($0) }),
    ("epochs-runs", { epochRuns.render($0) }),
    ("cumulative", { cumulative.render($0) }),
    ("timeline", { TimelineSamples.resumed.render($0) }),
    ("timeline-short", { TimelineSamples.short.render($0) }),
    ("prediction-errors", { PredictionSamples.errors.render($0) }),
    ("prediction-scatter", { PredictionSamples.scatter.render($0) }),
    ("time-shift", { CarbonSamples.timeShift.render($0) }),
    ("time-shift-gaps", { CarbonSamples.timeShiftGaps.render($0) }),
    ("intensity", { CarbonSamples.intensity.render($0) }),
    ("places", { CarbonSamples.placesModels.render($0) }),
    ("places-single", { CarbonSamples.placesSingle.render($0) }),
    ("places-range", { CarbonSamples.placesRange.render($0) }),
    ("folds", { ComparisonSamples.folds.render($0) }),
    ("folds-many", { ComparisonSamples.foldsMany.render($0) }),
    ("overhead", { ComparisonSamples.overhead.render($0) }),
    ("pepr", { ComparisonSamples.efficiency.render($0) }),
    ("pepr-crowded", { ComparisonSamples.efficiencyCrowded.render($0) }),
    ("break-even", { ComparisonSamples.breakEven.render($0) }),
    ("components-many", { SizeSamples.components(many, mode: .absolute, name: "components-many").render($0) }),
    ("components-long", { SizeSamples.components(long, mode: .share, name: "components-long").render($0) }),
    ("pareto-many", { SizeSamples.pareto(many, name: "pareto-many").render($0) }),
    ("pareto-long", { SizeSamples.pareto(long, name: "pareto-long").render($0) }),
    ("cumulative-many", { SizeSamples.cumulative(many, name: "cumulative-many").render($0) }),
    ("cumulative-long", { SizeSamples.cumulative(long, name: "cumulative-long").render($0) }),
    ("epochs-many", { SizeSamples.epochs(.init(configurations: 40, folds: 5), name: "epochs-many").render($0) }),
    ("epochs-long", { SizeSamples.epochs(long, name: "epochs-long").render($0) }),
    ("critical-difference", { criticalDifference.render($0) }),
    ("empty", { ParetoFigure(name: "empty", title: "Pareto front", panels: []).render($0) }),
  ]

  /// Thirty data sets with four configurations in five folds each.
  private static let many = SizeSamples.Shape(datasets: 30, configurations: 4, folds: 5)
  /// Few models with names of 200 characters.
  private static let long = SizeSamples.Shape(datasets: 2, configurations: 5, folds: 2, isLong: true)

  static func components(_ mode: ComponentBarsFigure.Mode, name: String) -> ComponentBarsFigure {
    typealias Bar = ComponentBarsFigure.Bar
    return ComponentBarsFigure(
      name: name, title: "Energy by component", mode: mode, errorMeaning: "± sd over 5 folds",
      groups: [
        .init(
          label: "Hippocampus",
          bars: [
            Bar(label: "2d", parts: [.gpu: 1.92, .cpu: 0.61, .dram: 0.22], overhead: 1.6, error: 0.31),
            Bar(label: "3d_fullres", parts: [.gpu: 3.41, .cpu: 0.88, .dram: 0.31], overhead: 2.67, error: 0.42),
          ]),
        .init(
          label: "Prostate",
          bars: [
            Bar(label: "2d", parts: [.gpu: 6.15, .cpu: 1.7], missing: [.dram], overhead: 4.55, error: 0.77),
            Bar(label: "3d_fullres", parts: [.gpu: 11.2, .cpu: 2.9, .dram: 0.95], overhead: 8.73, error: 1.2),
            Bar(label: "3d_lowres", parts: [.gpu: 7.4], missing: [.cpu, .dram], overhead: 4.29),
            Bar(label: "ensemble", parts: [:]),
          ]),
      ])
  }

  /// The mean ranks of J. Demšar's example (JMLR 7, 2006, table 6) at a level of 0.10.
  static let criticalDifference = CriticalDifferenceFigure(
    name: "critical-difference", title: "Mean ranks over 14 data sets",
    items: [
      .init(label: "C4.5", rank: 3.143), .init(label: "C4.5+m", rank: 2), .init(label: "C4.5+cf", rank: 2.893),
      .init(label: "C4.5+m+cf", rank: 1.964),
    ], criticalDifference: 1.12, groups: [0...2, 2...3], explanation: "Nemenyi test, level 0.10.")

  static let pareto = ParetoFigure(
    name: "pareto", title: "Dice against energy",
    panels: [
      .init(
        label: "Hippocampus",
        items: [
          .init(group: "2d", energy: 4.4, score: 0.881, scoreDeviation: 0.004),
          .init(group: "3d_fullres", energy: 7.3, score: 0.8905, scoreDeviation: 0.003),
          .init(group: "3d_fullres 250 ep.", energy: 1.9, score: 0.8862, scoreDeviation: 0.0045),
        ]),
      .init(
        label: "Prostate",
        items: [
          .init(group: "2d", energy: 12.4, score: 0.731, scoreDeviation: 0.021),
          .init(group: "3d_fullres", energy: 23.8, score: 0.842, scoreDeviation: 0.018),
          .init(group: "3d_lowres", energy: 11.7, score: 0.795, scoreDeviation: 0.025),
          .init(group: "cascade", energy: 36, score: nil),
        ]),
      .init(
        label: "Spleen",
        items: [
          .init(group: "2d", energy: 18, score: 0.942, scoreDeviation: 0.006),
          .init(group: "3d_fullres", energy: 41, score: 0.9701, scoreDeviation: 0.003),
          .init(group: "3d_lowres", energy: 33, score: 0.9703, scoreDeviation: 0.002),
          .init(group: "cascade", energy: 76, score: 0.969, scoreDeviation: 0.004),
        ]),
    ])

  static let paretoSingle = ParetoFigure(
    name: "pareto-single", title: "Dice against energy", unit: "Wh", deviationMeaning: "sd over 3 seeds",
    panels: [
      .init(
        label: "Drive",
        items: [
          .init(group: "U-Net 16", energy: 52, score: 0.741, scoreDeviation: 0.012, energyDeviation: 6),
          .init(group: "U-Net 32", energy: 120, score: 0.782, scoreDeviation: 0.008, energyDeviation: 11),
          .init(group: "U-Net 64", energy: 310, score: 0.801, scoreDeviation: 0.006, energyDeviation: 22),
          .init(group: "ResEnc M", energy: 640, score: 0.799, scoreDeviation: 0.006, energyDeviation: 60),
          .init(group: "ResEnc L", energy: 1210, score: 0.813, scoreDeviation: 0.004, energyDeviation: 75),
          .init(group: "Swin", energy: 1190, score: 0.772, scoreDeviation: 0.011, energyDeviation: 90),
        ])
    ])

  static let paretoRoles = withRoles(
    paretoSingle, named: "pareto-roles", ["U-Net 16": [.cheapest], "U-Net 64": [.knee], "ResEnc L": [.best]])

  static let paretoCrowdedRoles = withRoles(paretoCrowded, named: "pareto-crowded-roles", ["model 1": [.knee]])

  /// The figure with roles for all items of some names.
  private static func withRoles(
    _ figure: ParetoFigure, named name: String, _ roles: [String: Set<ParetoFigure.Role>]
  ) -> ParetoFigure {
    let panels = figure.panels.map { panel in
      ParetoFigure.Panel(
        label: panel.label,
        items: panel.items.map { item in
          var item = item
          item.roles = roles[item.group] ?? []
          return item
        })
    }
    return ParetoFigure(
      name: name, title: figure.title, unit: figure.unit, deviationMeaning: "sd over 3 seeds", panels: panels)
  }

  static let paretoCrowded = ParetoFigure(
    name: "pareto-crowded", title: "Dice against energy",
    panels: (0..<4).map { panel in
      ParetoFigure.Panel(label: "Data set \(panel + 1)", items: (0..<18).map { crowdedItem($0, panel: panel) })
    })

  private static func crowdedItem(_ item: Int, panel: Int) -> ParetoFigure.Item {
    let energy = Double(3 + 3 * panel) + 1.3 * Double((item * 7) % 18)
    let score = 0.7 + 0.012 * Double((item * 5 + panel) % 18)
    return .init(group: "model \(item % 6 + 1)", energy: energy, score: score)
  }

  static let epochs = EpochFigure(
    name: "epochs", title: "Energy and Dice of each epoch",
    series: [
      .init(label: "2d", runs: (0..<5).map { epochRun(fold: $0, level: 4.1, speed: 30) }),
      .init(
        label: "3d_fullres", runs: (0..<5).map { epochRun(fold: $0, level: 7.0, speed: 55, restarts: $0 == 2) }),
    ])

  static let epochRuns = EpochFigure(
    name: "epochs-runs", title: "Energy and Dice of each epoch", unit: "kJ",
    series: (0..<8).map { fold in
      .init(label: "fold_\(fold)", runs: [epochRun(fold: fold, level: 20, speed: 40, restarts: fold == 3)])
    })

  private static func epochRun(fold: Int, level: Double, speed: Double, restarts: Bool = false) -> EpochFigure.Run {
    let usual = (0..<200).map { epoch -> EpochFigure.Epoch in
      let wobble = Double((epoch * 37 + fold * 61) % 23) / 23
      let energy = epoch == 0 ? level * 1.35 : level * (0.97 + 0.05 * wobble + 0.02 * Double(fold))
      let rise = Double(epoch) / (Double(epoch) + speed)
      return .init(index: epoch, energy: energy, score: 0.55 + 0.38 * rise + 0.02 * wobble - 0.006 * Double(fold))
    }
    guard restarts else { return .init(label: "fold_\(fold)", epochs: usual) }
    let extra = (80..<90).map {
      EpochFigure.Epoch(index: $0, energy: level * 1.12, score: nil, state: $0 < 89 ? .redone : .aborted)
    }
    return .init(label: "fold_\(fold)", epochs: usual + extra, restarts: [80])
  }

  static let cumulative = CumulativeFigure(
    name: "cumulative", title: "Energy of selecting a model",
    panels: [
      .init(label: "Hippocampus", attempts: attempts(count: 10, hours: 1.6, cost: 0.9), finalCost: 4.6),
      .init(label: "Prostate", attempts: attempts(count: 15, hours: 3.1, cost: 2.4), finalCost: 11.3),
      .init(label: "Spleen", attempts: attempts(count: 22, hours: 4.4, cost: 3.9), finalCost: 19),
    ])

  private static func attempts(count: Int, hours: Double, cost: Double) -> [CumulativeFigure.Attempt] {
    let names = ["2d", "3d_fullres", "3d_lowres"]
    return (0..<count).map { index in
      let failed = index % 7 == 3
      let share = failed ? 0.3 : 0.8 + 0.1 * Double(index % 4)
      return .init(
        configuration: names[min(index / 5, names.count - 1)], endHours: hours * (Double(index) + share),
        cost: cost * share, failed: failed)
    }
  }
}
