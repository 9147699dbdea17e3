import Plotting

/// Figures of made-up studies of any size.
enum SizeSamples {
  /// The shape of a study.
  struct Shape: Sendable {
    var datasets = 1
    var configurations = 1
    var folds = 1
    /// Whether names have 200 characters.
    var isLong = false
  }

  private static let longName = String(String(repeating: "nnUNetTrainer_", count: 15).prefix(196))

  static func names(_ count: Int, isLong: Bool, of kind: String = "Data set") -> [String] {
    (0..<count).map { isLong ? "\(longName)\($0)" : "\(kind) \($0)" }
  }

  private static func configurations(_ shape: Shape) -> [String] {
    names(shape.configurations, isLong: shape.isLong, of: "model")
  }

  /// Some bars without a component, some with zero energy.
  static func components(_ shape: Shape, mode: ComponentBarsFigure.Mode, name: String = "c") -> ComponentBarsFigure {
    let groups = names(shape.datasets, isLong: shape.isLong).enumerated().map { seed, label in
      ComponentBarsFigure.Group(label: label, bars: bars(configurations(shape), seed: seed))
    }
    return ComponentBarsFigure(name: name, title: "Energy by component", mode: mode, groups: groups)
  }

  private static func bars(_ names: [String], seed: Int) -> [ComponentBarsFigure.Bar] {
    names.enumerated().map { place, name in
      let level = Double((place * 7 + seed) % 11)
      let parts: [ComponentBarsFigure.Component: Double] = place % 5 == 4 ? [:] : [.gpu: level, .cpu: level / 3]
      return .init(label: name, parts: parts, missing: place % 3 == 1 ? [.dram] : [], overhead: level / 2, error: 0.4)
    }
  }

  /// Some items without a score, some without an energy.
  static func pareto(_ shape: Shape, name: String = "p") -> ParetoFigure {
    let panels = names(shape.datasets, isLong: shape.isLong).enumerated().map { seed, label -> ParetoFigure.Panel in
      let items = configurations(shape).enumerated().map { place, group in
        ParetoFigure.Item(
          group: group, energy: Double((place * 5 + seed) % 37), score: place % 7 == 3 ? nil : score(place, seed),
          scoreDeviation: shape.folds > 1 ? 0.01 : nil, roles: place == 1 ? [.knee] : [])
      }
      return .init(label: label, items: items)
    }
    return ParetoFigure(name: name, title: "Dice against energy", panels: panels)
  }

  private static func score(_ place: Int, _ seed: Int) -> Double { 0.6 + 0.01 * Double((place * 11 + seed * 3) % 31) }

  static func cumulative(_ shape: Shape, name: String = "c") -> CumulativeFigure {
    let panels = names(shape.datasets, isLong: shape.isLong).map { label -> CumulativeFigure.Panel in
      let attempts = configurations(shape).enumerated().flatMap { place, group in
        (0..<shape.folds).map { fold in
          CumulativeFigure.Attempt(
            configuration: group, endHours: Double(place * 3 + fold), cost: place % 9 == 2 ? 0 : Double(1 + fold),
            failed: (place + fold) % 6 == 5)
        }
      }
      return .init(label: label, attempts: attempts, finalCost: shape.folds > 1 ? 3 : nil)
    }
    return CumulativeFigure(name: name, title: "Energy of selecting a model", panels: panels)
  }

  /// Some with zero energy, and no score in every other run.
  static func epochs(_ shape: Shape, name: String = "e") -> EpochFigure {
    let count = shape.configurations > 100 ? 3 : shape.configurations > 20 ? 12 : 60
    let series = configurations(shape).enumerated().map { place, label -> EpochFigure.Series in
      let runs = (0..<shape.folds).map {
        EpochFigure.Run(label: "fold \($0)", epochs: epochs(count, level: place + $0))
      }
      return .init(label: label, runs: runs)
    }
    return EpochFigure(name: name, title: "Energy and Dice of each epoch", series: series)
  }

  private static func epochs(_ count: Int, level: Int) -> [EpochFigure.Epoch] {
    (0..<count).map { index in
      let score = 0.5 + 0.001 * Double(index)
      return .init(index: index, energy: Double(level * 3 % 17), score: level.isMultiple(of: 2) ? nil : score)
    }
  }
}
