import TestSupport
import Testing

@testable import Plotting

/// Strips, efficiencies and break-evens.
@Suite struct ComparisonFigureTests {
  private static let styles: [FigureStyle] = [.article, FigureStyle(widthMM: 60, fontSizePt: 9)]

  @Test(arguments: Extremes.values)
  func extremeValues(value: Double) {
    for style in Self.styles {
      for label in [Extremes.names[0], Extremes.names[3], Extremes.names[5]] {
        for render in ComparisonSamples.hostile(value, label: label) {
          let figure = render(style)
          let comment = "\(figure.name) \(value) '\(label.prefix(30))' at \(style.widthMM): \(figure.scene.problems())"
          FigureInvariantTests.check(figure, "\(comment)")
        }
      }
    }
  }

  @Test(arguments: [0, 1, 30])
  func anyCount(count: Int) {
    for each in [0, 1, 5, 300] {
      for style in Self.styles {
        for render in ComparisonSamples.sized(count, each: each, label: "nnUNetTrainer__nnUNetPlans__3d_fullres") {
          let figure = render(style)
          let comment = "\(figure.name) \(count) × \(each) at \(style.widthMM): \(figure.scene.problems())"
          FigureInvariantTests.check(figure, "\(comment)")
          #expect(figure.scene.height < 240, "\(comment)")
        }
      }
    }
  }

  /// matplotlib 3.8 `cbook.boxplot_stats([1, 2, 3, 4, 5, 6, 7, 8, 9, 30])`: q1 3.25, med 5.5, q3 7.75, whislo 1, whishi 9.
  @Test func boxIsTukeys() throws {
    let box = try #require(TukeyBox([1, 2, 3, 4, 5, 6, 7, 8, 9, 30]))
    #expect(box.lowerQuartile == 3.25 && box.median == 5.5 && box.upperQuartile == 7.75)
    #expect(box.lowerWhisker == 1 && box.upperWhisker == 9)
    #expect(TukeyBox([]) == nil)
    let one = try #require(TukeyBox([4]))
    #expect(one.lowerWhisker == 4 && one.upperWhisker == 4)
  }

  @Test func boxesStandFromTenValuesOn() {
    func rects(_ count: Int) -> Int {
      let items = (0..<count).map { StripFigure.Item(label: "\($0)", values: [Double($0)]) }
      let figure = StripFigure(
        name: "s", title: "t", itemName: "fold", columns: [.init(name: "Energy", unit: "kWh", kind: .amount)],
        groups: [.init(label: "", rows: [.init(label: "r", items: items)])]
      ).render(.article)
      return figure.scene.leaves.count { if case .rect = $0 { true } else { false } }
    }
    #expect(rects(9) == 0)
    #expect(rects(10) == 1)
  }

  /// From R = 0 to R = 1 a line of equal PePR rises to twice its height: P = score × (1 + R).
  @Test func linesOfEqualScoreDoubleOverTheRange() throws {
    let figure = EfficiencyFigure(
      name: "e", title: "t",
      panels: [
        .init(
          label: "d", range: "",
          items: [
            .init(label: "a", resource: 0, performance: 0, score: 0),
            .init(label: "b", resource: 1, performance: 1, score: 0.5),
          ])
      ]
    ).render(.article)
    let lines = figure.scene.leaves.compactMap { shape -> (Point, Point)? in
      if case .line(let from, let to, let stroke) = shape, stroke.points == 0.6 { (from, to) } else { nil }
    }
    let marks = figure.scene.leaves.compactMap { shape -> Point? in
      if case .marker(let marker) = shape { marker.center } else { nil }
    }
    // The marks are (0, 0) and (1, 1) in R and P.
    let origin = try #require(marks.first)
    let far = try #require(marks.last)
    #expect(lines.count >= 4)
    for (from, to) in lines {
      func value(_ point: Point) -> (r: Double, p: Double) {
        ((point.x - origin.x) / (far.x - origin.x), (point.y - origin.y) / (far.y - origin.y))
      }
      let (start, end) = (value(from), value(to))
      #expect(abs(start.p / (1 + start.r) - end.p / (1 + end.r)) < 1e-9)
      #expect(start.r >= -1e-9 && end.r <= 1 + 1e-9)
    }
  }

  @Test func theHighestScoreHasTheRing() throws {
    let figure = ComparisonSamples.efficiency.render(.article)
    #expect(figure.description.contains("the highest has 3d_fullres 250 ep."))
    #expect(figure.description.contains("the highest has 3d_lowres"))
    let rings = figure.scene.leaves.count { shape in
      if case .circle(_, _, let fill, _) = shape { fill == nil } else { false }
    }
    #expect(rings == 2)
  }

  @Test func rolesAreNamed() {
    let figure = Samples.paretoRoles.render(.article)
    for words in ["U-Net 16 (least energy)", "U-Net 64 (knee)", "ResEnc L (best)"] {
      #expect(figure.svg.contains(">\(words)</text>"), "\(words)")
    }
    #expect(figure.csv.contains("front,knee\n"))
    let crowded = Samples.paretoCrowdedRoles.render(.article)
    #expect(crowded.svg.contains(">knee</text>"))
  }

  @Test func energiesWithinADecadeStandOnALinearAxis() {
    func title(_ greatest: Double) -> Bool {
      let panel = ParetoFigure.Panel(
        label: "d", items: [.init(group: "a", energy: 1, score: 0.5), .init(group: "b", energy: greatest, score: 0.6)])
      return ParetoFigure(name: "p", title: "t", panels: [panel]).render(.article).svg.contains("log scale")
    }
    #expect(!title(10))
    #expect(title(10.1))
  }
}
