import LogFormats
import Quantities
import Testing

@Suite("RAPL counters")
struct RAPLTests {
  /// 2026-11-23T09:25:20.533Z, from `date -u +%s`.
  private static let start: Int64 = 1_795_425_920_533_000_000

  @Test(
    "Long, wide and headerless files are read alike",
    arguments: [
      "timestamp,domain,energy_uj\n2026-11-23T09:25:20.533Z,package-0,100\n2026-11-23T09:25:20.533Z,dram-0,7\n"
        + "2026-11-23T09:25:21.533Z,package-0,200\n2026-11-23T09:25:21.533Z,dram-0,9\n",
      "timestamp,domain,energy_uj\n1795425920.533,package-0,100\n1795425920.533,dram-0,7\n"
        + "1795425921.533,package-0,200\n1795425921.533,dram-0,9\n",
      "energy_uj;zone;time\n100;package-0;2026-11-23T10:25:20.533+01:00\n7;dram-0;2026-11-23T10:25:20.533+01:00\n"
        + "200;package-0;2026-11-23T10:25:21.533+01:00\n9;dram-0;2026-11-23T10:25:21.533+01:00\n",
      "timestamp,package-0,dram-0\n1795425920533,100,7\n1795425921533,200,9\n",
      "timestamp\tpackage-0_uj\tdram-0_uj\n1795425920533000000\t100\t7\n1795425921533000000\t200\t9\n",
      "t name energy_uj\n1795425920.533 package-0 100\n1795425920.533 dram-0 7\n1795425921.533 package-0 200\n"
        + "1795425921.533 dram-0 9\n",
      "1795425920.533 package-0 100\n1795425920.533 dram-0 7\n1795425921.533 package-0 200\n1795425921.533 dram-0 9\n",
      "# read as root\ntime  package-0  dram-0\n2026-11-23 09:25:20.533Z   100 7\n2026-11-23 09:25:21.533Z 200 9\n",
      "time  name  energy_uj\n2026-11-23 09:25:20.533Z  package-0  100\n2026-11-23 09:25:20.533Z dram-0 7\n"
        + "2026-11-23 09:25:21.533Z  package-0  200\n2026-11-23 09:25:21.533Z dram-0 9\n",
    ])
  func shapes(text: String) throws {
    let read = try TraceFile(text)
    let trace = try #require(read.trace)
    #expect(read.file.format == .raplCounters)
    #expect(trace.clock == .utc)
    #expect(trace.series.map(\.device) == ["package-0", "dram-0"])
    #expect(trace.series.map(\.component) == [.cpu, .dram])
    #expect(trace.series.allSatisfy { $0.quantity == .energyCounter && $0.samples == 2 })
    #expect(read.columns.map(\.values) == [[100, 200], [7, 9]])
    #expect(read.columns.map(\.times) == Array(repeating: [Self.start, Self.start + 1_000_000_000], count: 2))
    #expect(read.file.content.diagnostics.isEmpty)
  }

  @Test("A naive time is the host's local time")
  func naive() throws {
    let read = try TraceFile("timestamp,domain,energy_uj\n2026-11-23 09:25:20.533,package-0,1\n")
    #expect(read.trace?.clock == .local)
    #expect(read.columns[0].times == [Self.start])
  }

  @Test(
    "Zone names",
    arguments: [
      ("package-0", RAPLZone.counted(.cpu, isAssumed: false)), ("pkg", .counted(.cpu, isAssumed: false)),
      ("Package_1", .counted(.cpu, isAssumed: false)), ("dram", .counted(.dram, isAssumed: false)),
      ("package-0-dram", .counted(.dram, isAssumed: false)), ("psys", .counted(.node, isAssumed: false)),
      ("intel-rapl:1", .counted(.cpu, isAssumed: true)), ("intel-rapl:1:0", .counted(.dram, isAssumed: true)),
      ("intel-rapl-mmio:0", .contained), ("core", .contained), ("uncore", .contained), ("package-0-core", .contained),
      ("pp0", .contained), ("intel-rapl:", .unknown), ("intel-rapl:0:1:2", .unknown), ("gpu_power", .unknown),
    ])
  func zoneNames(name: String, expected: RAPLZone) {
    #expect(RAPLZone(name: name) == expected)
  }

