import Plotting
import TestSupport

/// Figures of inputs that no study should have, and some have.
enum Extremes {
  static let values: [Double] = [
    0, -0.0, -1, 1e-300, 1e-12, 0.000_123, 1, 999_999.5, 1e6, 123_456_789, 1e15, 1e99, 1e300, .infinity, .nan,
  ]

  static let names = [
    "", "a", "nnUNetTrainerCT_12epochsEarlyStop__nnUNetResEncUNetLPlans__3d_fullres_bs40",
    "<script>alert(\"1\")</script> & ' \u{0}\u{7}\u{1B}[31m\u{202E}abc\n]]>", "脳腫瘍データセット👩‍👩‍👧‍👦",
    String(repeating: "W", count: 5000), "e" + String(repeating: "\u{0301}", count: 3000), "Sø og æbler ±µ€",
  ]

  static func bars(_ values: [Double], name: String = "bar", mode: ComponentBarsFigure.Mode = .absolute)
    -> ComponentBarsFigure
  {
    let bars = values.enumerated().map { index, value in
      ComponentBarsFigure.Bar(
        label: "\(name) \(index)", parts: [.gpu: value, .cpu: value / 2, .node: 1],
        missing: index % 2 == 0 ? [.dram] : [.dram, .other], overhead: value * 0.58, error: value * 0.2)
    }
    let half = bars.count / 2
    return ComponentBarsFigure(
      name: "bars", title: name, quantity: "Emissions", unit: "kg CO2e", mode: mode,
      groups: [.init(label: name, bars: Array(bars.prefix(half))), .init(label: "", bars: Array(bars.dropFirst(half)))])
  }

  static func pareto(energies: [Double], scores: [Double]) -> ParetoFigure {
    let items = zip(energies, scores).map {
      ParetoFigure.Item(group: "group", energy: $0, score: $1, scoreDeviation: $1 * 0.1, energyDeviation: $0 * 2)
    }
    return ParetoFigure(name: "pareto", title: "t", panels: [.init(label: "d", items: items)])
  }

  static func epochs(_ value: Double) -> (FigureStyle) -> RenderedFigure {
    let epochs = [value, value * 1.5, 3, value].enumerated().map { index, value in
      EpochFigure.Epoch(index: index * 3, energy: value, score: value, state: index == 2 ? .aborted : .useful)
    }
    let bad = [EpochFigure.Epoch(index: .max, energy: 1, score: 1), .init(index: -1, energy: 1, score: 1)]
    let run = EpochFigure.Run(label: "r", epochs: epochs + bad, restarts: [.min, 0, 5, .max])
    let figure = EpochFigure(
      name: "epochs", title: "t", series: [.init(label: "s", runs: [run, run]), .init(label: "u", runs: [run])])
    return { figure.render($0) }
  }

  static func cumulative(_ value: Double) -> (FigureStyle) -> RenderedFigure {
    let attempts = [value, 1, value * 2].enumerated().map { index, value in
      CumulativeFigure.Attempt(configuration: "c\(index)", endHours: value, cost: value, failed: index == 1)
    }
    let figure = CumulativeFigure(
      name: "cumulative", title: "t", panels: [.init(label: "d", attempts: attempts, finalCost: value / 2)])
    return { figure.render($0) }
  }

  /// A figure of random kind, size and values.
  static func random(_ random: inout SeededGenerator) -> (FigureStyle) -> RenderedFigure {
    switch random.below(4) {
    case 0:
      let scale = random.scale()
      let figure = bars(
        (0..<random.below(20)).map { _ in random.unit() * scale }, name: random.pick(names),
        mode: random.below(2) == 0 ? .absolute : .share)
      return { figure.render($0) }
    case 1:
      let figure = ParetoFigure(
        name: "pareto", title: "t", panels: (0..<random.below(6)).map { _ in randomPanel(&random) })
      return { figure.render($0) }
    case 2: return randomEpochs(&random)
    default: return randomCumulative(&random)
    }
  }

  private static func randomPanel(_ random: inout SeededGenerator) -> ParetoFigure.Panel {
    let scale = random.scale()
    let items = (0..<random.below(16)).map { _ in
      ParetoFigure.Item(
        group: random.below(3) == 0 ? random.pick(names) : "3d_\(random.below(4))", energy: random.unit() * scale,
        score: random.below(6) == 0 ? nil : 0.8 + 0.2 * random.unit(), scoreDeviation: 0.02 * random.unit())
    }
    return .init(label: random.pick(names), items: items)
  }

  private static func randomEpochs(_ random: inout SeededGenerator) -> (FigureStyle) -> RenderedFigure {
    let scale = random.scale()
    let count = random.below(60)
    let series = (0..<random.below(32)).map { number in
      let runs = (0..<(1 + random.below(3))).map { _ in
        EpochFigure.Run(
          label: "r",
          epochs: (0..<count).map {
            .init(
              index: $0, energy: random.below(20) == 0 ? nil : scale * random.unit(), score: random.unit(),
              state: random.below(30) == 0 ? .redone : .useful)
          }, restarts: [count / 2])
      }
      return EpochFigure.Series(label: random.below(3) == 0 ? random.pick(names) : "s\(number)", runs: runs)
    }
    let figure = EpochFigure(name: "epochs", title: "t", series: series)
    return { figure.render($0) }
  }

  private static func randomCumulative(_ random: inout SeededGenerator) -> (FigureStyle) -> RenderedFigure {
    let panels = (0..<random.below(6)).map { _ in
      let hours = random.scale()
      let scale = random.scale()
      return CumulativeFigure.Panel(
        label: random.pick(names),
        attempts: (0..<random.below(60)).map { _ in
          .init(
            configuration: random.pick(names), endHours: hours * random.unit(), cost: scale * random.unit(),
            failed: random.below(8) == 0)
        }, finalCost: random.below(3) == 0 ? nil : scale * random.unit() * 20)
    }
    let figure = CumulativeFigure(name: "cumulative", title: "t", unit: "kg CO2e", panels: panels)
    return { figure.render($0) }
  }
}

extension Samples {
  /// Four ways to train on one data set.
  static let pareto0: [ParetoFigure.Item] = [
    .init(group: "2d", energy: 18, score: 0.942), .init(group: "3d_fullres", energy: 41, score: 0.9701),
    .init(group: "3d_lowres", energy: 33, score: 0.9703), .init(group: "cascade", energy: 76, score: 0.969),
  ]
}

/// Draws for random figures.
extension SeededGenerator {
  mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }

  /// A number in 0..<1.
  mutating func unit() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

  mutating func pick<Item>(_ items: [Item]) -> Item { items[below(items.count)] }

  /// A power of ten from 1e-6 to 1e9.
  mutating func scale() -> Double { Double("1e\(below(16) - 6)") ?? 1 }
}
