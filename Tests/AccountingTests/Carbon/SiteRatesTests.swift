import LogFormats
import Quantities
import StudyFile
import Testing

@testable import Accounting
@testable import Alignment

/// PUE and carbon intensity of sites, and what several of them make together.
@Suite struct SiteRatesTests {
  private func basis(_ yaml: String) throws -> AccountingBasis {
    try BasisChoice.choose(
      for: AlignedStudy(runs: [], evidence: [], diagnostics: [], inputs: []),
      study: try StudyFile.parse(yaml, fileName: "fodspor.yml")
    ).basis
  }

  private static let yaml = """
    pue: 1.5
    carbon-intensity: {country: DNK, year: 2024}
    sites:
      - name: B
        paths: b/**
        pue: [{value: 1.3, years: 2020-2022}, {value: 1.1, year: 2024, source: Meter}]
      - {paths: "c/**", carbon-intensity: {country: POL, year: 2024}}
    """

  @Test(
    "The first site that matches a log, by year; what it does not say is the study's",
    arguments: [
      ("a/log.txt", 2024, 1.5, "Denmark"), ("b/log.txt", 2021, 1.3, "Denmark"), ("b/log.txt", 2024, 1.1, "Denmark"),
      ("b/log.txt", 2023, 1.3, "Denmark"), ("b/log.txt", 2026, 1.1, "Denmark"), ("b/log.txt", 2019, 1.3, "Denmark"),
      ("c/log.txt", 2024, 1.5, "Poland"),
    ])
  func rates(log: String, year: Int, pue: Double, place: String) throws {
    let rates = try basis(Self.yaml).rates(ofLog: log, year: year).rates
    #expect(rates.pue.value.ratio == pue)
    #expect(rates.intensity.place == place)
  }

  @Test("Yearly values of the study's own PUE")
  func yearly() throws {
    let basis = try basis("pue: [{value: 1.4, year: 2020}, {value: 1.2, years: 2021-2030}]")
    #expect(basis.rates(ofLog: "x", year: 2020).rates.pue.value.ratio == 1.4)
    #expect(basis.rates(ofLog: "x", year: 2025).rates.pue.value.ratio == 1.2)
  }

  private func attempt(_ kilowattHours: Double, pue: Double, grams: Double) -> AttemptFootprint {
    let attempt = ExampleRuns.attempt([(.usefulEpoch, 100)])
    var footprint = AttemptFootprint(
      components: [ExampleRuns.energy(.gpu, [kilowattHours * 3.6e6], of: attempt)], crossChecks: [],
      duration: attempt.window.duration)
    footprint.rates = AppliedRates(
      pue: SourcedPUE(value: PowerUsageEffectiveness(pue) ?? .none, source: "\(pue)", kind: .studyFile),
      intensity: SourcedIntensity(value: .gramsPerKilowattHour(grams), source: "\(grams)", kind: .user))
    return footprint
  }

  @Test("Together, energies and emissions are the sums of those at the sites")
  func together() throws {
    let basis = try basis("{pue: 1.5, carbon-intensity: 1}").together([
      attempt(1, pue: 2, grams: 100), attempt(3, pue: 1, grams: 400),
    ])
    // 2 kWh × 100 + 3 kWh × 400
    #expect(abs(basis.facility(.kilowattHours(4)).kilowattHours - 5) < 1e-12)
    #expect(abs(basis.carbon(.kilowattHours(4)).grams - 1400) < 1e-9)
  }

  @Test("Equal rates stay as they are, to the last bit")
  func equal() throws {
    let basis = try basis("{pue: 1.5, carbon-intensity: 1}").together([
      attempt(1, pue: 1.1, grams: 131.77), attempt(3, pue: 1.1, grams: 131.77),
    ])
    #expect(basis.pue.value.ratio == 1.1)
    #expect(basis.intensity.value.gramsPerKilowattHour == 131.77)
  }

  @Test("Direct and life-cycle intensities do not stand in one study")
  func mixed() {
    #expect(throws: IntensityLookupError.self) {
      try basis(
        "{carbon-intensity: SWE, sites: [{paths: a, carbon-intensity: {country: US-CA}}]}".replacing(
          "SWE", with: "{country: SWE}"))
    }
    #expect(throws: IntensityLookupError.self) {
      try basis(
        "{carbon-intensity: {value: 5, emissions: direct}, sites: [{paths: a, carbon-intensity: {country: SWE}}]}")
    }
    #expect(throws: Never.self) {
      try basis("{carbon-intensity: 5, sites: [{paths: a, carbon-intensity: {country: SWE}}]}")
    }
  }

  @Test("Relocated work: the same IT energy, another grid, and another PUE only if it is given")
  func relocation() throws {
    let basis = try basis("{pue: 1.5, carbon-intensity: 200}")
    let there = SourcedIntensity(value: .gramsPerKilowattHour(50), source: "x", kind: .user)
    let pue = SourcedPUE(value: try #require(PowerUsageEffectiveness(1.2)), source: "x", kind: .studyFile)
    let relocation = try Relocation(to: [.init(intensity: there), .init(intensity: there, pue: pue)])
    let amounts = relocation.places.map { relocation.amounts(.kilowattHours(2), by: basis, at: $0) }
    #expect(amounts.map(\.facility) == [.kilowattHours(3), .kilowattHours(2.4)])
    #expect(amounts.map(\.carbon) == [.grams(150), .kilowattHours(2.4) * there.value])
    #expect(relocation.factor(.kilowattHours(2), by: basis, at: relocation.places[0]) == 0.25)
  }

  @Test("No factor between direct and life-cycle emissions")
  func noFactor() throws {
    var basis = try basis("carbon-intensity: {value: 5, emissions: direct}")
    let relocation = try Relocation(to: [.init(intensity: try CarbonIntensityTable.embedded.intensity(of: "SE"))])
    #expect(relocation.factor(.kilowattHours(2), by: basis, at: relocation.places[0]) == nil)
    basis.intensity.boundary = .lifeCycle
    #expect(relocation.factor(.kilowattHours(2), by: basis, at: relocation.places[0]) != nil)
  }
}
