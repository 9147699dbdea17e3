import Foundation
import Quantities
import Testing

/// Units convert exactly and do not mix.
@Suite struct UnitTests {
  @Test("A kilowatt-hour is 3.6 million joules, exactly")
  func energy() {
    #expect(Energy.kilowattHours(1).joules == 3_600_000)
    #expect(Energy.joules(3_600_000).kilowattHours == 1)
    #expect(Energy.joules(3600).wattHours == 1)
    for value in [0.1, 1.0 / 3, 7e9, -2.5] { #expect(Energy.joules(value).joules == value) }
  }

  @Test("Watts times seconds are joules")
  func power() {
    #expect(Power.watts(250) * .seconds(4) == .joules(1000))
    #expect(Power.watts(1000) * .seconds(3600) == .kilowattHours(1))
    #expect(Energy.joules(1000) / Duration.seconds(4) == .watts(250))
    #expect((Energy.joules(1) / Duration.zero).watts == .infinity)
  }

  @Test("Kilowatt-hours times grams per kilowatt-hour are grams")
  func carbon() {
    #expect(Energy.kilowattHours(2) * CarbonIntensity.gramsPerKilowattHour(151.5) == .grams(303))
    #expect(CarbonMass.grams(1500).kilograms == 1.5)
  }

  @Test("Sums, scales and ratios")
  func arithmetic() {
    #expect(Energy.joules(2) + .joules(3) - .joules(1) == .joules(4))
    #expect(Energy.joules(6) / Energy.joules(3) == 2.0)
    #expect(Energy.joules(6) * 0.5 == .joules(6) / 2)
    #expect(Energy.joules(-1) < .zero)
  }

  @Test("A PUE is at least 1", arguments: [0.999, 0, -1, .infinity, .nan, -.infinity] as [Double])
  func invalidPUE(ratio: Double) { #expect(PowerUsageEffectiveness(ratio) == nil) }

  @Test("IT energy to facility energy and back")
  func pue() throws {
    let pue = try #require(PowerUsageEffectiveness(1.25))
    #expect(Energy.joules(4) * pue == .joules(5))
    #expect(Energy.joules(5) / pue == .joules(4))
    #expect(PowerUsageEffectiveness(1) == PowerUsageEffectiveness.none)
    #expect(PowerUsageEffectiveness.none < pue)
  }

  @Test("Coded as a plain number")
  func coding() throws {
    let data = try JSONEncoder().encode([Energy.joules(2.5)])
    #expect(String(decoding: data, as: UTF8.self) == "[2.5]")
    #expect(try JSONDecoder().decode([Energy].self, from: data) == [.joules(2.5)])
  }

  @Test("Provenance orders by trust, components as tables list them")
  func orders() {
    #expect(Provenance.allCases.sorted() == [.measured, .logged, .predicted, .estimated, .extrapolated])
    #expect(Component.allCases.sorted() == [.gpu, .cpu, .dram, .node])
  }
}
