import LogFormats
import Quantities
import Testing

/// Windows whose numbers cannot be.
@Suite("Impossible windows")
struct ImpossibleEnergyTests {
  @Test("More than a computing centre's year is left out and told; the rest of the window stays")
  func energies() throws {
    let read = try TraceFile(
      """
      start_time,window_name,elapsed_time,gpu0_energy,gpu1_energy
      1795424401.5,a,1.0,1e18,11.5
      1795424403.5,b,1.0,1e15,13.5

      """)
    let log = try #require(read.energyRecords)
    #expect(log.records.map { $0.parts.map(\.joules) } == [[11.5], [1e15, 13.5]])
    let finding = try #require(read.diagnostic("energy-records.implausible-energy"))
    #expect(finding.line == 2)
    #expect(finding.message.contains("1 energies") && finding.message.contains("GPU 0"))
  }

  @Test("A length of more than three centuries is none")
  func lengths() throws {
    let read = try TraceFile(
      """
      timestamp;tag;duration;package_0;dram_0
      1795424401.5;a;1e12;10;20
      1795424402.5;b;2.5;10;20

      """)
    let log = try #require(read.energyRecords)
    #expect(log.records.map(\.seconds) == [nil, 2.5])
    #expect(read.diagnostic("energy-records.implausible-length")?.line == 2)
  }

  @Test("A window that ends after the year 2262 has no end")
  func ends() throws {
    let zeus = try TraceFile(
      """
      start_time,window_name,elapsed_time,gpu0_energy
      9199999999.0,a,999999999.0,10.5

      """)
    let window = try #require(zeus.energyRecords?.records.first)
    #expect(window.start != nil && window.end == nil && window.seconds == 999_999_999)
    let eco2ai = try TraceFile(
      """
      id,project_name,start_time,duration(s),cpu_power_consumption(kWh),ram_power_consumption(kWh),power_consumption(kWh),CPU_name,OS
      a,p,2261-11-23 09:00:00,999999999,0.25,0.125,0.375,CPU,Linux

      """)
    let row = try #require(eco2ai.energyRecords?.records.first)
    #expect(row.start != nil && row.end == nil)
  }

  @Test("Windows further apart than a signed number of nanoseconds are compared all the same")
  func nesting() throws {
    let read = try TraceFile(
      """
      start_time,window_name,elapsed_time,gpu0_energy
      -9199999999.0,outer,1.0,10.5
      -9199999998.5,overlapping,999999999.0,10.5
      9199999999.0,late,1.0,10.5

      """)
    #expect(read.energyRecords?.records.map(\.isNested) == [false, false, false])
  }

  @Test("Of a column that stands twice the first counts")
  func columns() throws {
    let read = try TraceFile(
      """
      start_time,window_name,elapsed_time,gpu0_energy,gpu0_energy
      1795424401.5,a,1.0,10.5,10.5

      """)
    let parts = try #require(read.energyRecords?.records.first?.parts)
    #expect(parts.map(\.device) == ["GPU 0", "GPU 0 (column 2 of the name)"])
    #expect(parts.map(\.role) == [.counted, .alternative])
    #expect(read.diagnostic("energy-records.repeated-device")?.line == 2)
  }
}
