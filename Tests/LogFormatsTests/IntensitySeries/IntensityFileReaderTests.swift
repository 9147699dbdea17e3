import Quantities
import TestSupport
import Testing

@testable import LogFormats

/// Files of grid operators and data services to series.
@Suite struct IntensityFileReaderTests {
  /// Central European time of 2026: an hour ahead of UTC, two from 29 March to 25 October, changed at 01:00 UTC.
  private static func copenhagen(_ wall: WallTime) -> [Duration] {
    func instant(_ month: Int, _ day: Int) -> Int64 {
      CivilDateTime(year: 2026, month: month, day: day, hour: 1).nanosecondsSinceEpoch ?? 0
    }
    return [7200, 3600].filter { seconds in
      let time = wall.nanoseconds - Int64(seconds) * 1_000_000_000
      return (time >= instant(3, 29) && time < instant(10, 25)) == (seconds == 7200)
    }.map { .seconds($0) }
  }

  private func read(_ text: String, fileName: String = "grid.csv", isLocal: Bool = false) throws -> IntensityFile {
    let bytes = Array(text.utf8)
    guard isLocal else { return try IntensityFileReader.read(bytes: bytes, fileName: fileName) }
    return try IntensityFileReader.read(bytes: bytes, fileName: fileName, localOffsets: Self.copenhagen)
  }

  private func starts(_ series: IntensitySeries) -> [String] { series.intervals.map(\.window.start.iso8601) }

  private func grams(_ series: IntensitySeries) -> [Double] { series.intervals.map(\.intensity.gramsPerKilowattHour) }

  /// The headers of Electricity Maps' downloads by vintage; the row is one of its own for Sweden.
  private static let mapsHeaders = [
    "Datetime (UTC),Country,Zone Name,Zone Id,Carbon Intensity gCO₂eq/kWh (direct),Carbon Intensity gCO₂eq/kWh (LCA),"
      + "Low Carbon Percentage,Renewable Percentage,Data Source,Data Estimated,Data Estimation Method",
    "Datetime (UTC),Country,Zone name,Zone id,Carbon intensity gCO₂eq/kWh (direct),"
      + "Carbon intensity gCO₂eq/kWh (Life cycle),Carbon-free energy percentage (CFE%),"
      + "Renewable energy percentage (RE%),Data source,Data estimated,Data estimation method",
    "Datetime (UTC),Country,Zone Name,Zone id,Carbon intensity gCO₂eq/kWh (direct),"
      + "Carbon intensity gCO₂eq/kWh (Life cycle),Carbon-free energy percentage (CFE%),"
      + "Renewable energy percentage (RE%),Data source,Data estimated,Data estimation method",
  ]

  @Test("Electricity Maps' CSV of each vintage", arguments: mapsHeaders)
  func electricityMaps(header: String) throws {
    let file = try read(
      header + "\r\n2021-01-01 00:00:00,Sweden,Sweden,SE,2.54,30.02,99.42,60.13,svk.se,true,ESTIMATED\r\n"
        + "2021-01-01 01:00:00,Sweden,Sweden,SE,2.60,30.10,99.42,60.13,svk.se,false,\r\n")
    #expect(file.publisher == .electricityMaps)
    #expect(file.series.map(\.boundary) == [.direct, .lifeCycle])
    #expect(file.series.map(\.zone) == ["SE", "SE"])
    #expect(file.series.map(grams) == [[2.54, 2.6], [30.02, 30.1]])
    #expect(starts(file.series[0]) == ["2021-01-01T00:00:00Z", "2021-01-01T01:00:00Z"])
    #expect(file.series[0].intervals.map(\.window.duration) == [.seconds(3600), .seconds(3600)])
    #expect(file.diagnostics.map(\.code) == ["intensity-series.estimated"])
  }

  @Test(
    "How long a row holds: by the step, by the calendar for months, by the file's name for a single row",
    arguments: [
      (["2024-01-01", "2024-02-01", "2024-03-01"], "x.csv", "2024-04-01T00:00:00Z"),
      (["2023-01-01", "2024-01-01"], "x.csv", "2025-01-01T00:00:00Z"),
      (["2024-01-01"], "SE_2024_yearly.csv", "2025-01-01T00:00:00Z"),
      (["2024-02-01"], "SE_2024_monthly.csv", "2024-03-01T00:00:00Z"),
      (["2024-02-01 00:00", "2024-02-01 00:30"], "x.csv", "2024-02-01T01:00:00Z"),
    ])
  func lengths(times: [String], fileName: String, end: String) throws {
    let rows = times.map { "\($0),50\n" }.joined()
    let file = try read("Datetime (UTC),Carbon intensity gCO₂eq/kWh (direct)\n" + rows, fileName: fileName)
    #expect(file.series.first?.window?.end.iso8601 == end)
  }

