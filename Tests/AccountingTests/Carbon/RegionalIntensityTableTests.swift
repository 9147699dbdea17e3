import Quantities
import Testing

@testable import Accounting

@Suite struct RegionalIntensityTableTests {
  private let table = RegionalIntensityTable.embedded

  @Test("The table is whole, and every region has a source, a licence and a kind")
  func whole() {
    #expect(table.regions.count == 130)
    #expect(Set(table.regions.map(\.code)).count == 130)
    #expect(table.regions.allSatisfy { !$0.source.isEmpty && !$0.license.isEmpty })
    #expect(table.regions.count { $0.boundary == .direct } == 51 + 27 + 30)
  }

  /// US EPA eGRID2023 (STC2ERTA) and CodeCarbon 3.3.2.
  @Test(arguments: [
    ("US-CA", 179.064), ("California", 179.064), ("CA-QC", 31.2), ("SE3", 27.0), ("SE-SE3", 27.0), ("CN-BJ", 555.4),
  ])
  func finds(place: String, grams: Double) throws {
    let found = try CarbonIntensityTable.embedded.intensity(of: place, year: 2025)
    #expect(found.value.gramsPerKilowattHour == grams)
    #expect(found.kind == .table)
  }

  @Test("A name that a country has, too, is the country's; an eGRID subregion needs no prefix")
  func names() throws {
    #expect(try CarbonIntensityTable.embedded.intensity(of: "Georgia").iso3 == "GEO")
    #expect(try CarbonIntensityTable.embedded.intensity(of: "US-GA").iso3 == "USA")
    #expect(table.region("CAMX")?.code == "eGRID-CAMX")
    #expect(table.region("nowhere") == nil)
  }

  @Test("A region's year holds for later years, which is told, and not for earlier ones")
  func years() throws {
    let later = try CarbonIntensityTable.embedded.intensity(of: "US-CA", year: 2025)
    #expect(later.year == 2023)
    #expect(later.isFromEarlierYear)
    #expect(throws: IntensityLookupError.yearTooEarly(place: "California", requested: 2020, earliest: 2023)) {
      try CarbonIntensityTable.embedded.intensity(of: "US-CA", year: 2020)
    }
  }

  @Test("Countries are life-cycle, so that they do not stand beside eGRID's direct rates")
  func boundaries() throws {
    let table = CarbonIntensityTable.embedded
    let places = try ["SE", "US-CA", "CA-QC"].map { Relocation.Place(intensity: try table.intensity(of: $0)) }
    #expect(throws: IntensityLookupError.self) { try Relocation(to: places) }
    #expect(throws: Never.self) { try Relocation(to: [places[0], places[2]]) }
  }
}
