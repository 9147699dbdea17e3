import LogFormats
import Quantities
import TestSupport
import Testing

@testable import Accounting
@testable import Alignment

/// Numbers printed in Anthony, Kanding, Selvan 2020, "Carbontracker: Tracking and Predicting the Carbon Footprint of
/// Training Deep Learning Models" (arXiv 2007.03051), recomputed to the printed digit.
@Suite("Anthony et al. 2020") struct CarbontrackerPaperTests {
  /// Listing 2, as the tool wrote it in 2020.
  private static let listing2 = """
    CarbonTracker: The following components were found: GPU with device(s) TITAN RTX. CPU with device(s) cpu:0, cpu:1.
    CarbonTracker: Carbon intensity for the next 1:54:54 is predicted to be 54.09 gCO2/kWh at detected location: \
    Copenhagen, Capital Region, DK.
    CarbonTracker: \("")
    Predicted consumption for 100 epoch(s):
    \tTime:\t1:54:54
    \tEnergy:\t1.159974 kWh
    \tCO2eq:\t62.744032 g
    \tThis is equivalent to:
    \t0.521130 km travelled by car
    CarbonTracker: Average carbon intensity during training was 58.25 gCO2/kWh at detected location: \
    Copenhagen, Capital Region, DK.
    CarbonTracker: \("")
    Actual consumption for 100 epoch(s):
    \tTime:\t1:55:55
    \tEnergy:\t1.334319 kWh
    \tCO2eq:\t77.724065 g
    \tThis is equivalent to:
    \t0.645549 km travelled by car
    CarbonTracker: Finished monitoring.

    """

  /// The EEA's new cars of 2018, which carbontracker used until 2022.
  private static let car = CarEmissionFactor(
    id: "eu_new_car_2018", gramsPerKilometre: 120.4, cycle: "NEDC", year: 2018, source: "EEA")

  private func session(_ text: String) throws -> TrackerSession {
    let folder = try TemporaryFolder()
    // The file has the time before each line that the listing shows.
    let text = text.replacing("CarbonTracker:", with: "2020-05-21 22:00:00 - CarbonTracker:")
    try folder.write(text, to: "2020-05-21T200000Z_carbontracker_output.log")
    let file = try LogFileReader.read(
      path: folder.path("2020-05-21T200000Z_carbontracker_output.log"), samples: TraceColumns())
    guard case .tracker(let log) = file.content.record else { throw Missing.tracker }
    return try #require(log.sessions.first)
  }

  private enum Missing: Error { case tracker }

  @Test("Listing 2: both blocks, their intensities, kilometres, and the errors of the prediction")
  func listing() throws {
    let session = try session(Self.listing2)
    let (predicted, actual) = (try #require(session.predicted), try #require(session.actual))
    #expect(predicted.epochs == 100 && actual.epochs == 100)
    #expect(session.intensities.map(\.gramsPerKilowattHour) == [54.09, 58.25])
    for (block, intensity, kilometres) in [(predicted, "54.09", "0.521130"), (actual, "58.25", "0.645549")] {
      let energy = Energy.kilowattHours(try #require(block.kilowattHours))
      let mass = CarbonMass.grams(try #require(block.grams))
      #expect(Self.fixed(mass.grams / energy.kilowattHours, 2) == intensity)
      #expect(Self.fixed(Self.car.distance(emitting: mass).kilometres, 6) == kilometres)
    }
    func error(_ predicted: Double?, _ actual: Double?) -> String {
      Self.fixed(100 * ((predicted ?? 0) / (actual ?? 1) - 1), 3)
    }
    #expect(error(predicted.seconds, actual.seconds) == "-0.877")
    #expect(error(predicted.kilowattHours, actual.kilowattHours) == "-13.066")
    #expect(error(predicted.grams, actual.grams) == "-19.273")
    // What the check of printed consumptions asks.
    for block in [predicted, actual] {
      #expect(
        PlausibilityRules.intensityFits(
          grams: PrintedNumber(block.grams ?? 0, decimals: 6),
          kilowattHours: PrintedNumber(block.kilowattHours ?? 0, decimals: 6),
          intensities: [PrintedNumber(54.09, decimals: 2), PrintedNumber(58.25, decimals: 2)]))
    }
  }

  @Test("A block whose CO2eq is of another intensity than the log states is told")
  func wrongIntensity() throws {
    let session = try session(Self.listing2.replacing("77.724065", with: "87.724065"))
    let evidence = Evidence(
      id: "x", path: "x", content: .tracker(session), clock: .utc, window: nil, disposition: .linked)
    let found = StudyPlausibility.blocks(of: session, in: evidence)
    #expect(found.map(\.diagnostic.code) == ["plausibility.intensity"])
    #expect(found.first?.diagnostic.line == session.actual?.line)
    let right = try self.session(Self.listing2)
    #expect(StudyPlausibility.blocks(of: right, in: evidence).isEmpty)
  }

  @Test("The statement: 37.445 kWh, 3.166 kg, 26.296 km")
  func statement() {
    let mass = CarbonMass.grams(3166)
    #expect(Self.fixed(Self.car.distance(emitting: mass).kilometres, 3) == "26.296")
    #expect(Self.fixed(mass.grams / 37.445, 2) == "84.55")
  }

  /// Appendix D: 3.14e23 operations at 130 TFLOPS (V100S), 250 W, PUE 1.125, 449.06 g/kWh (US 2017).
  @Test("The chain for GPT-3")
  func gpt3() throws {
    let time = Duration.seconds(3.14e23 / 130e12)
    #expect(Self.fixed(time.inSeconds / 86_400, 2) == "27955.84")
    let pue = try #require(PowerUsageEffectiveness(1.125))
    let facility = Power.watts(250) * time * pue
    #expect(Self.fixed(facility.kilowattHours, 2) == "188701.92")
    // The paper goes on with the energy as it is printed.
    let mass = Energy.kilowattHours(188_701.92) * CarbonIntensity.gramsPerKilowattHour(449.06)
    #expect(Self.fixed(mass.grams, 2) == "84738484.20")
    #expect(Self.fixed(Self.car.distance(emitting: mass).kilometres, 2) == "703808.01")
  }

  /// Figure 4: U-net on LIDC, 17.7 g in Sweden and 1087.9 g in Estonia, 0.14 and 9.04 km. The energy is not Listing 2's:
  /// its 1.334319 kWh imply 13.27 and 815.3 g/kWh, and one energy must fit both places.
  @Test("Figure 4: the same energy in two places")
  func lidc() {
    let (sweden, estonia) = (PrintedNumber(17.7, decimals: 1), PrintedNumber(1087.9, decimals: 1))
    #expect(Self.fixed(17.7 / 1.334319, 2) == "13.27")
    #expect(Self.fixed(1087.9 / 1.334319, 1) == "815.3")
    #expect(Self.fixed(Self.car.distance(emitting: .grams(1087.9)).kilometres, 2) == "9.04")
    // "Over 61 times": the quotient of the printed masses allows it.
    #expect(estonia.quotients(by: sweden).map { $0.lowerBound > 61 && $0.contains(61.57) } == true)
  }

  static func fixed(_ value: Double, _ decimals: Int) -> String {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = Int64((abs(value) * scale).rounded())
    let digits = String(scaled)
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    return (value < 0 ? "-" : "") + padded.dropLast(decimals) + "." + padded.suffix(decimals)
  }
}
