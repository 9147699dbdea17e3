import LogFormats
import Quantities
import StudyFile
import Testing

@testable import Accounting

/// Which series of a file a study file means.
@Suite struct SourcedSeriesTests {
  private func series(_ zone: String?, _ boundary: EmissionsBoundary?, _ column: String, forecast: Bool = false)
    -> IntensitySeries
  {
    IntensitySeries(
      zone: zone, column: column, boundary: boundary, isForecast: forecast,
      intervals: EnergyCourseTests.curve([100, 200]).intervals)
  }

  private func choose(
    _ series: [IntensitySeries], _ change: (inout IntensitySeriesChoice) -> Void = { _ in }
  ) throws -> SourcedSeries {
    var choice = IntensitySeriesChoice(path: "grid/DK.csv")
    change(&choice)
    return try SourcedSeries(choice, in: IntensityFile(publisher: .electricityMaps, series: series))
  }

  @Test("The only series needs no words; its source is publisher and file")
  func only() throws {
    let found = try choose([series("SE", .direct, "a")])
    #expect(found.source.source == "Electricity Maps, DK.csv")
    #expect(found.source.place == "SE")
    #expect(found.source.boundary == .direct)
    #expect(found.source.kind == .series)
  }

  @Test("Several zones, kinds of emissions or columns are refused until one is named")
  func several() throws {
    let both = [series("DK1", .direct, "a"), series("DK1", .lifeCycle, "b"), series("DK2", .direct, "a")]
    #expect(throws: IntensityLookupError.self) { try choose(both) }
    #expect(throws: IntensityLookupError.self) { try choose(both) { $0.zone = "DK1" } }
    #expect(throws: IntensityLookupError.self) { try choose(both) { $0.zone = "DK3" } }
    let found = try choose(both) {
      $0.zone = "DK1"
      $0.boundary = .lifeCycle
    }
    #expect(found.source.boundary == .lifeCycle)
    #expect(throws: IntensityLookupError.self) {
      try choose([series("DK1", .direct, "a")]) { $0.boundary = .lifeCycle }
    }
    #expect(throws: IntensityLookupError.self) { try choose([series(nil, nil, "a"), series(nil, nil, "b")]) }
    #expect(try choose([series(nil, nil, "a"), series(nil, nil, "b")]) { $0.column = "b" }.source.place == nil)
  }

  @Test("Actual values go before forecasts; forecasts alone are taken and named so")
  func forecasts() throws {
    let actual = try choose([series(nil, .direct, "f", forecast: true), series(nil, .direct, "a")])
    #expect(!actual.source.source.contains("forecast"))
    #expect(try choose([series(nil, .direct, "f", forecast: true)]).source.source.hasSuffix("(forecast)"))
  }

  @Test("What a file does not tell of its emissions, the study file may")
  func untold() throws {
    #expect(try choose([series(nil, nil, "a")]) { $0.boundary = .direct }.source.boundary == .direct)
  }
}
