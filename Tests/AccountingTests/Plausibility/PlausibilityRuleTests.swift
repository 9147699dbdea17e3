import LogFormats
import Quantities
import Testing

@testable import Accounting
@testable import Alignment

/// Numbers that can and cannot belong together.
@Suite struct PlausibilityRuleTests {
  @Test("A printed number stands for all that rounds to it")
  func printed() throws {
    let number = try #require(PrintedNumber("0.065"))
    #expect(abs(number.lowest - 0.0645) < 1e-15)
    #expect(abs(number.highest - 0.0655) < 1e-15)
    #expect(try #require(PrintedNumber("12")).halfUnit == 0.5)
    #expect(PrintedNumber(1.5).halfUnit == 0)
    #expect(PrintedNumber("1e5") == nil)
    #expect(PrintedNumber("nan") == nil)
    #expect(number.quotients(by: PrintedNumber(0, decimals: 2)) == nil)
  }

  @Test("Emissions, energy and intensity: within rounding they fit, and between two stated intensities too")
  func intensity() {
    func fits(_ grams: Double, _ intensities: [Double]) -> Bool {
      PlausibilityRules.intensityFits(
        grams: PrintedNumber(grams, decimals: 2), kilowattHours: PrintedNumber(1.5, decimals: 2),
        intensities: intensities.map { PrintedNumber($0, decimals: 0) })
    }
    #expect(fits(150, [100]))
    #expect(!fits(160, [100]))
    #expect(fits(160, [100, 120]))
    #expect(!fits(190, [100, 120]))
    #expect(fits(1, []))
  }

  @Test("Rows are only told apart where one intensity fits most of them")
  func rows() {
    func row(_ grams: Double, _ kilowattHours: Double) -> (grams: PrintedNumber, kilowattHours: PrintedNumber) {
      (PrintedNumber(grams, decimals: 1), PrintedNumber(kilowattHours, decimals: 1))
    }
    #expect(PlausibilityRules.rowsOfAnotherIntensity([row(100, 10), row(200, 20), row(400, 30)]) == [2])
    #expect(PlausibilityRules.rowsOfAnotherIntensity([row(100, 10), row(200, 10), row(400, 10)]).isEmpty)
    #expect(PlausibilityRules.rowsOfAnotherIntensity([]).isEmpty)
  }

  @Test("Power × time = energy, with a PUE where one is in it")
  func power() {
    let hour = Duration.seconds(3600)
    #expect(PlausibilityRules.powerFits(energy: .kilowattHours(0.25), power: .watts(250), time: hour))
    #expect(!PlausibilityRules.powerFits(energy: .kilowattHours(0.395), power: .watts(250), time: hour))
    #expect(PlausibilityRules.powerFits(energy: .kilowattHours(0.395), power: .watts(250), time: hour, factor: 1.58))
    #expect(!PlausibilityRules.powerFits(energy: .kilowattHours(1), power: .zero, time: hour))
  }

  @Test("No board takes more than its limit for long", arguments: [(300.0, false), (390, false), (500, true)])
  func limits(watts: Double, isTold: Bool) {
    let example = ExampleRuns.run("2d", fold: Fold(0), parts: [(.usefulEpoch, 100)], watts: watts)
    var footprint = example.attempts[0]
    footprint.components[0].devices = ["NVIDIA A100-SXM4-40GB"]
    let run = RunFootprint(run: example.run, attempts: [footprint])
    let study = AlignedStudy(runs: [example.run], evidence: [], diagnostics: [], inputs: [])
    let codes = StudyPlausibility.findings(in: study, runs: [run]).map(\.diagnostic.code)
    #expect(codes == (isTold ? ["plausibility.device-limit"] : []))
  }

