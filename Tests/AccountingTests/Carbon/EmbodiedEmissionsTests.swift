import Quantities
import StudyFile
import Testing

@testable import Accounting

/// Embodied emissions and SCI (Software Carbon Intensity specification 1.1, ISO/IEC 21031:2024).
@Suite struct EmbodiedEmissionsTests {
  private func choice(unit: EmbodiedChoice.Unit = .gpu, share: Double = 1) -> EmbodiedChoice {
    // NVIDIA's own footprint of an HGX H100 board, 1312 kg for 8 GPUs; 3 years of life as Boavizta takes for a GPU.
    EmbodiedChoice(
      name: "H100", mass: .grams(164_000), unit: unit, lifetime: .seconds(26_280 * 3600), share: share, source: "NVIDIA"
    )
  }

  @Test("7.75 h of 26,280 h of a GPU with 164 kg are 48 g")
  func example() {
    let mass = EmbodiedEmissions(choice()).mass(over: .seconds(7.75 * 3600), devices: 1)
    #expect(abs(mass.grams - 48.36) < 0.01)
  }

  @Test("By device, by node and by share")
  func scaling() {
    let time = Duration.seconds(26_280 * 36)
    #expect(EmbodiedEmissions(choice()).mass(over: time, devices: 4) == .grams(6560))
    #expect(EmbodiedEmissions(choice(unit: .node)).mass(over: time, devices: 4) == .grams(1640))
    #expect(EmbodiedEmissions(choice(unit: .node, share: 0.5)).mass(over: time, devices: 4) == .grams(820))
    #expect(EmbodiedEmissions(choice()).mass(over: .zero, devices: 4) == .zero)
  }

  @Test("SCI = (E × I + M) ÷ R")
  func sci() {
    let energy = Energy.kilowattHours(2) * CarbonIntensity.gramsPerKilowattHour(100)
    #expect(SoftwareCarbonIntensity(operational: energy, embodied: .grams(48)).perRun == .grams(248))
  }
}
