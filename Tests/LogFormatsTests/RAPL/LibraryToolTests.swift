import LogFormats
import Quantities
import Testing

/// pyRAPL, pyJoules, HWPC and the rapl-tools; made up to their descriptions.
@Suite("Libraries that write RAPL energies")
struct LibraryToolTests {
  // MARK: pyRAPL

  @Test(
    "Both units of pyRAPL give the same energies",
    arguments: [
      "label,timestamp,duration,pkg,dram,socket\n"
        + "work,1600000000.5,3500000.0,105000000.0,7000000.0,0\nwork,1600000000.5,3500000.0,100000000.0,None,1\n"
        + "work,1600000010.5,500000.0,10000000.0,1000000.0,0\n",
      "label,timestamp,duration,pkg,dram,socket\n"
        + "work,1600000000.5,3.5,105.0,7.0,0\nwork,1600000000.5,3.5,100.0,None,1\nwork,1600000010.5,0.5,10,1,0\n",
    ])
  func pyRAPL(text: String) throws {
    let read = try TraceFile(text)
    let log = try #require(read.energyRecords)
    #expect(read.file.format == .pyRAPL)
    #expect(log.records.count == 2)
    #expect(log.records.map(\.seconds) == [3.5, 0.5])
    #expect(log.records[0].parts.map(\.device) == ["package-0", "dram-0", "package-1"])
    #expect(log.records.map { $0.counted?.joules } == [212, 11])
    #expect(log.records[0].start == 1_600_000_000_500_000_000)
    #expect(log.records[0].end == 1_600_000_004_000_000_000)
    #expect(read.codes.contains("pyrapl.units") && read.codes.contains("trace.missing-samples"))
  }

  @Test("Hours in seconds are told from milliseconds in microseconds by the time between rows")
  func pyRAPLLong() throws {
    let seconds = try TraceFile(
      "label,timestamp,duration,pkg,dram,socket\na,1600000000.5,7200.5,360025.0,7200.0,0\na,1600007201.5,7100,355000,7000,0\n"
    )
    #expect(seconds.energyRecords?.records.map(\.seconds) == [7200.5, 7100])
    let micro = try TraceFile(
      "label,timestamp,duration,pkg,dram,socket\na,1600000000.5,7200.5,360025.0,7200.0,0\na,1600000000.6,7100,355000,7000,0\n"
    )
    #expect(micro.energyRecords?.records.map(\.seconds) == [0.0072005, 0.0071])
  }

  @Test("A difference over a counter's end is mended, where one range makes it possible")
  func negative() throws {
    let read = try TraceFile(
      "label,timestamp,duration,pkg,dram,socket\na,1600000000.5,3500000,-262043328850,7000000,0\n"
        + "a,1600000010.5,3500000,-5,7000000,0\n")
    #expect(read.energyRecords?.records[0].parts.map(\.joules) == [100, 7])
    #expect(read.energyRecords?.records[1].parts.map(\.joules) == [7])
    #expect(read.codes.contains("pyrapl.negative-energy"))
  }

  // MARK: pyJoules

  @Test(
    "pyJoules' own table and pandas' copy of it",
    arguments: [
      "timestamp;tag;duration;package_0;package_1;dram_0;core_0;nvidia_gpu_0\n"
        + "1600000000.5;train;2.0;100000000.0;90000000;10000000;50000000;300000000\n",
      ",timestamp,tag,duration,package_0,package_1,dram_0,core_0,nvidia_gpu_0\n"
        + "0,1600000000.5,train,2.0,100000000.0,90000000,10000000,50000000,300000000\n",
    ])
  func pyJoules(text: String) throws {
    let read = try TraceFile(text)
    let record = try #require(read.energyRecords?.records.first)
    #expect(read.file.format == .pyJoules)
    #expect(record.label == "train")
    #expect(record.parts.map(\.device) == ["package_0", "package_1", "dram_0", "core_0", "nvidia_gpu_0"])
    #expect(record.parts.map(\.role) == [.counted, .counted, .counted, .contained, .counted])
    #expect(record.parts.map(\.component) == [.cpu, .cpu, .dram, .cpu, .gpu])
    #expect(record.counted?.joules == 500)
    #expect(record.end == 1_600_000_002_500_000_000)
    #expect(read.codes == [])
  }

  @Test("Millijoules of boards are told by the power that they make")
  func boardUnit() throws {
    let read = try TraceFile("timestamp;tag;duration;package_0;nvidia_gpu_0\n1600000000.5;a;2.0;100000000;300000\n")
    #expect(read.energyRecords?.records.first?.parts.map(\.joules) == [100, 300])
    #expect(read.diagnostic("pyjoules.gpu-unit")?.severity == .warning)
  }

  @Test("Tables made from it: joules, sums")
  func editedTable() throws {
    let read = try TraceFile(
      "tag,time,package0,package1,dram0,dram1,Total\na,5.2,85.9,0,41.9,0,127.8\nb,8.3,143.8,,69.3,0,213.1\n")
    let log = try #require(read.energyRecords)
    #expect(log.records.map { $0.counted?.joules } == [127.80000000000001, 213.10000000000002])
    #expect(log.records[0].parts.last?.role == .alternative)
    #expect(log.records[1].parts.count == 4)
    #expect(Set(read.codes) == ["pyjoules.edited-table", "pyjoules.units", "trace.missing-samples"])
  }