  @Test("Zones inside a package are not counted, unknown ones are left out, folder names are assumptions")
  func zones() throws {
    let read = try TraceFile(
      """
      timestamp,domain,energy_uj
      1795425920.533,intel-rapl:0,100
      1795425920.533,core,50
      1795425920.533,intel-rapl:0:0,7
      1795425920.533,battery,3
      1795425920.533,psys,300
      1795425921.533,intel-rapl:0,200
      1795425921.533,core,60

      """)
    #expect(read.trace?.series.map(\.device) == ["intel-rapl:0", "core", "intel-rapl:0:0", "psys"])
    #expect(read.trace?.series.map(\.component) == [.cpu, .cpu, .dram, .node])
    #expect(read.trace?.series.map(\.role) == [.counted, .contained, .counted, .alternative])
    #expect(read.columns.map(\.values) == [[100, 200], [50, 60], [7], [300]])
    #expect(read.codes == ["rapl.zone-name-assumed", "rapl.contained-zone", "rapl.unknown-zone"])
    #expect(read.diagnostic("rapl.zone-name-assumed")?.severity == .info)
  }

  @Test("A counter that cannot be read is missing, a decreasing one is handed over")
  func readings() throws {
    let read = try TraceFile(
      """
      timestamp,domain,energy_uj,max_energy_range_uj
      1795425920.533,package-0,262143328000,262143328850
      1795425921.533,package-0,Permission denied,262143328850
      1795425922.533,package-0,1000,262143328850
      Traceback (most recent call last):
      12.5,package-0,1100,262143328850

      """)
    let series = try #require(read.trace?.series.first)
    #expect(read.columns[0].values == [262_143_328_000, 1000])
    #expect(series.counterRange == 262_143_328_850)
    #expect(series.missingSamples == 1)
    #expect(read.diagnostic("trace.missing-samples")?.line == 3)
    #expect(read.diagnostic("trace.malformed-rows")?.line == 5)
    #expect(read.diagnostic("trace.mixed-clocks")?.line == 6)
  }

  @Test("A counter that the end of the file cuts off is left out", arguments: ["29", "2934", ""])
  func truncated(rest: String) throws {
    let read = try TraceFile(
      "timestamp,domain,energy_uj\n1795425920.533,package-0,29341130000\n1795425921.533,package-0,29341130008\n"
        + "1795425922.533,package-0,\(rest)")
    #expect(read.columns[0].values == [29_341_130_000, 29_341_130_008])
    #expect(!read.file.content.diagnostics.isEmpty)
  }

  @Test(
    "Interval energies of other tools are not taken for counters",
    arguments: [
      "timestamp;tag;duration;package_0;dram_0\n1600000000.1;a;1.0;100;7\n",
      "1727360252870421 412000 Package_0\n1727360253870421 412100 Package_0\n",
      "timestamp,sensor,target,socket,cpu,RAPL_ENERGY_DRAM,RAPL_ENERGY_PKG\n1600000000000,s,all,0,0,1,2\n",
    ])
  func otherTools(text: String) throws {
    #expect(try TraceFile(text).file.format != .raplCounters)
  }

  @Test("A side file names the zones and their ranges")
  func domains() throws {
    let read = try TraceFile(
      """
      {"intel-rapl:0:0": {"name": "dram", "max_energy_range_uj": 65712999613},
       "intel-rapl:0": {"name": "package-0", "max_energy_range_uj": 262143328850},
       "intel-rapl:1": {"name": "package-1"}}
      """, name: "rapl.domains.json")
    #expect(read.file.format == .raplDomains)
    guard case .raplDomains(let domains) = read.file.content.record else {
      Issue.record("not read as domains")
      return
    }
    #expect(domains.zones.map(\.key) == ["intel-rapl:0", "intel-rapl:0:0"])
    #expect(domains.zones.map(\.name) == ["package-0", "dram"])
    #expect(domains.zones.map(\.counterRange) == [262_143_328_850, 65_712_999_613])
    #expect(read.codes == ["rapl.domain-without-range"])
  }
}
