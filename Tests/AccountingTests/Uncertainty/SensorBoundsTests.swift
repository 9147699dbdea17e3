import Quantities
import Testing

@testable import Accounting

@Suite("Bounds of sensors and rates")
struct SensorBoundsTests {
  /// Largest steady-state errors against a meter in the published fits of Yang et al. (SC24, arXiv 2312.02741), in per cent.
  @Test(
    "a board's bound holds its error against the meter",
    arguments: [
      ("NVIDIA GeForce RTX 3090", 4.745), ("NVIDIA GeForce RTX 3070 Ti", 2.7339),
      ("NVIDIA GeForce RTX 2080 Ti", 6.3906),
      ("NVIDIA GeForce RTX 2060 SUPER", 11.4281), ("NVIDIA GeForce GTX 1080 Ti", 0.3667),
      ("NVIDIA GeForce GTX 1080", 0.99), ("NVIDIA GeForce GTX TITAN X", 2.0416), ("Tesla M40", 1.6671),
      ("Quadro K620", 41.1323), ("Tesla K40m", 3.3761), ("Tesla K80", 8.9017), ("NVIDIA A100-PCIE-40GB", 5.4795),
      ("Tesla P100-PCIE-16GB", 0.7192), ("NVIDIA RTX A5000", 6.1348), ("NVIDIA GeForce RTX 4090", 4.3143),
      ("NVIDIA TITAN X (Pascal)", 0.6527),
    ])
  func metered(board: String, percent: Double) throws {
    let bounds = try #require(SensorBoundsTable.embedded.bounds(of: .gpu, device: board, isModelled: false))
    #expect(bounds.basis == "metered" && bounds.sensor != "board never metered")
    #expect(100 * bounds.gain >= percent && 100 * bounds.gain < percent + 2)
    #expect(bounds.offsetWatts == 5)
  }

  @Test("every row has a source, and every component a row for what is not known")
  func complete() throws {
    let table = SensorBoundsTable.embedded
    #expect(table.entries.count > 20)
    for entry in table.entries { #expect(!entry.bounds.source.isEmpty && entry.bounds.gain > 0, "\(entry.words)") }
    for component in Component.allCases {
      let worst = try #require(table.bounds(of: component, device: "", isModelled: false))
      let modelled = try #require(table.bounds(of: component, device: "", isModelled: true))
      #expect(modelled.gain > worst.gain)
    }
    #expect(table.bounds(of: .gpu, device: "NVIDIA H100 80GB HBM3", isModelled: false)?.gain == 0.07)
    // The kernel calls AMD's counters intel-rapl too.
    #expect(table.bounds(of: .cpu, device: "intel-rapl:0", isModelled: false)?.gain == 0.1)
  }

  @Test("PUE: a stated one is narrow and never below 1, the survey's average is wide")
  func pue() throws {
    let table = RateBoundsTable.embedded
    let survey = try #require(PUETable.embedded.average(in: 2025))
    #expect(abs(table.bound(of: survey).relative * 1.54 - 0.42) < 1e-12)
    for (ratio, half) in [(1.2, 0.05), (1.02, 0.02), (1, 0)] {
      let value = try #require(PowerUsageEffectiveness(ratio))
      let stated = SourcedPUE(value: value, source: "ours", kind: .studyFile)
      #expect(abs(table.bound(of: stated).relative * ratio - half) < 1e-12)
    }
  }

  @Test("carbon intensity: a country's by its neighbouring years, wider when the year is missing")
  func intensity() throws {
    let table = CarbonIntensityTable.embedded
    // United Arab Emirates, 2019 to 2021 in the built-in table: 660.09, 645.69, 605.3.
    let known = RateBoundsTable.embedded.bound(of: try table.intensity(of: "ARE", year: 2020))
    #expect(abs(known.relative - (645.69 - 605.3) / 645.69) < 1e-9)
    // Aruba's last value is of 2024, as large as the year before: the least bound.
    let aruba = try table.intensity(of: "ABW", year: 2024)
    #expect(RateBoundsTable.embedded.bound(of: aruba).relative == 0.05)
    let old = try table.intensity(of: "ARE", year: 2030)
    let its = try table.intensity(of: "ARE", year: old.year)
    let change = RateBoundsTable.embedded.bound(of: its).relative
    let years = Double(2030 - (old.year ?? 0))
    #expect(RateBoundsTable.embedded.bound(of: old).relative > change || change == 0.05)
    #expect(years > 0)
    for entry in RateBoundsTable.embedded.entries { #expect(!entry.source.isEmpty && entry.bound > 0) }
  }
}
