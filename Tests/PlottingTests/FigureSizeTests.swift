import TestSupport
import Testing

@testable import Plotting

/// Figures of studies of any size fit on a page, with one data set or thirty, one run or a thousand.
@Suite struct FigureSizeTests {
  private static let styles: [FigureStyle] = [.article, .ieeeColumn, FigureStyle(widthMM: 60, fontSizePt: 9)]

  static let shapes: [SizeSamples.Shape] = [
    .init(), .init(configurations: 4, folds: 5, isLong: true), .init(datasets: 30),
    .init(datasets: 30, configurations: 4, folds: 5), .init(datasets: 30, configurations: 3, isLong: true),
    .init(configurations: 1000),
  ]

  private static func check(_ shape: SizeSamples.Shape, _ render: (FigureStyle) -> RenderedFigure) {
    for style in styles {
      let figure = render(style)
      let comment = "\(figure.name) of \(shape) at \(style.widthMM) mm"
      FigureInvariantTests.check(figure, "\(comment): \(figure.scene.problems())")
      #expect(figure.scene.height < 240, "\(comment)")
      #expect(figure.scene.leaves.count < 12_000, "\(comment): \(figure.scene.leaves.count) shapes")
    }
  }

  @Test(arguments: shapes.indices)
  func components(place: Int) {
    let shape = Self.shapes[place]
    for mode in [ComponentBarsFigure.Mode.absolute, .share] {
      let figure = SizeSamples.components(shape, mode: mode)
      Self.check(shape) { figure.render($0) }
    }
  }

  @Test(arguments: shapes.indices)
  func pareto(place: Int) {
    let figure = SizeSamples.pareto(Self.shapes[place])
    Self.check(Self.shapes[place]) { figure.render($0) }
  }

  @Test(arguments: shapes.indices)
  func cumulative(place: Int) {
    let figure = SizeSamples.cumulative(Self.shapes[place])
    Self.check(Self.shapes[place]) { figure.render($0) }
  }

  @Test(arguments: shapes.indices)
  func epochs(place: Int) {
    let figure = SizeSamples.epochs(Self.shapes[place])
    Self.check(Self.shapes[place]) { figure.render($0) }
  }

  /// 30 data sets stand in smaller panels on one page; what finds no room is told.
  @Test func whatHasNoRoomIsTold() {
    func figure(_ count: Int) -> RenderedFigure {
      let panels = SizeSamples.names(count, isLong: false).map { name in
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
