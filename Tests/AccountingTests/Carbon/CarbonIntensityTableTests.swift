import Foundation
import Quantities
import StudyFile
import Testing

@testable import Accounting

@Suite struct CarbonIntensityTableTests {
  private let table = CarbonIntensityTable.embedded

  @Test func embeddedTableIsWhole() {
    #expect(table.countries.count == 216)
    #expect(table.countries.map(\.years.count).reduce(0, +) == 5417)
    #expect(table.edition == "Our World in Data, 2026 edition (Ember 2026; Energy Institute 2025)")
    #expect(table.source == "https://ourworldindata.org/grapher/carbon-intensity-electricity")
    #expect(table.license == "CC BY 4.0")
  }

  @Test(arguments: ["DNK", "dnk", "DK", "Denmark", " denmark "])
  func findsByCodeOrName(place: String) throws {
    let intensity = try table.intensity(of: place, year: 2024)
    #expect(intensity.value.gramsPerKilowattHour == 131.77)
    #expect(intensity.place == "Denmark")
    #expect(intensity.iso3 == "DNK")
    #expect(intensity.year == 2024)
    #expect(intensity.kind == .table)
    #expect(intensity.license == "CC BY 4.0")
    #expect(intensity.edition == table.edition)
    #expect(!intensity.isFromEarlierYear)
  }

  @Test(arguments: [
    ("WLD", 2024, 471.08), ("world", 2025, 458.29), ("UK", 2024, 216.5), ("Côte d'Ivoire", 2023, nil),
    ("Cote dIvoire", 2023, nil), ("EU27", 2023, nil), ("NO", 2023, nil), ("NA", 2023, nil), ("XK", 2023, nil),
  ])
  func findsByOtherNames(place: String, year: Int, grams: Double?) throws {
    let intensity = try table.intensity(of: place, year: year)
    #expect(intensity.year == year)
    if let grams { #expect(intensity.value.gramsPerKilowattHour == grams) }
  }

  /// No code, name or alias of one country hides that of another.
  @Test func everyNameLeadsToItsCountry() throws {
    for country in table.countries {
      for name in [country.iso3, country.iso2 ?? country.iso3, country.name] + country.aliases {
        #expect(try table.country(name).iso3 == country.iso3, "\(name)")
      }
    }
    #expect(Set(table.countries.compactMap(\.iso2)).count == 215)
  }

  @Test func earlierYearStandsInAndSaysSo() throws {
    let later = try table.intensity(of: "DNK", year: 2030)
    #expect(later.year == 2025)
    #expect(later.requestedYear == 2030)
    #expect(later.isFromEarlierYear)
    // The source has 0 for 2012, which is no intensity.
    let gap = try table.intensity(of: "BDI", year: 2012)
    #expect(gap.year == 2011)
    #expect(gap.value.gramsPerKilowattHour == 66.67)
    #expect(gap.isFromEarlierYear)
  }

  @Test func latestYearWithoutAYear() throws {
    let latest = try table.intensity(of: "DNK")
    #expect(latest.year == 2025)
    #expect(latest.value.gramsPerKilowattHour == 114.41)
    #expect(!latest.isFromEarlierYear)
  }

  @Test func nothingBeforeTheFirstYear() {
    #expect(throws: IntensityLookupError.yearTooEarly(place: "Denmark", requested: 1999, earliest: 2000)) {
      try table.intensity(of: "DK", year: 1999)
    }
    #expect(throws: IntensityLookupError.yearTooEarly(place: "Burundi", requested: 2005, earliest: 2010)) {
      try table.intensity(of: "BDI", year: 2005)
    }
  }

  @Test(arguments: [
    ("Danmark", "Denmark (DNK)"), ("DKN", "Denmark (DNK)"), ("Germny", "Germany (DEU)"), ("Swedn", "Sweden (SWE)"),
    ("Untied Kingdom", "United Kingdom (GBR)"),
  ])
  func unknownPlacesGetSuggestions(place: String, nearest: String) throws {
    let error = #expect(throws: IntensityLookupError.self) { try table.intensity(of: place, year: 2024) }
    guard case .unknownPlace(let asked, let suggestions) = try #require(error) else {
      Issue.record("wrong error \(String(describing: error))")
      return
    }
    #expect(asked == place)
    #expect(suggestions.contains(nearest), "\(suggestions)")
    #expect(suggestions.count <= 3)
  }

  @Test(arguments: ["", "--", "Atlantis Prime", "\u{0}", String(repeating: "x", count: 100_000)])
  func nonsenseHasNoAnswer(place: String) {
    #expect(throws: IntensityLookupError.unknownPlace(place, suggestions: [])) { try table.intensity(of: place) }
  }

  @Test func studyFileChoices() throws {
    let named = try table.intensity(.country("DNK", year: nil), activityYear: 2024)
    #expect(named.value.gramsPerKilowattHour == 131.77)
    let dated = try table.intensity(.country("DNK", year: 2023), activityYear: 2024)
    #expect(dated.year == 2023)
    let own = try table.intensity(
      .value(.gramsPerKilowattHour(25), year: 2024, source: nil, place: "Site", boundary: nil))
    #expect(
      own
        == SourcedIntensity(
          value: .gramsPerKilowattHour(25), place: "Site", year: 2024, source: "study file", kind: .user))
  }

  /// The built-in table against the rows that it was made from.
  @Test(.enabled(if: originalTable != nil || ProcessInfo.processInfo.environment["CI"] == "true"))
  func equalsItsOrigin() throws {
    let text = try String(contentsOf: try #require(originalTable), encoding: .utf8)
    var compared = 0
    for line in text.split(separator: "\n").dropFirst() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      let year = try #require(Int(fields[2]))
      let grams = try #require(Double(fields[3]))
      let value = try table.country(String(fields[0])).gramsPerKilowattHour[year]
      #expect(value == (grams > 0 ? grams : nil), "\(line)")
      compared += value == nil ? 0 : 1
    }
    #expect(compared == 5417)
  }
}

/// The table that `scripts/make-carbon-intensity.py` read, where it is at hand.
private let originalTable: URL? = {
  let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  let folder =
    ProcessInfo.processInfo.environment["FODSPOR_SHARED"].map { URL(filePath: $0) }
    ?? root.deletingLastPathComponent().appending(path: "shared")
  let file = folder.appending(path: "data/carbon-intensity.csv")
  return FileManager.default.fileExists(atPath: file.path) ? file : nil
}()
