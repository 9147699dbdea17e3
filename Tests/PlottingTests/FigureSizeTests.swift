import TestSupport
import Testing

@testable import Plotting

/// Figures of studies of any size fit on a page, with one data set or thirty, one run or a thousand.
@Suite struct FigureSizeTests {
  private static let styles: [FigureStyle] = [.article, .ieeeColumn, FigureStyle(widthMM: 60, fontSizePt: 9)]
  private static let longName = String(repeating: "nnUNetTrainer_", count: 15).prefix(200).description

  private static func check(_ render: (FigureStyle) -> RenderedFigure, _ comment: String) {
    for style in styles {
      let figure = render(style)
      FigureInvariantTests.check(figure, "\(comment) at \(style.widthMM) mm: \(figure.scene.problems())")
      #expect(figure.scene.height < 240, "\(comment) at \(style.widthMM) mm")
      #expect(figure.scene.leaves.count < 12_000, "\(comment): \(figure.scene.leaves.count) shapes")
    }
  }

  private static func names(_ count: Int, isLong: Bool) -> [String] {
    (0..<count).map { isLong ? "\(longName)\($0)" : "Data set \($0)" }
  }

  /// The shapes of studies: data sets, configurations of each, folds of each, and whether names have 200 characters.
  static let shapes: [(datasets: Int, configurations: Int, folds: Int, isLong: Bool)] = [
    (1, 1, 1, false), (1, 4, 5, true), (30, 1, 1, false), (30, 4, 5, false), (30, 3, 1, true), (1, 1000, 1, false),
  ]

  @Test(arguments: shapes.indices)
  func components(shape: Int) {
    let shape = Self.shapes[shape]
    for mode in [ComponentBarsFigure.Mode.absolute, .share] {
      let groups = Self.names(shape.datasets, isLong: shape.isLong).enumerated().map { place, name in
        ComponentBarsFigure.Group(label: name, bars: Self.bars(shape.configurations, seed: place, isLong: shape.isLong))
      }
      let figure = ComponentBarsFigure(name: "c", title: "t", mode: mode, groups: groups)
      Self.check({ figure.render($0) }, "components \(shape)")
    }
  }

  /// Some without energy, some with no component, some with zero energy.
  private static func bars(_ count: Int, seed: Int, isLong: Bool) -> [ComponentBarsFigure.Bar] {
    names(count, isLong: isLong).enumerated().map { place, name in
      let level = Double((place * 7 + seed) % 11)
      let parts: [ComponentBarsFigure.Component: Double] = place % 5 == 4 ? [:] : [.gpu: level, .cpu: level / 3]
      return .init(label: name, parts: parts, missing: place % 3 == 1 ? [.dram] : [], overhead: level / 2, error: 0.4)
    }
  }

  @Test(arguments: shapes.indices)
  func pareto(shape: Int) {
    let shape = Self.shapes[shape]
    let panels = Self.names(shape.datasets, isLong: shape.isLong).map { name -> ParetoFigure.Panel in
      let items = Self.names(shape.configurations, isLong: shape.isLong).enumerated().map { place, group in
        ParetoFigure.Item(
          group: group, energy: Double(place % 37), score: place % 7 == 3 ? nil : 0.6 + 0.01 * Double(place % 31),
          scoreDeviation: shape.folds > 1 ? 0.01 : nil, roles: place == 1 ? [.knee] : [])
      }
      return .init(label: name, items: items)
    }
    let figure = ParetoFigure(name: "p", title: "t", panels: panels)
    Self.check({ figure.render($0) }, "pareto \(shape)")
  }

  @Test(arguments: shapes.indices)
  func cumulative(shape: Int) {
    let shape = Self.shapes[shape]
    let panels = Self.names(shape.datasets, isLong: shape.isLong).map { name -> CumulativeFigure.Panel in
      let attempts = Self.names(shape.configurations, isLong: shape.isLong).enumerated().flatMap { place, group in
        (0..<shape.folds).map { fold in
          CumulativeFigure.Attempt(
            configuration: group, endHours: Double(place * 3 + fold), cost: place % 9 == 2 ? 0 : Double(1 + fold),
            failed: (place + fold) % 6 == 5)
        }
      }
      return .init(label: name, attempts: attempts, finalCost: shape.folds > 1 ? 3 : nil)
    }
    let figure = CumulativeFigure(name: "c", title: "t", panels: panels)
    Self.check({ figure.render($0) }, "cumulative \(shape)")
  }

  @Test(arguments: shapes.indices)
  func epochs(shape: Int) {
    let shape = Self.shapes[shape]
    let series = Self.names(min(shape.configurations, 1000), isLong: shape.isLong).enumerated().map { place, name in
      EpochFigure.Series(
        label: name,
        runs: (0..<shape.folds).map { fold in
          .init(label: "fold \(fold)", epochs: Self.epochs(shape.configurations > 100 ? 3 : 60, level: place + fold))
        })
    }
    let figure = EpochFigure(name: "e", title: "t", series: series)
    Self.check({ figure.render($0) }, "epochs \(shape)")
  }

  /// Energies of zero, and no score in every other run.
  private static func epochs(_ count: Int, level: Int) -> [EpochFigure.Epoch] {
    (0..<count).map { index in
      .init(
        index: index, energy: Double(level % 4), score: level.isMultiple(of: 2) ? nil : 0.5 + 0.001 * Double(index))
    }
  }

  /// 30 data sets stand in smaller panels on one page; what finds no room is told.
  @Test func whatHasNoRoomIsTold() {
    func figure(_ count: Int) -> RenderedFigure {
      let panels = Self.names(count, isLong: false).map { name in
        ParetoFigure.Panel(label: name, items: [.init(group: "2d", energy: 1, score: 0.5)])
      }
      return ParetoFigure(name: "p", title: "t", panels: panels).render(.article)
    }
    func titles(_ figure: RenderedFigure) -> Int {
      figure.scene.leaves.count { shape in
        if case .text(let label) = shape { label.text.plain.hasPrefix("Data set ") } else { false }
      }
    }
    #expect(titles(figure(12)) == 12)
    #expect(titles(figure(20)) == 20)
    #expect(titles(figure(30)) == 20)
    #expect(figure(30).svg.contains("10 more data sets in the data file."))
    #expect(figure(30).csv.contains("Data set 29,"))
  }
}
