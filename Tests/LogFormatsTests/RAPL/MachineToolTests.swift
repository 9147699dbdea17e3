import LogFormats
import Quantities
import Testing

/// turbostat, powerstat, Intel PCM and LIKWID; made up to their descriptions.
@Suite("Tools that print a machine's power")
struct MachineToolTests {
  // MARK: turbostat

  @Test("Only rows that sum the machine are read, and parts of packages do not count")
  func turbostat() throws {
    let block = """
      Package\tCore\tCPU\tAvg_MHz\tBusy%\tBzy_MHz\tPkgTmp\tPkgWatt\tCorWatt\tGFXWatt\tRAMWatt\tPKG_%
      -\t-\t-\t1022\t37.46\t2700\t60\t40.36\t25.05\t3.31\t6.80\t0.00
      0\t0\t0\t1165\t43.50\t2700\t60\t20.36\t12.05\t3.31\t3.40\t0.00
      0\t0\t1\t165\t3.50\t2700
      1\t0\t2\t1165\t43.50\t2700\t60\t20.00\t13.00\t0.00\t3.40\t0.00

      """
    let read = try TraceFile("turbostat version 19.08.31 - L\nCPUID(0): x\n" + block + block, name: "t.out")
    let trace = try #require(read.trace)
    #expect(read.file.format == .turbostat)
    #expect(read.file.content.version == "19.08.31")
    #expect(trace.clock == .ordinal)
    #expect(trace.series.map(\.device) == ["PkgWatt", "CorWatt", "GFXWatt", "RAMWatt"])
    #expect(trace.series.map(\.role) == [.counted, .contained, .contained, .counted])
    #expect(trace.series.allSatisfy { $0.quantity == .meanPower && $0.samples == 2 })
    #expect(read.values(0) == [40.36, 40.36])
    #expect(read.codes == ["trace.no-time"])
  }

  @Test("Joules, times and the whole machine's power")
  func turbostatJoules() throws {
    let read = try TraceFile(
      """
      Time_Of_Day_Seconds\tCore\tCPU\tAvg_MHz\tPkg_J\tRAM_J\tSysWatt
      1795425920.533000\t-\t-\t1022\t101.80\t9.00\t55.5
      1795425925.533000\t-\t-\t1022\t\t9.50\t56.5
      1795425930.533000\t-\t-\t10

      """, name: "t.txt")
    let trace = try #require(read.trace)
    #expect(trace.clock == .utc)
    #expect(trace.series.map(\.quantity) == [.intervalEnergy, .intervalEnergy, .meanPower])
    #expect(trace.series.map(\.role) == [.counted, .counted, .alternative])
    #expect(trace.series.map(\.component) == [.cpu, .dram, .node])
    #expect(trace.series.map(\.missingSamples) == [1, 0, 0])
    #expect(read.columns[1].times == [1_795_425_920_533_000_000, 1_795_425_925_533_000_000])
    #expect(read.codes.contains("trace.malformed-rows"))
  }

  @Test("The one block of a command has the command's time")
  func turbostatCommand() throws {
    let read = try TraceFile("5.003000 sec\nAvg_MHz\tBusy%\tBzy_MHz\tPkgWatt\n100\t5.0\t2000\t12.5\n", name: "t.txt")
    #expect(read.trace?.clock == .relative)
    #expect(read.trace?.series.first?.origin == 0)
    #expect(read.columns.first?.times == [5_003_000_000])
  }

  // MARK: powerstat

