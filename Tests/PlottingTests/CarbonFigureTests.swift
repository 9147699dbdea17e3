import TestSupport
import Testing

@testable import Plotting

/// Figures of work at other places and at other times.
@Suite struct CarbonFigureTests {
  @Test(arguments: Extremes.values)
  func extremeValues(value: Double) {
    for style in [FigureStyle.article, FigureStyle(widthMM: 60, fontSizePt: 9)] {
      for label in [Extremes.names[0], Extremes.names[3], Extremes.names[5]] {
        for render in CarbonSamples.hostile(value, label: label) {
          let figure = render(style)
          FigureInvariantTests.check(figure, "\(figure.name) \(value) '\(label)': \(figure.scene.problems())")
        }
      }
    }
  }

  @Test(arguments: [0, 1, 2, 40, 200])
  func anyCountOfPlacesAndItems(count: Int) {
    for items in [1, 2, 7, 8, 1000] {
      for style in [FigureStyle.article, FigureStyle(widthMM: 60, fontSizePt: 12)] {
        let places = (0..<count).map { place -> PlacesFigure.Place in
          let scale = Double(place + 1)
          let amounts = (0..<items).map { item -> Double? in scale * Double(item + 1) }
          return .init(label: "place \(place)", isOwn: place == 3, amounts: amounts, factor: scale / 4)
        }
        let figure = PlacesFigure(
          name: "p", title: "t", items: (0..<items).map { "item \($0)" }, places: places
        ).render(style)
        FigureInvariantTests.check(figure, "\(count) places, \(items) items: \(figure.scene.problems())")
        #expect(figure.scene.leaves.count < 3000 && figure.scene.height < 240)
      }
    }
  }

  @Test func leastStandsOnTop() throws {
    let texts = CarbonSamples.placesSingle.render(.article).scene.leaves.compactMap { shape -> TextLabel? in
      if case .text(let label) = shape { label } else { nil }
    }
    func y(_ name: String) throws -> Double { try #require(texts.first { $0.text.plain == name }?.position.y) }
    #expect(try y("Norway") < y("Sweden"))
    #expect(try y("Sweden") < y("Denmark"))
    #expect(try y("Poland") < y("South Africa"))
    // 7.2 kWh at 143.3 g/kWh.
    #expect(texts.contains { $0.text.plain == "1.03" })
  }

  @Test func marksAreTheLeastAndTheMostOfKnownStarts() {
    let figure = TimeShiftFigure(
      name: "t", title: "t", unit: "g CO2e", series: [.init(start: 0, end: 86_400, intensity: 100)],
      work: [.init(start: 0, end: 3600)],
      starts: [(2, 3), (0, 5), (1, nil), (3, 3), (4, 9), (5, 9), (-1, 0)].map { .init(hours: $0.0, amount: $0.1) })
    let content = TimeShiftContent(figure)
    #expect(content.marks.map(\.role) == [.asRun, .least, .most])
    #expect(content.marks.map(\.hours) == [0, 2, 4])
    #expect(content.unknownCount == 1 && content.lines.map(\.count) == [1, 4])
    #expect(
      figure.render(.article).description.contains(
        "as run 5.00 g CO2e; least 3.00 g CO2e, 2 h later (-40 %); most 9.00 g CO2e, 4 h later (+80 %)"))
  }

  @Test func meanIntensityIsWeightedWithTheTimeOfTheWork() throws {
    let figure = TimeShiftFigure(
      name: "t", title: "t",
      series: [.init(start: 0, end: 3600, intensity: 100), .init(start: 3600, end: 7200, intensity: 400)],
      work: [.init(start: 1800, end: 3600 + 900)], starts: [])
    // 1800 s at 100, 900 s at 400.
    #expect(abs(try #require(TimeShiftContent(figure).meanAtWork) - 200) < 1e-9)
    #expect(figure.render(.article).description.contains("Mean over the time of the work: 200."))
  }

  /// R 4.2.2: `quantile(c(1, 2, 4, 8, 16, 32), c(0, 0.1, 0.25, 0.5, 0.75, 1), type = 7)`.
  @Test(arguments: [(0, 1), (0.1, 1.5), (0.25, 2.5), (0.5, 6), (0.75, 14), (1, 32)])
  func quantiles(share: Double, expected: Double) {
    #expect(Quantile.value(share, of: [1, 2, 4, 8, 16, 32]) == expected)
    #expect(Quantile.value(share, of: []) == nil && Quantile.value(share, of: [3]) == 3)
  }

  @Test func yearsOfHourlyIntensitiesStaySmall() {
    let work = (0..<1000).map { place -> TimeShiftFigure.Window in
      let start = CarbonSamples.midnight + 30_000 * Double(place)
      return .init(start: start, end: start + 8000)
    }
    let figure = TimeShiftFigure(
      name: "t", title: "t", series: CarbonSamples.hourly(days: 400), work: work,
      starts: (0..<9000).map { .init(hours: Double($0) * 0.25, amount: 3 + Double($0 % 96) / 96) }
    ).render(.article)
    FigureInvariantTests.check(figure, "\(figure.scene.problems())")
    #expect(figure.svg.utf8.count < 200_000)
  }
}
