import LogFormats
import Quantities
import Testing

/// Made up to the format's description.
@Suite("nvidia-smi query CSV: columns and devices")
struct QueryColumnTests {
  @Test("Every power column becomes a series with its role; one counts")
  func roles() throws {
    let read = try TraceFile(
      """
      timestamp, index, module.power.draw.average [W], power.limit [W], power.draw.instant [W], power.draw [W], \
      power.draw.average [W], enforced.power.limit [W], power.default_limit [W], power.min_limit [W], module.power.limit [W]
      2026/11/23 10:25:20.544, 0, 900.00 W, 300.00 W, 31.00 W, 32.00 W, 33.00 W, 300.00 W, 300.00 W, 100.00 W, 1000.00 W
      2026/11/23 10:25:21.544, 0, 901.00 W, 300.00 W, 31.50 W, 32.50 W, 33.50 W, 300.00 W, 300.00 W, 100.00 W, 1000.00 W

      """)
    let series = try #require(read.trace).series
    func names(_ role: ReadingRole) -> [String] { series.filter { $0.role == role }.map(\.device) }
    #expect(names(.counted) == ["GPU 0"])
    #expect(
      names(.alternative) == [
        "GPU 0 (power.draw.average)", "GPU 0 (power.draw.instant)", "GPU 0 (module.power.draw.average)",
      ])
    #expect(
      Set(names(.limit)) == [
        "GPU 0 (power.limit)", "GPU 0 (enforced.power.limit)", "GPU 0 (power.default_limit)", "GPU 0 (power.min_limit)",
        "GPU 0 (module.power.limit)",
      ])
    #expect(series.filter { $0.component == .node }.map(\.role) == [.alternative, .limit])
    #expect(read.values(0) == [32, 32.5])
    #expect(series.allSatisfy { $0.samples == 2 })
    let note = try #require(read.diagnostic("trace.reading-chosen"))
    #expect(note.message.contains("power.draw counts"))
    #expect(read.codes == ["trace.reading-chosen"])
  }

  @Test("A column without any number gives way to the next one, which takes the device's name")
  func fallback() throws {
    let read = try TraceFile(
      """
      timestamp, index, power.draw [W], power.draw.average [W], power.draw.instant [W]
      2026/11/23 10:25:20.544, 0, [N/A], [N/A], 31.00 W
      2026/11/23 10:25:21.544, 0, [N/A], [N/A], 31.50 W

      """)
    let counted = try #require(read.trace?.series.first { $0.role == .counted })
    #expect(counted.device == "GPU 0")
    #expect(counted.samples == 2)
    #expect(read.trace?.series.count { $0.role == .counted } == 1)
    #expect(!read.codes.contains("trace.power-unavailable"))
  }

  @Test("The module counts only where the board tells nothing")
  func module() throws {
    let read = try TraceFile(
      """
      timestamp, index, power.draw [W], module.power.draw.instant [W]
      2026/11/23 10:25:20.544, 0, [N/A], 510.00 W
      2026/11/23 10:25:21.544, 0, [N/A], 520.00 W

      """)
    let counted = try #require(read.trace?.series.first { $0.role == .counted })
    #expect(counted.component == .node)
    #expect(counted.samples == 2)
    let alone = try TraceFile("timestamp, module.power.draw.average [W]\n2026/11/23 10:25:20.544, 510.00 W\n")
    #expect(alone.trace?.series.map(\.component) == [.node])
    #expect(alone.trace?.series.map(\.role) == [.counted])
  }

  @Test("An energy counter goes before power, in millijoules or joules")
  func counter() throws {
    let read = try TraceFile(
      """
      timestamp, index, power.draw [W], total_energy_consumption [mJ]
      2026/11/23 10:25:20.544, 0, 100.00 W, 5000000
      2026/11/23 10:25:21.544, 0, 100.00 W, 5100500
      2026/11/23 10:25:22.544, 0, 100.00 W, 5200000

      """)
    let series = try #require(read.trace).series
    let place = try #require(series.firstIndex { $0.quantity == .energyCounter })
    #expect(series[place].role == .counted)
    #expect(series[place].device == "GPU 0")
    #expect(read.values(place) == [5000, 5100.5, 5200])
    #expect(series.first { $0.quantity == .power }?.role == .alternative)
    #expect(read.codes.contains("trace.reading-chosen"))
    let joules = try TraceFile(
      "timestamp, index, total_energy_consumption [J]\n2026/11/23 10:25:20.544, 0, 12.5\n")
    #expect(joules.values(0) == [12.5])
  }

  @Test("MIG instances are parts of their board and never count")
  func instances() throws {
    let read = try TraceFile(
      """
      timestamp, uuid, power.draw [W]
      2026/11/23 10:25:20.544, GPU-aaaa, 100.00 W
      2026/11/23 10:25:20.544, MIG-bbbb, [N/A]
      2026/11/23 10:25:21.544, GPU-aaaa, 101.00 W
      2026/11/23 10:25:21.544, MIG-bbbb, [N/A]

      """)
    let series = try #require(read.trace).series
    #expect(series.map(\.role) == [.counted, .contained])
    #expect(series.map(\.samples) == [2, 0])
    #expect(read.codes == [])
  }

  @Test("A board keeps its series when a later header names it otherwise")
  func otherKey() throws {
    let read = try TraceFile(
      """
      timestamp, index, power.draw [W]
      2026/11/23 10:25:20.544, 0, 32.45 W
      2026/11/23 10:25:20.544, 1, 42.45 W
      timestamp, index, uuid, power.draw.instant [W], power.draw [W]
      2026/11/23 10:26:20.544, 0, GPU-aaaa, 1.00 W, 33.45 W
      2026/11/23 10:26:20.544, 1, GPU-bbbb, 1.00 W, 43.45 W

      """)
    let series = try #require(read.trace).series
    #expect(series.filter { $0.role == .counted }.map(\.device) == ["GPU 0", "GPU 1"])
    #expect(read.values(0) == [32.45, 33.45])
    #expect(read.values(1) == [42.45, 43.45])
  }

  @Test("A loop that writes the header before every row hides neither rows nor several boards")
  func headerBeforeEveryTick() throws {
    func text(boards: Int) -> String {
      var text = ""
      for tick in 10..<60 {
        text += "timestamp, power.draw [W]\n"
        for board in 0..<boards { text += "2026/11/23 10:25:\(tick).10\(board), \(tick + board).00 W\n" }
      }
      return text
    }
    let one = try TraceFile(text(boards: 1))
    #expect(one.values(0) == (10..<60).map(Double.init))
    #expect(one.codes == ["trace.repeated-header"])
    let four = try TraceFile(text(boards: 4))
    #expect(four.isUnused)
    #expect(four.codes.contains("nvidia-smi.unidentified-devices"))
  }

  @Test("Stamps that scripts write in nvidia-smi's place")
  func otherStamps() throws {
    let unix = try TraceFile("timestamp,index,power.draw [W]\n1795429520.544,0,32.45\n1795429521.544,0,33.45\n")
    #expect(unix.trace?.clock == .utc)
    #expect(unix.columns.first?.times == [1_795_429_520_544_000_000, 1_795_429_521_544_000_000])
    let mixed = try TraceFile(
      "timestamp,index,power.draw [W]\n1795429520.544,0,32.45\n2026/11/23 10:25:21.544,0,33.45\n")
    #expect(mixed.values(0) == [32.45])
    #expect(mixed.codes.contains("trace.mixed-clocks"))
  }

  @Test(
    "Header units scale cells without one",
    arguments: [
      ("power.draw [mW]", "32450"), ("power.draw [W]", "32.45"), ("power.draw", "32.45"),
      ("power.draw [mW]", "32.45 W"),
    ])
  func units(header: String, cell: String) throws {
    let read = try TraceFile("timestamp,index,\(header),pstate\n2026/11/23 10:25:20.544,0,\(cell),P0\n")
    #expect(read.values(0) == [32.45])
  }

  @Test("Rows without times keep their order, by device")
  func timeless() throws {
    let read = try TraceFile("index, power.draw [W]\n0, 1.00 W\n1, 2.00 W\n0, 3.00 W\n1, 4.00 W\n")
    #expect(read.trace?.clock == .ordinal)
    #expect(read.values(0) == [1, 3])
    #expect(read.values(1) == [2, 4])
    #expect(read.columns[1].times == [0, 1_000_000_000])
    #expect(read.codes == ["trace.no-time"])
  }

  @Test(
    "Watts without header and time are told by their unit",
    arguments: [("13.61 W\n13.70 W\n", "GPU"), ("0, 13.61 W\n0, 13.70 W\n", "GPU 0")])
  func wattsOnly(text: String, device: String) throws {
    let read = try TraceFile(text)
    #expect(read.trace?.clock == .ordinal)
    #expect(read.trace?.series.map(\.device) == [device])
    #expect(read.values(0) == [13.61, 13.7])
    #expect(read.codes == ["trace.no-time", "nvidia-smi.inferred-columns"])
  }

  @Test("What the tool prints in place of rows is told")
  func errors() throws {
    for line in [
      "Failed to initialize NVML: Driver/library version mismatch", "No devices were found",
      "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure it is running.",
      "Unable to determine the device handle for GPU 0000:01:00.0: GPU is lost.  Reboot the system to recover this GPU",
    ] {
      let read = try TraceFile("timestamp, index, power.draw [W]\n2026/11/23 10:25:20.544, 0, 32.45 W\n\(line)\n")
      #expect(read.values(0) == [32.45])
      #expect(read.codes == ["trace.tool-error"])
      let alone = try TraceFile(line + "\n", name: "nvidia-smi.csv")
      if alone.file.format == .nvidiaSMIQuery { #expect(alone.codes.contains("trace.tool-error")) }
    }
  }
}