  @Test("Statistics are no samples, and Watts sums the domains beside it")
  func powerstat() throws {
    let read = try TraceFile(
      """
      Running for 60.0 seconds (60 samples at 1.0 second intervals).
      Power measurements will start in 0 seconds time.

        Time    User  Nice   Sys  Idle    IO  Run Ctxt/s  IRQ/s Fork Exec Exit  Watts uncore   core  pkg-0   dram  CPU Freq
      23:59:59   3.4   0.0   1.2  95.4   0.0    1   2143    876    0    0    0   6.28   0.21   2.86   5.28   1.00  2.27 GHz
      00:00:00   3.4   0.0   1.2  95.4   0.0    1   2143    876    0    0    0   6.50   0.21   2.86   5.50   1.00  2.27 GHz
      -------- ----- ----- ----- ----- ----- ---- ------ ------ ---- ---- ---- ------ ------ ------ ------ ------ ---------
       Average   3.4   0.0   1.2  95.4   0.0  1.0 2143.0  876.0  0.0  0.0  0.0   6.39   0.21   2.86   5.39   1.00  2.27 GHz
       Minimum   3.4   0.0   1.2  95.4   0.0  1.0 2143.0  876.0  0.0  0.0  0.0   6.28   0.21   2.86   5.28   1.00  2.27 GHz
      Summary:
      CPU:   6.39 Watts on average with standard deviation 0.11

      """, name: "p.log")
    let trace = try #require(read.trace)
    #expect(read.file.format == .powerstat)
    #expect(trace.series.map(\.device) == ["Watts", "uncore", "core", "pkg-0", "dram"])
    #expect(trace.series.map(\.role) == [.alternative, .contained, .contained, .counted, .counted])
    #expect(read.values(3) == [5.28, 5.5])
    #expect(read.columns[3].times == [1_000_000_000, 2_000_000_000])
    #expect(trace.series[3].origin == 0 && trace.series[3].quantity == .meanPower)
    #expect(read.codes.contains("powerstat.time-of-day"))
  }

  @Test("On battery the watts are the machine's")
  func powerstatBattery() throws {
    let read = try TraceFile(
      """
        Time    User  Nice   Sys  Idle    IO  Run Ctxt/s  IRQ/s Fork Exec Exit  Watts
      10:00:09   3.4   0.0   1.2  95.4   0.0    1   2143    876    0    0    0  12.28
      10:00:19   3.4   0.0   1.2  95.4   0.0    1   2143    876    0    0    0  -N/A-

      """, name: "p.log")
    #expect(read.trace?.series.map(\.component) == [.node])
    #expect(read.trace?.series.map(\.role) == [.counted])
    #expect(read.trace?.series.first?.origin == nil)
    #expect(read.trace?.series.first?.missingSamples == 1)
    #expect(read.values(0) == [12.28])
  }

  // MARK: PCM

