import Foundation
import LogFormats
import Quantities
import Testing

/// Samplings of powercap's counters in the shapes that people's scripts give them; made up.
@Suite("Samplings of RAPL counters")
struct RAPLSamplingTests {
  @Test(
    "JSON lines, wide and long",
    arguments: [
      #"{"t": 1795425920.533, "package-0": 100, "dram": 7}"# + "\n"
        + #"{"t": 1795425921.533, "package-0": 200, "dram": 9}"#
        + "\n",
      #"{"time":"2026-11-23T09:25:20.533Z","zones":{"package-0":100,"dram":7}}"# + "\n"
        + #"{"time":"2026-11-23T09:25:21.533Z","zones":{"package-0":200,"dram":9}}"# + "\n",
      #"{"time":1795425920533,"zone":"package-0","energy_uj":100}"# + "\n"
        + #"{"time":1795425920533,"zone":"dram","energy_uj":7}"# + "\n"
        + #"{"time":1795425921533,"zone":"package-0","energy_uj":"200"}"# + "\n"
        + #"{"time":1795425921533,"zone":"dram","energy_uj":9}"# + "\n",
    ])
  func objects(text: String) throws {
    let read = try TraceFile(text, name: "power.jsonl")
    #expect(read.file.format == .raplCounters)
    #expect(read.trace?.series.map(\.device) == ["package-0", "dram"])
    #expect(read.trace?.clock == .utc)
    #expect(read.columns.map(\.values) == [[100, 200], [7, 9]])
    #expect(read.columns.map(\.times.first) == [1_795_425_920_533_000_000, 1_795_425_920_533_000_000])
    #expect(read.codes == [])
  }

  @Test(
    "A file of one zone has the zone's name in its own",
    arguments: [
      ("package-0.txt", "package-0", Component.cpu), ("intel-rapl_0_0.csv", "intel-rapl:0:0", .dram),
      ("dram.csv", "dram", .dram), ("intel-rapl:1.log", "intel-rapl:1", .cpu), ("psys_energy_uj.txt", "psys", .node),
    ])
  func zoneFiles(name: String, device: String, component: Component) throws {
    for text in [
      "1795425920.533 26214332000\n1795425921.533 26214342000\n",
      "1795425920533,26214332000\n1795425921533,26214342000\n",
      "timestamp,energy_uj\n1795425920.533,26214332000\n1795425921.533,26214342000\n",
    ] {
      let read = try TraceFile(text, name: name)
      #expect(read.file.format == .raplCounters)
      #expect(read.trace?.series.map(\.device) == [device])
      #expect(read.trace?.series.map(\.component) == [component])
      #expect(read.trace?.series.map(\.role) == [.counted])
      #expect(read.columns.map(\.values) == [[26_214_332_000, 26_214_342_000]])
    }
  }

  @Test("A folder names the zone too")
  func folder() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    let zone = folder.appendingPathComponent("intel-rapl:0:0")
    try FileManager.default.createDirectory(at: zone, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let url = zone.appendingPathComponent("energy_uj.csv")
    try Data("timestamp,energy_uj\n1795425920.533,26214332000\n".utf8).write(to: url)
    #expect(try TraceFile(url: url).trace?.series.map(\.device) == ["intel-rapl:0:0"])
  }

  @Test("Growing integers without any name are a package's counter, which is an assumption")
  func unnamed() throws {
    let rows = (0..<8).map { "179542592\($0) 2621\(433 + 50 * $0)00000\n" }.joined()
    let read = try TraceFile(rows, name: "sampling.txt")
    #expect(read.file.format == .raplCounters)
    #expect(read.trace?.series.map(\.component) == [.cpu])
    #expect(read.codes == ["rapl.unnamed-zone"])
    // What grows by a few a second is no energy.
    let slow = (0..<8).map { "179542592\($0) 262143300\($0)\n" }.joined()
    #expect(try TraceFile(slow, name: "sampling.txt").file.format == .unknown)
    #expect(try TraceFile("time,value\n1795425920,5\n", name: "a.csv").file.format == .unknown)
    // Two numbers that jump about are something else.
    let jumping = (0..<8).map { "179542592\($0) \(($0 * 7 % 5 + 1) * 2_000_000)\n" }.joined()
    #expect(try TraceFile(jumping, name: "sampling.txt").file.format == .unknown)
  }

  @Test("Times since the start, in the unit that the header names")
  func relative() throws {
    let seconds = try TraceFile("t,package-0,dram\n0,100,7\n0.5,200,9\n")
    #expect(seconds.trace?.clock == .relative)
    #expect(seconds.columns[0].times == [0, 500_000_000])
    #expect(seconds.codes == ["trace.relative-time"])
    let milliseconds = try TraceFile("time_ms,package-0,dram\n0,100,7\n500,200,9\n")
    #expect(milliseconds.columns[0].times == [0, 500_000_000])
  }

