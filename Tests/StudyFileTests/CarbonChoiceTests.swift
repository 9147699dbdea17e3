import Quantities
import Testing

@testable import StudyFile

/// Sites, series and embodied emissions in the study file.
@Suite struct CarbonChoiceTests {
  private func parse(_ yaml: String) throws -> StudyFile { try StudyFile.parse(yaml, fileName: "f") }

  private func problem(_ yaml: String) -> String {
    do {
      _ = try parse(yaml)
      return ""
    } catch { return "\(error)" }
  }

  @Test("Every key of a series")
  func series() throws {
    let study = try parse(
      """
      carbon-intensity:
        series: grid/dk.csv
        zone: DK2
        emissions: direct
        time-zone: Europe/Copenhagen
        cover: part
        source: Energinet
      """)
    var expected = IntensitySeriesChoice(path: "grid/dk.csv")
    expected.zone = "DK2"
    expected.boundary = .direct
    expected.timeZone = ZoneName("Europe/Copenhagen")
    expected.allowsGaps = true
    expected.source = "Energinet"
    #expect(study.carbonIntensity == .series(expected))
    #expect(try parse("carbon-intensity: {series: x.csv, column: g}").carbonIntensity != nil)
  }

  @Test("Sites with PUE by year")
  func sites() throws {
    let study = try parse(
      """
      sites:
        - {name: B, paths: "b/**", pue: [{value: 1.3, years: 2020-2022}, {value: 1.2, year: 2023, source: Meter}]}
        - {paths: [c, d], carbon-intensity: 25, pue: 1.1}
      """)
    #expect(study.sites.map(\.name) == ["B", nil])
    #expect(study.sites.map { $0.pue.map(\.value.ratio) } == [[1.3, 1.2], [1.1]])
    #expect(study.sites[0].pue.map(\.period) == [2020...2022, 2023...2023])
    #expect(study.sites[1].carbonIntensity != nil)
  }

  @Test("Embodied emissions: defaults of one GPU and four years")
  func embodied() throws {
    let study = try parse(
      """
      embodied:
        - {name: A100, kg: 150, source: a paper}
        - {name: server, kg: 1000, per: node, lifetime-hours: 26280, share: 0.5, source: maker}
      """)
    #expect(study.embodied.map(\.mass) == [.grams(150_000), .grams(1_000_000)])
    #expect(study.embodied.map(\.unit) == [.gpu, .node])
    #expect(study.embodied.map(\.lifetime.inHours) == [35_040, 26_280])
    #expect(study.embodied.map(\.share) == [1, 0.5])
  }

  @Test(
    "What makes no sense is told",
    arguments: [
      ("carbon-intensity: {series: x.csv, country: DNK}", "either a country, a value or a series"),
      ("carbon-intensity: {series: x.csv, year: 2024}", "year goes with a country or a value, not with a series"),
      (
        "carbon-intensity: {country: DNK, emissions: direct}",
        "emissions goes with a value or a series, not with a country"
      ),
      ("carbon-intensity: {series: x.csv, emissions: some}", "emissions must be direct or life-cycle"),
      ("carbon-intensity: {series: x.csv, cover: most}", "cover must be whole or part"),
      ("pue: [{value: 0.9, year: 2020}]", "pue must be at least 1, not 0.9"),
      ("pue: {value: 1.2, years: 2024-2020}", "years must be a range"),
      ("pue: {value: 1.2, year: 2020, years: 2020-2021}", "either a year or years"),
      ("sites: [{pue: 1.2}]", "needs the key 'paths'"),
      ("sites: [{paths: a, pue: 0.5}]", "at least 1"),
      ("places: [{series: a.csv}]", "a country or a value, not a series"),
      ("places: [{value: 5}]", "needs a place"),
      ("places: [{country: SE, value: 5}]", "either a country, a value or a series"),
      ("embodied: [{name: x, kg: 0, source: y}]", "kg must be above 0"),
      ("embodied: [{name: x, kg: 5}]", "needs the key 'source'"),
      ("embodied: [{name: x, kg: 5, source: y, share: 2}]", "share must be above 0 and at most 1"),
    ])
  func problems(yaml: String, message: String) {
    #expect(problem(yaml).contains(message), "\(problem(yaml))")
  }
}
