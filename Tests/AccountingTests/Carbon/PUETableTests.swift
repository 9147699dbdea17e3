import Accounting
import Quantities
import StudyFile
import Testing

@Suite struct PUETableTests {
  @Test(arguments: [
    (2018, 1.58), (2019, 1.67), (2020, 1.59), (2021, 1.57), (2022, 1.55), (2023, 1.58), (2024, 1.56), (2025, 1.54),
  ])
  func averageOfAYear(year: Int, ratio: Double) throws {
    let pue = try #require(PUETable.embedded.average(in: year))
    #expect(pue.value.ratio == ratio)
    #expect(pue.year == year)
    #expect(pue.kind == .default)
    #expect(pue.source == "Uptime Institute Global Data Center Survey \(year)")
  }

  @Test func otherYears() {
    #expect(PUETable.embedded.entries.count == 8)
    #expect(PUETable.embedded.average(in: 2030)?.year == 2025)
    #expect(PUETable.embedded.average()?.year == 2025)
    #expect(PUETable.embedded.average(in: 2017) == nil)
  }

  @Test func studyFileChoice() throws {
    let value = try #require(PowerUsageEffectiveness(1.2))
    #expect(SourcedPUE(PUEChoice(value: value)) == SourcedPUE(value: value, source: "study file", kind: .studyFile))
    #expect(
      SourcedPUE(PUEChoice(value: value, source: "Operator", year: 2024))
        == SourcedPUE(value: value, source: "Operator", year: 2024, kind: .studyFile))
  }
}