  @Test("Ranges from columns and comments")
  func ranges() throws {
    let wide = try TraceFile(
      "t,package-0,dram,package-0_max_energy_range_uj,dram_max_energy_range_uj\n"
        + "1795425920.533,100,7,262143328850,65712999613\n1795425921.533,200,9,262143328850,65712999613\n")
    #expect(wide.trace?.series.map(\.counterRange) == [262_143_328_850, 65_712_999_613])
    #expect(wide.columns.map(\.values) == [[100, 200], [7, 9]])
    let comment = try TraceFile(
      "# package-0 max_energy_range_uj 262143328850\n# dram: max_energy_range_uj=65712999613\nt,package-0,dram\n"
        + "1795425920.533,100,7\n1795425921.533,200,9\n")
    #expect(comment.trace?.series.map(\.counterRange) == [262_143_328_850, 65_712_999_613])
    let object = try TraceFile(
      #"{"t":1795425920.533,"zone":"package-0","energy_uj":100,"max_energy_range_uj":262143328850}"# + "\n")
    #expect(object.trace?.series.map(\.counterRange) == [262_143_328_850])
  }

  @Test("Nested zones have their roles; the platform counts only alone")
  func roles() throws {
    let all = try TraceFile(
      "t,package-0,core,uncore,dram,psys,intel-rapl-mmio:0\n1795425920,1,1,1,1,1,1\n1795425921,2,2,2,2,2,2\n")
    #expect(
      all.trace?.series.map(\.role) == [.counted, .contained, .contained, .counted, .alternative, .alternative])
    let platform = try TraceFile("t,psys,dram\n1795425920,1,1\n1795425921,2,2\n")
    #expect(platform.trace?.series.map(\.role) == [.counted, .contained])
    // A package that was never read contains nothing.
    let denied = try TraceFile("t,package-0,psys\n1795425920,,1\n1795425921,,2\n")
    #expect(denied.trace?.series.map(\.role) == [.counted, .counted])
  }

  @Test("What the shell says about permissions is the tool's failure")
  func denied() throws {
    let line = "cat: /sys/class/powercap/intel-rapl:0/energy_uj: Permission denied"
    let all = try TraceFile("\(line)\n\(line)\n", name: "rapl.csv")
    #expect(all.file.format == .raplCounters)
    #expect(all.isUnused)
    #expect(all.diagnostic("trace.tool-error")?.severity == .error)
    let some = try TraceFile("timestamp,domain,energy_uj\n1795425920.533,package-0,100\n\(line)\n")
    #expect(some.columns.map(\.values) == [[100]])
    #expect(some.codes == ["trace.tool-error"])
  }

  @Test("Values that fall every other row are energies of intervals")
  func intervalEnergies() throws {
    let rows = (0..<20).map { "17954259\($0 + 10),\(5_000_000 + $0 % 3 * 1000)\n" }.joined()
    let read = try TraceFile("timestamp,package-0\n" + rows)
    #expect(read.trace?.series.map(\.quantity) == [.intervalEnergy])
    #expect(read.diagnostic("rapl.interval-energies")?.severity == .warning)
  }

  @Test("Columns of watts are no counters")
  func watts() throws {
    #expect(try TraceFile("timestamp,package_power,dram_power\n1795425920.5,50,7\n").file.format != .raplCounters)
    #expect(try TraceFile("timestamp,package (W),dram (W)\n1795425920.5,50,7\n").file.format != .raplCounters)
  }

  @Test(
    "Folder names tell a zone by which others there are",
    arguments: [
      // Servers: two packages with memory.
      (
        ["intel-rapl:0", "intel-rapl:0:0", "intel-rapl:1", "intel-rapl:1:0"],
        [ReadingRole.counted, .counted, .counted, .counted]
      ),
      // Clients: cores, uncore and memory in the package, and the platform beside it.
      (
        ["intel-rapl:0", "intel-rapl:0:0", "intel-rapl:0:1", "intel-rapl:0:2", "intel-rapl:1"],
        [.counted, .contained, .contained, .counted, .alternative]
      ),
      (["intel-rapl:0", "intel-rapl:1"], [.counted, .counted]),
    ])
  func folderNames(zones: [String], roles: [ReadingRole]) throws {
    let rows = ["1795425920", "1795425921"].map { time in ([time] + zones.map { _ in "5" }).joined(separator: ",") }
    let read = try TraceFile((["t," + zones.joined(separator: ",")] + rows).joined(separator: "\n") + "\n")
    #expect(read.trace?.series.map(\.role) == roles)
    #expect(read.diagnostic("rapl.zone-name-assumed")?.message.contains("intel-rapl:0 (package)") == true)
  }

  @Test("The range of AMD's counters tells that the zone below a package is its cores")
  func amd() throws {
    let read = try TraceFile(
      "timestamp,zone,energy_uj,max_energy_range_uj\n1795425920,intel-rapl:0,5,65532610987\n"
        + "1795425920,intel-rapl:0:0,5,65532610987\n")
    #expect(read.trace?.series.map(\.role) == [.counted, .contained])
  }

  @Test("An array with an object a line")
  func array() throws {
    let read = try TraceFile("[\n{\"t\": 1795425920, \"package-0\": 1},\n{\"t\": 1795425921, \"package-0\": 2}\n]\n")
    #expect(read.columns.map(\.values) == [[1, 2]])
    #expect(read.codes == [])
  }
}
