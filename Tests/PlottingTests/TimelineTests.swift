import TestSupport
import Testing

@testable import Plotting

/// Timelines of any length and any content.
@Suite struct TimelineTests {
  private static func check(_ figure: TimelineFigure, _ comment: String, styles: [FigureStyle]? = nil) {
    for style in styles ?? FigureInvariantTests.styles {
      let rendered = figure.render(style)
      FigureInvariantTests.check(rendered, "\(comment) at \(style.widthMM) mm: \(rendered.scene.problems())")
      #expect(rendered.scene.leaves.count < 6000, "\(comment): \(rendered.scene.leaves.count) shapes")
    }
  }

  private static func figure(
    _ stretches: [TimelineFigure.Stretch], label: String = "a", curves: [TimelineFigure.Curve] = []
  ) -> TimelineFigure {
    TimelineFigure(
      name: "t", title: "t",
      groups: [.init(label: label, lanes: [.init(label: label, remark: label, stretches: stretches)], isWork: true)],
      curves: curves)
  }

  @Test func attemptsWithoutLength() {
    let start = TimelineSamples.start
    Self.check(Self.figure([.init(.startUp, start: start, end: start)]), "no length")
    let starts = (0..<5).map {
      TimelineFigure.Stretch(.aborted, start: start + Double($0) * 7e5, end: start + Double($0) * 7e5, epoch: 0)
    }
    Self.check(Self.figure(starts), "five without length")
    Self.check(Self.figure([]), "no stretch")
  }

  @Test(arguments: [1, 2, 50, 100])
  func anyCountOfAttempts(count: Int) {
    let styles: [FigureStyle] = [.article, .nature, FigureStyle(widthMM: 60, fontSizePt: 9)]
    Self.check(TimelineSamples.many(count), "\(count) attempts", styles: styles)
    Self.check(TimelineSamples.many(count, names: Extremes.names), "\(count) hostile attempts", styles: styles)
  }

  @Test func manyEpochs() throws {
    let parts = TimelineSamples.attempt(
      at: TimelineSamples.start, epochs: 0..<100_000, seconds: 30, pause: 0.7, startUp: 60, redoneFrom: 80_000,
      isKilled: true)
    let figure = Self.figure(parts)
    let rendered = figure.render(.article)
    FigureInvariantTests.check(rendered, "\(rendered.scene.problems())")
    let svg = rendered.svg
    #expect(svg.contains(">80000 epochs (0–79999)</text>") && svg.contains(">20000 epochs</text>"))
    #expect(svg.count < 60_000)
  }

  @Test func everyOtherEpochRedone() {
    let start = TimelineSamples.start
    let parts = (0..<4000).map { place in
      TimelineFigure.Stretch(
        place % 2 == 0 ? .useful : .redone, start: start + Double(place), end: start + Double(place + 1), epoch: place)
    }
    let lanes = (0..<20).map { TimelineFigure.Lane(label: "\($0)", stretches: parts) }
    let figure = TimelineFigure(
      name: "t", title: "t", groups: [.init(label: "", lanes: lanes, isWork: true)])
    Self.check(figure, "alternating", styles: [.article])
  }

  @Test(arguments: Extremes.values + [-1e10, -6e10, 1e11, 2.5e11, -.infinity])
  func extremeTimes(value: Double) {
    let figure = Self.figure(
      [.init(.useful, start: value, end: value + 10, epoch: 0), .init(.idle, start: value * 2, end: value)],
      curves: [
        .init(label: "GPU", buckets: [.init(start: value, end: value + 5, low: value, mean: value, high: value)])
      ])
    Self.check(figure, "\(value)")
  }

  @Test func extremePowers() {
    let start = TimelineSamples.start
    for value in Extremes.values {
      let buckets = (0..<50).map {
        TimelineFigure.Curve.Bucket(
          start: start + Double($0), end: start + Double($0 + 1), low: 0, mean: value / 2, high: value)
      }
      Self.check(
        Self.figure(
          [.init(.useful, start: start, end: start + 60)],
          curves: Extremes.names.map { .init(label: $0, buckets: buckets) }), "\(value) W", styles: [.article])
    }
  }

  @Test func randomTimelines() {
    var random = SeededGenerator(seed: 703)
    for round in 0..<80 {
      let scale = random.scale()
      let groups = (0..<(1 + random.below(4))).map { group in
        TimelineFigure.Group(
          label: random.pick(Extremes.names),
          lanes: (0..<random.below(12)).map { _ in
            .init(
              label: random.pick(Extremes.names), remark: random.pick(Extremes.names),
              stretches: (0..<random.below(40)).map { _ in
                let start = TimelineSamples.start + scale * random.unit()
                return .init(
                  random.pick(TimelineFigure.Kind.allCases), start: start, end: start + scale * random.unit() * 0.1,
                  epoch: random.below(2) == 0 ? nil : random.below(2000), isCounted: random.below(3) > 0)
              })
          }, isWork: group == 0)
      }
      let figure = TimelineFigure(name: "t", title: "t", groups: groups)
      Self.check(
        figure, "round \(round)", styles: [FigureInvariantTests.styles[round % FigureInvariantTests.styles.count]])
    }
  }

  // MARK: - Axis

  @Test func daysLaterBreaksTheAxis() {
    let axis = ClockAxis(windows: [(0, 3600), (500_000, 503_600)], minX: 0, maxX: 100)
    #expect(axis.segments.count == 2)
    #expect(axis.breaks.map { $0.seconds.rounded() } == [496_400])
    #expect(
      abs((axis.segments[0].maxX - axis.segments[0].minX) - (axis.segments[1].maxX - axis.segments[1].minX)) < 1e-9)
    #expect(axis.ticks.filter { $0.date != nil }.map(\.date) == ["1970-01-01", "1970-01-06"])
  }

  @Test func shortPausesStay() {
    let axis = ClockAxis(windows: [(0, 3600), (5000, 8600), (8000, 9000)], minX: 0, maxX: 100)
    #expect(axis.segments.count == 1 && axis.breaks.isEmpty)
    #expect(axis.pieces(from: -1e6, to: 1e6).map(\.isCutAtEnd) == [true])
  }

  @Test func equalPausesAreTreatedAlike() {
    let windows = (0..<30).map { (Double($0) * 700, Double($0) * 700 + 60) }
    let axis = ClockAxis(windows: windows, minX: 0, maxX: 80)
    #expect(axis.segments.count == 30)
    #expect(axis.segments.last.map { abs($0.maxX - 80) < 1e-6 } == true)
  }

  @Test(arguments: [
    (0.0, "1970-01-01T00:00:00.000Z"), (1_795_427_170.25, "2026-11-23T09:46:10.250Z"),
    (-0.5, "1969-12-31T23:59:59.500Z"),
    (951_782_400, "2000-02-29T00:00:00.000Z"), (-2_203_891_200, "1900-03-01T00:00:00.000Z"), (.nan, ""),
  ])
  func calendar(seconds: Double, text: String) { #expect(CalendarTime.iso8601(seconds) == text) }

  @Test func lengths() {
    #expect([3, 95.4, 300, 7300, 259_200].map(CalendarTime.length) == ["3 s", "95 s", "5 min", "2 h", "3 d"])
  }

  @Test func legendHasOnlyWhatOccurs() {
    let svg = TimelineSamples.short.render(.article).svg
    #expect(svg.contains(">aborted epoch</text>") && svg.contains(">idle</text>"))
    #expect(!svg.contains("hollow") && !svg.contains("gap in a trace") && !svg.contains("Power (W)"))
  }
}
