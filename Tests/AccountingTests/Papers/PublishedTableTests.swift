import Quantities
import Testing

@testable import Accounting

/// Tables and totals of papers, recomputed from their own columns.
@Suite("Published tables") struct PublishedTableTests {
  /// Lan et al., "Ecologically sustainable benchmarking of AI models for histopathology", npj Digit. Med. 2024,
  /// s41746-024-01397-x: training kWh and kg, inference Wh and g per slide.
  private static let histopathology: [(model: String, train: (String, String), inference: (String, String))] = [
    ("TransMIL", ("11.263", "4.065"), ("0.128", "0.046")), ("CLAM", ("11.713", "4.228"), ("0.132", "0.048")),
    ("InceptionV3", ("10.584", "3.821"), ("0.201", "0.073")), ("ViT", ("23.873", "8.618"), ("0.170", "0.065")),
    ("Prov-GigaPath", ("42.625", "15.388"), ("0.63", "0.229")),
  ]

  @Test("Histopathology: of ten rows one has another intensity than the rest, ViT's inference")
  func histopathology() throws {
    var names: [String] = []
    var rows: [(grams: PrintedNumber, kilowattHours: PrintedNumber)] = []
    for entry in Self.histopathology {
      for (kind, cells) in [("training", entry.train), ("inference", entry.inference)] {
        names.append("\(entry.model) \(kind)")
        // kg and kWh, g and Wh: the same quotient.
        rows.append((try #require(PrintedNumber(cells.1)), try #require(PrintedNumber(cells.0))))
      }
    }
    #expect(PlausibilityRules.rowsOfAnotherIntensity(rows).map { names[$0] } == ["ViT inference"])
    // 0.170 Wh at the others' 361 g/kWh print as 0.061.
    #expect(CarbontrackerPaperTests.fixed(0.170 * 0.361, 3) == "0.061")
  }

  /// saintslab/agentic-ai-co2st (2026), aggregated_results.json: the total is 1.580 times the sum of GPU and CPU.
  @Test("A total with PUE beside parts without is found")
  func mixedPUE() {
    let (gpu, cpu) = (Energy.joules(123_456), Energy.joules(45_678))
    #expect(PlausibilityRules.mixedPUE(total: (gpu + cpu) * 1.58, parts: gpu + cpu) == 1.58)
    #expect(PlausibilityRules.mixedPUE(total: gpu + cpu, parts: gpu + cpu) == nil)
    #expect(PlausibilityRules.mixedPUE(total: (gpu + cpu) * 1.31, parts: gpu + cpu) == nil)
    #expect(PlausibilityRules.mixedPUE(total: gpu, parts: .zero) == nil)
  }

  /// Luccioni, Viguier, Ligozat 2023, "Estimating the Carbon Footprint of BLOOM" (JMLR 24:253).
  @Test("BLOOM: 433 MWh and 24.7 t, 257 MWh and 14.6 t idle, 11.2 t embodied, 50.5 t in all")
  func bloom() {
    let intensity = CarbonIntensity.gramsPerKilowattHour(57)
    let dynamic = Power.watts(400) * Duration.seconds(1_082_990 * 3600)
    #expect(CarbontrackerPaperTests.fixed(dynamic.kilowattHours, 0) == "433196.")
    let idle = Energy.kilowattHours(256_646)
    #expect(CarbontrackerPaperTests.fixed((dynamic * intensity).kilograms / 1000, 1) == "24.7")
    #expect(CarbontrackerPaperTests.fixed((idle * intensity).kilograms / 1000, 1) == "14.6")
    let sum = SoftwareCarbonIntensity(operational: (dynamic + idle) * intensity, embodied: .grams(11.2e6))
    #expect(CarbontrackerPaperTests.fixed(sum.perRun.kilograms / 1000, 1) == "50.5")
  }

  /// Cornish & Dequin 2023 (Xannadoo/carbon-cost-kaggle), a log of carbontracker: 40.128676 kWh, 1194.298670 g,
  /// 11.109755 km; the factor is that of 2020's cars, of 1.1.7 to 2.3.1.
  @Test("SIIM: kilometres by the factor of the release")
  func siim() throws {
    let car = try #require(Equivalences.embedded.car("eu_new_car_2020"))
    #expect(car.gramsPerKilometre == 107.5)
    #expect(CarbontrackerPaperTests.fixed(car.distance(emitting: .grams(1194.298670)).kilometres, 6) == "11.109755")
  }

  /// neurodatascience/watts_up_compute: FreeSurfer 108.5 Wh and 3.26 g on a CPU, FastSurfer 126.4 Wh and 3.79 g, and
  /// 26.7 Wh and 0.80 g on a GPU: about 30 g/kWh in all.
  @Test("One intensity fits all rows of a table about neuroimaging")
  func wattsUp() throws {
    let rows = try [("3.26", "108.5"), ("3.79", "126.4"), ("0.80", "26.7")].map { grams, wattHours in
      (try #require(PrintedNumber(grams)), try #require(PrintedNumber(wattHours)))
    }
    #expect(PlausibilityRules.rowsOfAnotherIntensity(rows.map { (grams: $0.0, kilowattHours: $0.1) }).isEmpty)
  }

  /// Bakhtiarifard, Igel, Selvan, "EC-NAS: Energy Consumption Aware Tabular Benchmarks for Neural Architecture Search", ICASSP
  /// 2024 (arXiv 2210.06015), Table 3: what building the benchmark took. GPU-days, kWh, kg.
  @Test("EC-NAS: power per GPU and intensity follow from the table's columns")
  func ecNAS() throws {
    let rows = [("3.758", "48.931", "6.327"), ("121.109", "1970.495", "252.571"), ("14037.058", "259840.907", nil)]
    var kilowatts: [String] = []
    var intensities: [String] = []
    for (days, kilowattHours, kilograms) in rows {
      let time = Duration.seconds(try #require(Double(days)) * 86_400)
      let energy = Energy.kilowattHours(try #require(Double(kilowattHours)))
      kilowatts.append(CarbontrackerPaperTests.fixed(energy.joules / time.inSeconds / 1000, 2))
      guard let kilograms = kilograms.flatMap({ Double($0) }) else { continue }
      intensities.append(CarbontrackerPaperTests.fixed(1000 * kilograms / energy.kilowattHours, 1))
    }
    #expect(kilowatts == ["0.54", "0.68", "0.77"])
    #expect(intensities == ["129.3", "128.2"])
    // The two spaces were priced at different times: no one intensity prints both.
    let both = [PrintedNumber("129.3"), PrintedNumber("128.2")].compactMap(\.self)
    #expect(
      !PlausibilityRules.intensityFits(
        grams: try #require(PrintedNumber("6.327")), kilowattHours: try #require(PrintedNumber("0.048931")),
        intensities: both.suffix(1)))
  }
}