  @Test("Great Britain's API: JSON with a missing actual value, and a CSV export")
  func britain() throws {
    let json = try read(
      """
      {"data":[{"from":"2018-01-20T12:00Z","to":"2018-01-20T12:30Z",
        "intensity":{"forecast":266,"actual":263,"index":"moderate"}},
       {"from":"2018-01-20T12:30Z","to":"2018-01-20T13:00Z","intensity":{"forecast":270,"actual":null,"index":"high"}}]}
      """)
    #expect(json.publisher == .carbonIntensityAPI)
    #expect(json.series.allSatisfy { $0.boundary == .direct })
    let actual = try #require(json.series.first { !$0.isForecast })
    let forecast = try #require(json.series.first { $0.isForecast })
    #expect(grams(actual) == [263])
    #expect(grams(forecast) == [266, 270])
    #expect(actual.window?.end.iso8601 == "2018-01-20T12:30:00Z")
    #expect(json.diagnostics.map(\.code) == ["intensity-series.missing-value"])
    let csv = try read(
      "Datetime (UTC),Actual Carbon Intensity (gCO2/kWh),Forecast Carbon Intensity (gCO2/kWh),Index\n"
        + "2018-01-20T12:00Z,263,266,moderate\n2018-01-20T12:30Z,268,270,moderate\n")
    #expect(csv.publisher == .carbonIntensityAPI)
    #expect(csv.series.map(grams) == [[263, 268], [266, 270]])
  }

  @Test("Energinet's CO2Emis: semicolons and decimal commas, both price areas, UTC beside local time; JSON")
  func energinet() throws {
    let csv = try read(
      "Minutes5UTC;Minutes5DK;PriceArea;CO2Emission\n2021-01-01 00:00;2021-01-01 01:00;DK2;123,500000\n"
        + "2021-01-01 00:00;2021-01-01 01:00;DK1;98,000000\n2021-01-01 00:05;2021-01-01 01:05;DK2;124,000000\n"
        + "2021-01-01 00:05;2021-01-01 01:05;DK1;1.099,500000\n")
    #expect(csv.publisher == .energinet)
    #expect(csv.series.map(\.zone) == ["DK1", "DK2"])
    #expect(csv.series.map(grams) == [[98, 1099.5], [123.5, 124]])
    #expect(csv.series.allSatisfy { $0.boundary == .direct })
    #expect(csv.series.first?.window?.end.iso8601 == "2021-01-01T00:10:00Z")
    let json = try read(
      """
      {"total":2,"dataset":"CO2Emis","records":[
       {"Minutes5UTC":"2021-01-01T00:05:00","Minutes5DK":"2021-01-01T01:05:00","PriceArea":"DK1","CO2Emission":99.0},
       {"Minutes5UTC":"2021-01-01T00:00:00","Minutes5DK":"2021-01-01T01:00:00","PriceArea":"DK1","CO2Emission":98.0}]}
      """)
    #expect(grams(json.series[0]) == [98, 99])
    #expect(json.diagnostics.map(\.code) == ["intensity-series.unsorted"])
  }

  @Test("Electricity Maps' interface says of its history what it counts")
  func history() throws {
    let file = try read(
      """
      {"zone":"DK-DK1","history":[
       {"zone":"DK-DK1","carbonIntensity":302,"datetime":"2024-04-25T18:00:00.000Z","emissionFactorType":"lifecycle"},
       {"zone":"DK-DK1","carbonIntensity":300,"datetime":"2024-04-25T19:00:00.000Z","emissionFactorType":"lifecycle"}]}
      """)
    #expect(file.series.map(\.boundary) == [.lifeCycle])
    #expect(file.series.map(\.zone) == ["DK-DK1"])
    #expect(grams(file.series[0]) == [302, 300])
  }

  @Test(
    "Units by the column's name; a pound has 453.59237 g",
    arguments: [
      ("g_per_kwh", 250.0), ("Carbon intensity (kgCO2/MWh)", 250.0), ("intensity kg CO2e/kWh", 0.25),
      ("intensity (lbs CO2/MWh)", 551.1556554621939), ("co2 t/MWh", 0.25), ("intensity [g CO2-eq/kWh]", 250.0),
    ])
  func units(column: String, value: Double) throws {
    let file = try read("time,\(column)\n2024-01-01T00:00Z,\(value)\n2024-01-01T01:00Z,\(value)\n")
    #expect(abs((grams(file.series[0]).first ?? 0) - 250) < 1e-9)
    #expect(file.diagnostics.isEmpty)
  }

  @Test("A name without a unit is taken to be g/kWh, and that is told")
  func assumedUnit() throws {
    let file = try read(
      "TimeUTC,CO2Emission,ForecastCarbon,Index\n2022-04-01T00:00Z,131,140,moderate\n2022-04-01T00:30Z,132,133,moderate\n"
    )
    #expect(file.series.map(\.isForecast) == [false, true])
    #expect(file.diagnostics.map(\.code) == Array(repeating: "intensity-series.unit-assumed", count: 2))
  }