  @Test(
    "PCM's joules a socket, and its sums beside them", arguments: [",", ";"])
  func pcm(separator: String) throws {
    let read = try TraceFile(
      """
      System,,System,,Proc Energy (Joules),,DRAM Energy (Joules),
      Date,Time,EXEC,Proc Energy (Joules),SKT0,SKT1,SKT0,SKT1
      2024-05-01,12:00:01.123,0.1,150.5,70.25,80.25,10.5,11.5
      2024-05-01,12:00:02.123,0.1,151.5,71.25,80.25,N/A,11.5

      """.replacing(",", with: separator))
    let trace = try #require(read.trace)
    #expect(read.file.format == .intelPCM)
    #expect(trace.clock == .local)
    #expect(
      trace.series.map(\.device) == [
        "Proc Energy", "SKT0 Proc Energy", "SKT1 Proc Energy", "SKT0 DRAM Energy", "SKT1 DRAM Energy",
      ])
    #expect(trace.series.map(\.role) == [.alternative, .counted, .counted, .counted, .counted])
    #expect(trace.series.allSatisfy { $0.quantity == .intervalEnergy })
    #expect(read.values(1) == [70.25, 71.25])
    #expect(trace.series[3].missingSamples == 1)
    #expect(read.columns[0].times.first == 1_714_564_801_123_000_000)
  }

  @Test("Old PCM columns are read with a warning")
  func oldPCM() throws {
    let read = try TraceFile("Date,Time,EXEC,SKT0dEnergy,SKT1dEnergy\n2014-05-01,12:00:01.123,0.1,70.5,80.5\n")
    #expect(read.trace?.series.map(\.role) == [.counted, .counted])
    #expect(read.diagnostic("pcm.described-only")?.severity == .warning)
  }

  // MARK: LIKWID

  @Test("likwid-powermeter")
  func likwidPowermeter() throws {
    let read = try TraceFile(
      """
      --------------------------------------------------------------------------------
      CPU name:\tIntel(R) Xeon(R) CPU
      --------------------------------------------------------------------------------
      Runtime: 2.00014 s
      Measure for socket 0 on CPU 0
      Domain PKG:
      Energy consumed: 123.4 Joules
      Power consumed: 61.7 Watt
      Domain PP0:
      Energy consumed: 100 Joules
      Domain DRAM:
      Energy consumed: 20.5 Joules
      Measure for socket 1 on CPU 16
      Domain PKG:
      Energy consumed: 100.6 Joules
      Domain DRAM:
      Energy consumed: 19.5 Joules

      """, name: "power.txt")
    let record = try #require(read.energyRecords?.records.first)
    #expect(read.file.format == .likwid)
    #expect(read.energyRecords?.records.count == 1)
    #expect(record.seconds == 2.00014)
    #expect(
      record.parts.map(\.device) == ["PKG socket 0", "PP0 socket 0", "DRAM socket 0", "PKG socket 1", "DRAM socket 1"])
    #expect(record.parts.map(\.role) == [.counted, .contained, .counted, .counted, .counted])
    #expect(record.counted?.joules == 264)
  }

  @Test("likwid-perfctr's tables: statistics repeat the threads' values")
  func likwidTables() throws {
    let csv = """
      TABLE,Region solve,Group 1 Raw,ENERGY,3,,
      Event,Counter,HWThread 0,HWThread 1
      PWR_PKG_ENERGY,PWR0,52.1,0
      TABLE,Region solve,Group 1 Metric,ENERGY,4,,
      Metric,HWThread 0,HWThread 1
      Runtime (RDTSC) [s],1.5,1.4,
      Energy [J],52.1,0,
      Power [W],34.7,0,
      Energy DRAM [J],6.5,0,
      TABLE,Region solve,Group 1 Metric STAT,ENERGY,4,,
      Metric,Sum,Min,Max,Avg
      Runtime (RDTSC) [s] STAT,2.9,1.4,1.5,1.45
      Energy [J] STAT,52.1,0,52.1,26.05
      Energy DRAM [J] STAT,6.5,0,6.5,3.25

      """
    let table = """
      Region solve, Group 1: ENERGY
      +----------------------+------------+------------+
      |        Metric        | HWThread 0 | HWThread 1 |
      +----------------------+------------+------------+
      |  Runtime (RDTSC) [s] |     1.5    |     1.4    |
      |      Energy [J]      |    52.1    |      0     |
      |    Energy DRAM [J]   |     6.5    |      0     |
      +----------------------+------------+------------+

      """
    for text in [csv, table] {
      let read = try TraceFile(text, name: "energy.txt")
      let log = try #require(read.energyRecords)
      #expect(log.records.map(\.seconds) == [1.5])
      #expect(log.records.first?.label == "solve, Group 1: ENERGY" || log.records.first?.label == "solve")
      #expect(log.records.first?.parts.map(\.device) == ["PKG HWThread 0", "DRAM HWThread 0"])
      #expect(log.records.first?.counted?.joules == 58.6)
    }
  }

  @Test("likwid-perfctr's timeline")
  func likwidTimeline() throws {
    let read = try TraceFile(
      """
      # GID|MetricsCount|CpuCount|Total runtime [s]|Runtime (RDTSC) [s]|Energy [J]|Power [W]|Energy DRAM [J]
      1,4,2,1.000132,1.0001,1.0001,52.1,0,52.1,0,5.5,0
      1,4,2,2.000132,1.0001,1.0001,50.1,0,50.1,0,5.25,0

      """, name: "timeline.txt")
    #expect(read.trace?.clock == .relative)
    #expect(read.trace?.series.map(\.device) == ["PKG", "DRAM"])
    #expect(read.values(0) == [52.1, 50.1])
    #expect(read.values(1) == [5.5, 5.25])
    #expect(read.codes.contains("likwid.timeline-described-only"))
  }
}
