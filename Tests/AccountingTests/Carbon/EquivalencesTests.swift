import Accounting
import Quantities
import Testing

@Suite struct EquivalencesTests {
  @Test func standardCarIsTheTables() {
    #expect(Equivalences.embedded.car("eu_new_car_2024") == .standard)
    #expect(CarEmissionFactor.standard.gramsPerKilometre == 106.8)
    #expect(Equivalences.embedded.cars.count == 10)
    #expect(Equivalences.embedded.car("eu_new_car_1999") == nil)
    #expect(Equivalences.embedded.car("car_us_average_driven")?.year == nil)
  }

  /// Emissions and distances that carbontracker printed: in the listing of its paper (Anthony, Kanding and Selvan,
  /// 2020), and in a log of 2022 or later.
  @Test(arguments: [
    ("eu_new_car_2018", 62.744032, 0.521130), ("eu_new_car_2018", 77.724065, 0.645549),
    ("eu_new_car_2020", 1194.298670, 11.109755),
  ])
  func distancesOfCarbontracker(car: String, grams: Double, kilometres: Double) throws {
    let factor = try #require(Equivalences.embedded.car(car))
    #expect(abs(factor.distance(emitting: .grams(grams)).kilometres - kilometres) < 1e-6)
  }

  /// The training of GPT-3 as worked out in the same paper's appendix D.
  @Test func trainingOfGPT3() throws {
    let operations = 3.14e23
    let duration = Duration.seconds(operations / 130e12)
    let pue = try #require(PowerUsageEffectiveness(1.125))
    let car = try #require(Equivalences.embedded.car("eu_new_car_2018"))

    let energy = Power.watts(250) * duration * pue
    #expect(abs(energy.kilowattHours - 188_701.92) < 0.005)

    // The paper goes on with the rounded energy.
    let emissions = Energy.kilowattHours(188_701.92) * CarbonIntensity.gramsPerKilowattHour(449.06)
    #expect(abs(emissions.grams - 84_738_484.20) < 0.005)
    #expect(abs(car.distance(emitting: emissions).kilometres - 703_808.01) < 0.005)
  }
}