  @Test(
    "Boards are known by whole words of their names",
    arguments: [
      ("NVIDIA A100-SXM4-40GB", 400.0), ("NVIDIA A100 80GB PCIe", 300), ("Tesla V100-PCIE-32GB", 250),
      ("NVIDIA A40", 300),
      ("GPU-8f3c (NVIDIA H100 PCIe)", 350), ("NVIDIA H100 80GB HBM3", 700), ("Tesla T4", 70), ("NVIDIA RTX A6000", 300),
      ("NVIDIA GeForce RTX 3090", nil), ("NVIDIA A4000", nil), ("", nil),
    ])
  func boards(name: String, watts: Double?) {
    #expect(BoardLimit.ofBoard(name)?.watts == watts)
  }

  @Test("CodeCarbon's row: a total with PUE beside parts without, and an intensity of no fuel")
  func rowsOfCodeCarbon() {
    var row = CodeCarbonRow(end: WallTime(nanoseconds: 0), seconds: 3600, line: 2)
    (row.gpuKilowattHours, row.cpuKilowattHours, row.ramKilowattHours) = (0.2, 0.1, 0.05)
    func codes() -> [String] {
      let evidence = Evidence(
        id: "e", path: "emissions.csv", content: .codecarbon(row), clock: .utc, window: nil, disposition: .linked)
      let study = AlignedStudy(runs: [], evidence: [evidence], diagnostics: [], inputs: [])
      return StudyPlausibility.findings(in: study, runs: []).map(\.diagnostic.code)
    }
    (row.totalKilowattHours, row.grams) = (0.35, 133.4)
    #expect(codes() == [])
    row.totalKilowattHours = 0.35 * 1.58
    #expect(codes() == ["plausibility.pue-mixed"])
    (row.totalKilowattHours, row.grams) = (0.35, 2000)
    #expect(codes() == ["plausibility.intensity"])
  }

  private static func codes(_ rows: [CodeCarbonRow]) -> [StudyDiagnostic] {
    let evidence = rows.enumerated().map { place, row in
      Evidence(
        id: "e\(place)", path: "emissions.csv", content: .codecarbon(row), clock: .utc, window: nil,
        disposition: .linked)
    }
    return StudyPlausibility.findings(
      in: AlignedStudy(runs: [], evidence: evidence, diagnostics: [], inputs: []), runs: [])
  }

  /// Of 125 real rows of more than a minute 21 lie outside ±5 %, all by the memory's constant.
  @Test(
    "A constant power makes its energy over the duration", arguments: [(1.0, false), (0.96, false), (0.59, true)])
  func constants(share: Double, isTold: Bool) {
    var row = CodeCarbonRow(end: WallTime(nanoseconds: 0), seconds: 3600, line: 2)
    (row.ramWatts, row.ramGigabytes) = (45, 120)
    row.ramKilowattHours = 0.045 * share
    #expect(Self.codes([row]).map(\.diagnostic.code) == (isTold ? ["plausibility.power-time"] : []))
    // Another power may vary, so that the last one says nothing.
    row.ramWatts = 50
    #expect(Self.codes([row]).isEmpty)
    (row.ramWatts, row.seconds) = (45, 30)
    #expect(Self.codes([row]).isEmpty, "too short to tell")
  }

  @Test("Rows of one country have one intensity, else the odd ones are told")
  func oneIntensity() {
    func row(_ grams: Double, _ country: String, line: Int) -> CodeCarbonRow {
      var row = CodeCarbonRow(end: WallTime(nanoseconds: 0), seconds: 3600, line: line)
      (row.totalKilowattHours, row.grams, row.countryISO3) = (0.5, grams, country)
      return row
    }
    let rows = [row(190.5, "DEU", line: 2), row(190.51, "DEU", line: 3), row(190.5, "DEU", line: 4)]
    #expect(Self.codes(rows + [row(30, "FRA", line: 5)]).isEmpty)
    let found = Self.codes(rows + [row(237.5, "DEU", line: 5)])
    #expect(found.map(\.diagnostic.code) == ["plausibility.row-intensity"])
    #expect(found.first?.diagnostic.line == 5)
  }
}