  @Test("Rows of names have nothing to read")
  func namesOnly() throws {
    let read = try TraceFile(
      "train,1724160449.78,0.0716,package_0,core_0\ntrain,1724160450.78,0.0716,package_0,core_0\n")
    #expect(read.isUnused)
    #expect(read.codes == ["pyjoules.names-only"])
  }

  @Test("A table of results is no log")
  func summaryTable() throws {
    let read = try TraceFile(
      "dataset,network,batch_size,power_limit,time_per_epoch,average_power\nc,s,8,100,27.1,106.9\n")
    #expect(read.isUnused)
    #expect(read.codes == ["power-summary.no-log"])
  }

  // MARK: HWPC

  @Test("HWPC's raw values are units of 2^-32 J, and the whole machine's target counts")
  func hwpc() throws {
    let read = try TraceFile(
      """
      timestamp,sensor,target,socket,cpu,RAPL_ENERGY_DRAM,RAPL_ENERGY_PKG,time_enabled,time_running
      1539260664189,node-1,all,0,58,4294967296,85899345920,1,1
      1539260664189,node-1,all,1,21,4294967296,42949672960,1,1
      1539260664189,node-1,job,0,58,1,2,1,1
      1539260665189,node-1,all,0,58,,85899345921,1,1

      """)
    let trace = try #require(read.trace)
    #expect(trace.clock == .utc && trace.host == "node-1")
    #expect(
      trace.series.filter { $0.role == .counted }.map(\.device).sorted() == [
        "all socket 0 RAPL_ENERGY_DRAM", "all socket 0 RAPL_ENERGY_PKG", "all socket 1 RAPL_ENERGY_DRAM",
        "all socket 1 RAPL_ENERGY_PKG",
      ])
    #expect(trace.series.filter { $0.device.hasPrefix("job") }.allSatisfy { $0.role == .contained })
    #expect(read.values(1) == [20, 20.000000000233])
    #expect(trace.series[0].missingSamples == 1)
  }

  @Test("Reports as JSON, whole or by line")
  func hwpcReports() throws {
    func report(_ second: Int) -> String {
      #"{"timestamp":"2021-07-12T11:33:\#(second).520","sensor":"s","target":"all","groups":{"rapl":{"0":{"11":"#
        + #"{"RAPL_ENERGY_PKG":8.589934592e+10,"time_enabled":1.0e+09}}}}}"#
    }
    for text in [report(13) + "\n" + report(14) + "\n", "{\"reports\": [\n\(report(13)),\n\(report(14))\n]}\n"] {
      let read = try TraceFile(text, name: "reports.json")
      #expect(read.file.format == .hwpcReports)
      #expect(read.values(0) == [20, 20])
      #expect(read.columns.first.map { $0.times[1] - $0.times[0] } == 1_000_000_000)
    }
  }

  @Test("Reports with a missing column or other counters say so")
  func hwpcOther() throws {
    let missing = try TraceFile("timestamp,target,cpu,A,B\n100000,example,2,455,4555\n")
    #expect(missing.codes.contains("hwpc.missing-columns") && missing.codes.contains("trace.no-power"))
    let other = try TraceFile("timestamp,sensor,target,socket,cpu,LLC_MISSES\n1539260664189,s,all,0,1,2\n")
    #expect(other.codes == ["trace.no-power"])
  }

  // MARK: rapl-tools

  @Test("rapl-plotter with and without header; means over the interval that ends at the time")
  func plotter() throws {
    let rows = "15.5,13.5,0.25,2.5,0.1\n14.5,12.5,0.25,2.25,0.2\n"
    for text in [
      "pkg_current_power, pp0_current_power, pp1_current_power, dram_current_power, total_time\n" + rows, rows,
    ] {
      let read = try TraceFile(text, name: "rapl.csv")
      let trace = try #require(read.trace)
      #expect(read.file.format == .raplPlotter)
      #expect(trace.series.map(\.device) == ["pkg", "pp0", "pp1", "dram"])
      #expect(trace.series.map(\.role) == [.counted, .contained, .contained, .counted])
      #expect(trace.series.allSatisfy { $0.quantity == .meanPower && $0.origin == 0 })
      #expect(read.columns[0].times == [100_000_000, 200_000_000])
      #expect(read.values(0) == [15.5, 14.5])
      #expect(read.codes == ["trace.relative-time"])
    }
  }

  @Test("A table of five numbers of another kind is left alone")
  func notPlotter() throws {
    #expect(try TraceFile("1,2,3,4,5\n2,3,4,5,6\n", name: "numbers.csv").file.format == .unknown)
    #expect(try TraceFile("5.5 4.5\n6.5 4.5\n7.5 4.5\n", name: "losses.txt").file.format == .unknown)
  }

  @Test("Totals that do not agree with each other are told")
  func totals() throws {
    let read = try TraceFile(
      "output of a program\n\n\tTotal Energy:\t30.5 J\n\tAverage Power:\t5 W\n\tTime:\t2 sec\n", name: "power.log")
    #expect(read.file.format == .raplToolsSummary)
    #expect(read.energyRecords?.records.first?.counted?.joules == 30.5)
    #expect(read.energyRecords?.records.first?.seconds == 2)
    #expect(read.codes == ["rapl.total-disagrees"])
  }
}
