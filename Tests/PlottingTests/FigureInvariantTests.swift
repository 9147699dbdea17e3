import Foundation
import Plotting
import TestSupport
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What holds for every figure, whatever it is given.
@Suite struct FigureInvariantTests {
  static let styles: [FigureStyle] = [
    .article, .lncs, .ieeeColumn, .neurips, .nature, .natureWide, FigureStyle(widthMM: 60, fontSizePt: 9),
    FigureStyle(widthMM: 121.3, fontSizePt: 12), FigureStyle(widthMM: 88.55, font: .serif),
  ]

  static func check(_ figure: RenderedFigure, _ comment: Comment) {
    #expect(figure.scene.problems().isEmpty, comment)
    // Names may say anything.
    let words = ["<t", "<desc", "<g><title>"]
    let body = figure.svg.lowercased().split(separator: "\n").filter { line in !words.contains { line.hasPrefix($0) } }
    #expect(!body.contains { $0.contains("nan") || $0.contains("inf") || $0.contains("e+") }, comment)
    let parser = XMLParser(data: Data(figure.svg.utf8))
    #expect(parser.parse() && parser.parserError == nil, comment)
    #expect(!figure.description.isEmpty && figure.csv.hasSuffix("\n"), comment)
  }

  @Test(arguments: Samples.all.map(\.name))
  func samplesInAllStyles(name: String) throws {
    for style in Self.styles {
      let figure = try #require(Samples.figure(name, style: style))
      Self.check(figure, "\(name) at \(style.widthMM) mm: \(figure.scene.problems())")
    }
  }

  @Test(arguments: Extremes.values)
  func barsWithExtremeValues(value: Double) {
    for style in Self.styles {
      for mode in [ComponentBarsFigure.Mode.absolute, .share] {
        let figure = Extremes.bars([value, value / 3, value * 2], mode: mode).render(style)
        Self.check(figure, "\(value) at \(style.widthMM) mm: \(figure.scene.problems())")
      }
    }
  }

  @Test(arguments: Extremes.values)
  func paretoWithExtremeValues(value: Double) {
    for style in Self.styles {
      let figure = Extremes.pareto(energies: [value, value * 1.000_001, 1], scores: [0.9, value, 0.9]).render(style)
      Self.check(figure, "\(value) at \(style.widthMM) mm: \(figure.scene.problems())")
    }
  }

  @Test(arguments: Extremes.values)
  func epochsAndCumulativeWithExtremeValues(value: Double) {
    for style in Self.styles {
      for figure in [Extremes.epochs(value), Extremes.cumulative(value)].map({ $0(style) }) {
        Self.check(figure, "\(figure.name) \(value) at \(style.widthMM) mm: \(figure.scene.problems())")
      }
    }
  }

  @Test(arguments: Extremes.values)
  func predictionsWithExtremeValues(value: Double) {
    for style in Self.styles {
      for label in Extremes.names {
        for render in PredictionSamples.hostile(value, label: label) {
          let figure = render(style)
          Self.check(figure, "\(figure.name) \(value) '\(label)' at \(style.widthMM) mm: \(figure.scene.problems())")
        }
      }
    }
  }

  @Test(arguments: [0, 1, 2, 3, 7, 30, 70])
  func anyCountOfRanks(count: Int) {
    for style in [FigureStyle.article, FigureStyle(widthMM: 60, fontSizePt: 9)] {
      for (place, name) in Extremes.names.enumerated() {
        let items = (0..<count).map {
          CriticalDifferenceFigure.Item(label: "\(name) \($0)", rank: 1 + Double($0) * 0.97)
        }
        let figure = CriticalDifferenceFigure(
          name: "cd", title: name, items: items, criticalDifference: [0.5, 3, 1e9, .nan][place % 4],
          groups: [0...1, 1...max(2, count - 1), 3...500], explanation: name
        ).render(style)
        Self.check(figure, "\(count) ranks '\(name)' at \(style.widthMM): \(figure.scene.problems())")
      }
    }
  }

  @Test(arguments: Extremes.values)
  func ranksOutOfRangeAreNotDrawn(value: Double) {
    let ranks = [1, value, 2.5, value, 4]
    let figure = CriticalDifferenceFigure(
      name: "cd", title: "t", items: ranks.map { .init(label: "model", rank: $0) }, criticalDifference: value,
      groups: [0...4], explanation: "")
    Self.check(figure.render(.ieeeColumn), "\(value)")
    #expect(figure.render(.article).svg.contains("Not drawn") == !(1...5).contains(value))
  }

  @Test(arguments: [1, 2, 7, 60, 200])
  func anyCountOfBars(count: Int) {
    for name in Extremes.names {
      let figure = Extremes.bars((0..<count).map { Double($0 * $0) + 0.5 }, name: name).render(.article)
      Self.check(figure, "\(count) bars '\(name)': \(figure.scene.problems())")
    }
  }

  @Test(arguments: [1, 2, 3, 5, 9])
  func anyCountOfPanels(count: Int) {
    for style in [FigureStyle.article, .ieeeColumn, FigureStyle(widthMM: 60, fontSizePt: 9)] {
      for name in Extremes.names {
        let panel = ParetoFigure.Panel(
          label: name, items: Samples.pareto0.map { .init(group: name + $0.group, energy: $0.energy, score: $0.score) })
        let pareto = ParetoFigure(name: "p", title: name, panels: Array(repeating: panel, count: count)).render(style)
        Self.check(pareto, "\(count) panels '\(name)' at \(style.widthMM): \(pareto.scene.problems())")
      }
    }
  }

  @Test func randomFigures() {
    var random = SeededGenerator(seed: 2022)
    for round in 0..<120 {
      let figure = Extremes.random(&random)(Self.styles[round % Self.styles.count])
      Self.check(figure, "round \(round), \(figure.name): \(figure.scene.problems())")
    }
  }

  @Test func sameInputGivesSameBytes() {
    for (name, render) in Samples.all {
      let (one, other) = (render(.lncs), render(.lncs))
      #expect(one.svg == other.svg && one.tikz == other.tikz && one.csv == other.csv, "\(name)")
    }
  }

  @Test func missingDataGivesASmallFigure() {
    let figures = [
      ComponentBarsFigure(name: "a", title: "A", groups: []).render(.article),
      ParetoFigure(
        name: "b", title: "B", panels: [.init(label: "x", items: [.init(group: "g", energy: 1, score: nil)])]
      )
      .render(.article),
      EpochFigure(name: "c", title: "C", series: []).render(.article),
      CumulativeFigure(name: "d", title: "D", panels: []).render(.article),
    ]
    for figure in figures {
      #expect(figure.svg.contains(">no data</text>"))
      #expect(figure.scene.height < 30)
      Self.check(figure, "\(figure.scene.problems())")
    }
    #expect(figures[1].svg.contains("Not drawn: x g (no score)."))
  }
}