  @Test(
    "In the night when clocks go back the hour that stands twice is two hours; one jumped over in spring is left out")
  func daylightSaving() throws {
    let autumn = try read(
      "time,g/kWh\n2026-10-25 01:00,10\n2026-10-25 02:00,20\n2026-10-25 02:00,30\n2026-10-25 03:00,40\n", isLocal: true)
    #expect(
      starts(autumn.series[0]) == [
        "2026-10-24T23:00:00Z", "2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z", "2026-10-25T02:00:00Z",
      ])
    #expect(grams(autumn.series[0]) == [10, 20, 30, 40])
    let spring = try read(
      "time,g/kWh\n2026-03-29 01:00,10\n2026-03-29 02:00,20\n2026-03-29 03:00,30\n2026-03-29 04:00,40\n", isLocal: true)
    #expect(grams(spring.series[0]) == [10, 30, 40])
    #expect(starts(spring.series[0]).prefix(2) == ["2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z"])
    #expect(spring.diagnostics.map(\.code) == ["intensity-series.skipped-hour"])
    // An offset in the text needs no zone.
    let offset = try read("time,g/kWh\n2026-10-25T02:00:00+02:00,20\n2026-10-25T02:00:00+01:00,30\n")
    #expect(starts(offset.series[0]) == ["2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z"])
  }

  @Test("Gaps stay gaps, equal rows count once, of different ones the later counts, all of it told")
  func repairs() throws {
    let file = try read(
      "time,g/kWh\n2024-01-01T00:00Z,1\n2024-01-01T01:00Z,2\n2024-01-01T02:00Z,3\n2024-01-01T06:00Z,4\nnonsense,5\n"
        + "2024-01-01T07:00Z,\n2024-01-01T01:00Z,20\n")
    let series = file.series[0]
    #expect(grams(series) == [1, 20, 3, 4])
    #expect(series.intervals.map(\.window.duration) == Array(repeating: .seconds(3600), count: 4))
    #expect(
      Set(file.diagnostics.map(\.code)) == [
        "intensity-series.gap", "intensity-series.duplicate", "intensity-series.unreadable-row",
        "intensity-series.missing-value", "intensity-series.unsorted",
      ])
    let twice = try read("time,g/kWh\n2024-01-01T00:00Z,9\n2024-01-01T00:00Z,9\n2024-01-01T01:00Z,9\n")
    #expect(twice.series[0].intervals.count == 2)
    #expect(twice.diagnostics.map(\.severity) == [.info])
  }

  @Test(
    "What cannot be used is refused, with the reason",
    arguments: [
      ("time,g/kWh\n2024-01-01 00:00,5\n", IntensityFileError.localTimes(line: 2)),
      ("time,g/kWh\n2024-01-01T00:00Z,5\n", .unknownLength),
      ("time,g/kWh\n2024-01-01T00:00Z,-5\n", .impossibleValue(line: 2, gramsPerKilowattHour: -5)),
      ("time,kg/kWh\n2024-01-01T00:00Z,250\n", .impossibleValue(line: 2, gramsPerKilowattHour: 250_000)),
      ("time,g/kWh\n2024-01-01T00:00Z,0.2\n2024-01-01T01:00Z,0.3\n", .tooSmall(greatest: 0.3)),
      ("time,gCO2/kg\n2024-01-01T00:00Z,5\n", .unknownUnit(column: "gCO2/kg")),
      ("time,carbon per day\n", .unknownUnit(column: "carbon per day")),
      ("time,marginal CO2 g/kWh\n2024-01-01T00:00Z,5\n", .marginal(column: "marginal CO2 g/kWh")),
      ("time,price\n2024-01-01T00:00Z,5\n", .noColumns(["time", "price"])),
      ("", .noColumns([])),
      ("time,g/kWh\n", .noRows),
    ])
  func refusals(text: String, error: IntensityFileError) {
    #expect(throws: error) { try read(text) }
  }

  @Test(
    "Bytes that are no file of this kind never trap",
    arguments: [
      "{", "[1,2]", "{\"data\":{}}", "\u{0},\u{1}\n", "time;g/kWh\n;;;;\n\"", "time,g/kWh\n9999999999999999999,1\n",
    ])
  func hostile(text: String) {
    #expect(throws: IntensityFileError.self) { try read(text) }
  }

  @Test("Intervals are in order and never overlap, whatever the rows")
  func order() throws {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<50 {
      let rows = (0..<40).map { _ in
        "2024-01-01T\(Int.random(in: 10...23, using: &generator)):\(Int.random(in: 10...59, using: &generator))Z,5\n"
      }
      let intervals = try read("time,g/kWh\n" + rows.joined()).series[0].intervals
      for (left, right) in zip(intervals, intervals.dropFirst()) { #expect(left.window.end <= right.window.start) }
      #expect(intervals.allSatisfy { !$0.window.isEmpty })
    }
  }
}
