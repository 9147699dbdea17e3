import LogFormats
import Quantities
import Testing

/// Made-up files of energies over windows.
@Suite("Energies of neighbouring tools")
struct NeighbourEnergyTests {
  static let zeus = """
    start_time,window_name,elapsed_time,gpu0_energy,gpu1_energy
    1795424401.5,step,1.0,10.5,11.5
    1795424403.5,step,1.0,12.5,13.5
    1795424400.5,epoch,10.0,100.5,101.5
    1795424420.5,"epoch, second",10.0,200.5,nan
    1795424425.5,late,10.0,50,50

    """
  static let eco2ai = """
    id,project_name,experiment_description,epoch,start_time,duration(s),power_consumption(kWh),CO2_emissions(kg),CPU_name,GPU_name,OS,region/country,cost
    a,p,d,N/A,2026-11-23 09:00:00,3600,0.25,0.0625,"Some CPU/1 device(s), TDP:65.0",GPU,Linux,DK,N/A
    a,p,d,N/A,2026-11-23 09:00:00,7200,0.5,0.125,"Some CPU/1 device(s), TDP:65.0",GPU,Linux,DK,N/A
    b,p,d,1,2026-11-23 12:00:00,60,0.01,0.001,CPU,GPU,Linux,DK,N/A
    b,p,d,2,2026-11-23 12:01:00,60,0.01,0.001,CPU,GPU,Linux,DK,N/A
    c,p,d,N/A,2026-11-23 13:00:00,6.5,1.5,0.5,CPU,GPU,Linux,DK,N/A

    """
  static let eco2aiParts = """
    id,project_name,start_time,duration(s),cpu_power_consumption(kWh),ram_power_consumption(kWh),power_consumption(kWh),CPU_name,OS
    a,p,2026-11-23 09:00:00,3600,0.25,0.125,0.375,CPU,Linux
    b,p,2026-11-23 09:00:00,3600,0.25,0.125,0.5,CPU,Linux

    """

  @Test("Zeus: what lies inside another window is nested; overlaps are told; what is no number is missing")
  func zeusWindows() throws {
    let read = try TraceFile(Self.zeus)
    #expect(read.file.format == .zeus)
    let log = try #require(read.energyRecords)
    #expect(log.clock == .utc)
    #expect(log.records.map(\.isNested) == [true, true, false, false, false])
    #expect(log.records.map(\.label) == ["step", "step", "epoch", "epoch, second", "late"])
    #expect(log.records[2].counted?.joules == 202)
    #expect(log.records[3].parts.map(\.device) == ["GPU 0"])
    #expect(log.records[0].start == 1_795_424_401_500_000_000)
    #expect(log.records[0].end == 1_795_424_402_500_000_000)
    #expect(
      Set(read.codes) == ["zeus.nested-windows", "zeus.overlapping-windows", "zeus.missing-energy"])
    let monotonic = try TraceFile(Self.zeus.replacing("17954244", with: "4"))
    #expect(monotonic.energyRecords?.clock == .relative)
    #expect(monotonic.codes.contains("zeus.monotonic-clock"))
  }

  @Test("eco2AI: the last row of a run, each epoch, and nothing of an impossible energy")
  func eco2aiRows() throws {
    let read = try TraceFile(Self.eco2ai)
    #expect(read.file.format == .eco2ai)
    let log = try #require(read.energyRecords)
    #expect(log.clock == .local)
    #expect(log.supersededRows == 1)
    #expect(log.records.map { $0.counted?.kilowattHours } == [0.5, 0.01, 0.01, nil])
    #expect(log.records[3].parts.map(\.joules) == [1.5 * 3.6e6])
    #expect(log.records[0].grams == 125)
    #expect(log.records[0].end == 1_795_431_600_000_000_000)
    #expect(read.diagnostic("eco2ai.implausible-energy")?.line == 6)
    let kiloWattThours = try TraceFile(Self.eco2ai.replacing("(kWh)", with: "(kWTH)"))
    #expect(kiloWattThours.energyRecords?.records.count == 4)
  }

  @Test("eco2AI: parts count when they make the total, else the total does")
  func eco2aiRoles() throws {
    let read = try TraceFile(Self.eco2aiParts)
    let log = try #require(read.energyRecords)
    #expect(log.records[0].parts.map(\.role) == [.counted, .counted, .alternative])
    #expect(log.records[1].parts.map(\.role) == [.contained, .contained, .counted])
    #expect(log.records.map { $0.counted?.kilowattHours } == [0.375, 0.5])
    #expect(read.diagnostic("eco2ai.parts-differ")?.line == 3)
  }

  @Test(
    "A window that begins at the end of a clock's range has no end",
    arguments: [
      "start_time,window_name,elapsed_time,gpu0_energy\n9199999999.0,a,999999999.0,10.5\n",
      "id,project_name,start_time,duration(s),power_consumption(kWh),CPU_name,OS\nb,a,2261-12-31 00:00:00,999999999,0.5,C,L\n",
      "label,timestamp,duration,pkg,dram,socket\na,9199999999.0,999999999.0,999999999.0,1.0,0\n",
      "timestamp;tag;duration;package_0\n9199999999.0;a;999999999.0;999999999000000.0\n",
    ])
  func endOfRange(text: String) throws {
    let read = try TraceFile(text)
    #expect(read.energyRecords?.records.count == 1)
    #expect(read.energyRecords?.records.first?.start != nil)
  }

  @Test(
    "What is left out says why",
    arguments: [
      ("container_name,container_namespace,pod_name,value\na,b,c,0.5\n", "kepler.no-time"),
      ("____________\n\t\tP o w e r T O P\n____________\nUsage;Events/s;1.15 W\n", "powertop.estimates"),
      (
        "Datetime (UTC),Zone,Carbon intensity gCO2eq/kWh (direct)\n2026-11-23 09:00:00,DK,120\n",
        "intensity-series.not-read"
      ),
    ])
  func refused(text: String, code: String) throws {
    let read = try TraceFile(text)
    #expect(read.isUnused)
    #expect(read.codes == [code])
  }
}
