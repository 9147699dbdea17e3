import LogFormats
import Quantities
import Testing

@Suite("nvidia-smi query CSV")
struct NVIDIASMITests {
  @Test("Units, index, name and milliseconds are read")
  func plain() throws {
    let read = try TraceFile(
      """
      timestamp, index, name, power.draw [W], utilization.gpu [%]
      2026/11/23 10:25:20.544, 0, NVIDIA A40, 32.45 W, 0 %
      2026/11/23 10:25:20.548, 1, NVIDIA A40, 32.85 W, 0 %
      2026/11/23 10:25:21.073, 0, NVIDIA A40, 300.00 W, 97 %

      """)
    let trace = try #require(read.trace)
    #expect(read.file.format == .nvidiaSMIQuery)
    #expect(trace.clock == .local)
    #expect(trace.series.map(\.device) == ["GPU 0", "GPU 1"])
    #expect(trace.series.map(\.index) == [0, 1])
    #expect(trace.series.allSatisfy { $0.model == "NVIDIA A40" && $0.component == .gpu && $0.quantity == .power })
    #expect(trace.series.map(\.samples) == [2, 1])
    #expect(read.columns[0].values == [32_450_000, 300_000_000])
    // 2026-11-23 10:25:20.544 read as UTC, from `date -u +%s`.
    #expect(read.columns[0].times == [1_795_429_520_544_000_000, 1_795_429_521_073_000_000])
    #expect(read.file.content.diagnostics.isEmpty)
  }

  @Test(
    "Column order, units, line ends, byte order mark and quotes do not matter",
    arguments: [
      "index, timestamp, power.draw [W]\r\n0, 2026/11/23 10:25:20.544, 32.45 W\r\n0, 2026/11/23 10:25:21.544, 33.45 W\r\n",
      "\u{FEFF}timestamp, power.draw [W], index\n2026/11/23 10:25:20.544, 32.45, 0\n2026/11/23 10:25:21.544, 33.45, 0\n",
      "\"timestamp\",\"index\",\"power.draw [W]\"\n\"2026/11/23 10:25:20.544\",\"0\",\"32.45 W\"\n"
        + "\"2026/11/23 10:25:21.544\",\"0\",\"33.45 W\"\n",
      "timestamp,index,power.draw [W]\n2026/11/23 10:25:20.544,0,32450 mW\n2026/11/23 10:25:21.544,0,33450 mW",
    ])
  func shapes(text: String) throws {
    let read = try TraceFile(text)
    #expect(read.trace?.series.map(\.device) == ["GPU 0"])
    #expect(read.columns.first?.values == [32_450_000, 33_450_000])
    #expect(read.columns.first?.times == [1_795_429_520_544_000_000, 1_795_429_521_544_000_000])
  }

  @Test(
    "Of several power columns the board's draw is read, never a limit or the module",
    arguments: [
      ("power.limit [W], power.draw.instant [W], power.draw.average [W], power.draw [W]", 4.0),
      ("power.max_limit [W], power.draw.instant [W], power.draw.average [W], enforced.power.limit [W]", 3.0),
      ("module.power.draw.average [W], power.limit [W], power.draw.instant [W], power.min_limit [W]", 3.0),
    ])
  func powerColumns(header: String, expected: Double) throws {
    let read = try TraceFile(
      """
      timestamp, \(header)
      2026/11/23 10:25:20.544, 1.00 W, 2.00 W, 3.00 W, 4.00 W
      2026/11/23 10:25:21.544, 1.00 W, 2.00 W, 3.00 W, 4.00 W

      """)
    #expect(read.values(0) == [expected, expected])
  }

  @Test("Limits alone are no power")
  func limitsOnly() throws {
    let read = try TraceFile("timestamp, index, power.limit [W]\n2026/11/23 10:25:20.544, 0, 300.00 W\n")
    #expect(read.isUnused)
    #expect(read.codes == ["trace.no-power"])
    #expect(read.columns.isEmpty)
  }

  @Test(
    "What is no number is missing and never 0 W",
    arguments: [
      "[N/A]", "[Not Supported]", "[Unknown Error]", "[GPU is lost]", "[Requested functionality has been deprecated]",
      "N/A", "",
    ])
  func missing(cell: String) throws {
    let read = try TraceFile(
      """
      timestamp, index, power.draw [W], utilization.gpu [%]
      2026/11/23 10:25:20.544, 0, 32.45 W, 0 %
      2026/11/23 10:25:20.544, 1, \(cell), 0 %
      2026/11/23 10:25:21.544, 0, \(cell), 0 %
      2026/11/23 10:25:21.544, 1, \(cell), 0 %

      """)
    let trace = try #require(read.trace)
    #expect(trace.series.map(\.samples) == [1, 0])
    #expect(trace.series.map(\.missingSamples) == [1, 2])
    #expect(read.values(0) == [32.45])
    #expect(read.diagnostic("trace.missing-samples")?.line == 4)
    #expect(read.diagnostic("trace.power-unavailable")?.line == 3)
    #expect(read.codes.count == 2)
  }

  @Test("A failing sensor's readings are missing")
  func implausible() throws {
    let read = try TraceFile(
      """
      timestamp, power.draw [W]
      2026/11/23 10:25:20.544, 32.45 W
      2026/11/23 10:25:21.544, -1.00 W
      2026/11/23 10:25:22.544, 4294967.29 W
      2026/11/23 10:25:23.544, 33.45 W

      """)
    #expect(read.values(0) == [32.45, 33.45])
    #expect(read.trace?.series.first?.missingSamples == 2)
    #expect(read.codes.contains("trace.implausible-value"))
  }

  @Test("A restart's header in the middle may have other columns")
  func repeatedHeader() throws {
    let read = try TraceFile(
      """
      timestamp, index, power.draw [W]
      2026/11/23 10:25:20.544, 0, 32.45 W
      index, timestamp, temperature.gpu, power.draw [W]
      0, 2026/11/23 10:26:20.544, 40, 33.45 W

      """)
    #expect(read.values(0) == [32.45, 33.45])
    #expect(read.trace?.series.count == 1)
    #expect(read.diagnostic("trace.repeated-header")?.line == 3)
  }

  @Test(
    "A last row that is cut off is left out",
    arguments: [
      "2026/11/23 10:25:22.544, 0, 3", "2026/11/23 10:25:22.544, 0", "2026/11", "2026/11/23 10:25:22.544, 0, 33.4",
    ])
  func truncated(last: String) throws {
    let read = try TraceFile(
      """
      timestamp, index, power.draw [W]
      2026/11/23 10:25:20.544, 0, 32.45 W
      2026/11/23 10:25:21.544, 0, 33.45 W
      \(last)
      """)
    #expect(read.values(0) == [32.45, 33.45])
    #expect(read.codes == ["trace.truncated-line"])
  }

  @Test("A whole last row without a line end counts")
  func noFinalNewline() throws {
    let read = try TraceFile(
      "timestamp, power.draw [W]\n2026/11/23 10:25:20.544, 32.45 W\n2026/11/23 10:25:21.544, 33.45")
    #expect(read.values(0) == [32.45, 33.45])
    #expect(read.file.content.diagnostics.isEmpty)
  }

  @Test("Lines that are no rows are counted, with the first one's place")
  func malformed() throws {
    let read = try TraceFile(
      """
      timestamp, power.draw [W]
      2026/11/23 10:25:20.544, 32.45 W
      2026/13/23 10:25:21.544, 33.45 W
      2026/11/23 10:25:22.544, 33.45 W, 7
      Unable to determine the device handle for GPU 0000:01:00.0: GPU is lost. Reboot the system to recover this GPU
      2026/11/23 10:25:23.544, 34.45 W

      """)
    #expect(read.values(0) == [32.45, 34.45])
    #expect(read.diagnostic("trace.malformed-rows")?.line == 3)
    #expect(read.diagnostic("trace.malformed-rows")?.message.hasPrefix("2 lines") == true)
    #expect(read.diagnostic("trace.tool-error")?.line == 5)
    #expect(read.diagnostic("trace.tool-error")?.severity == .error)
  }

  @Test("Boards are told apart by uuid before index")
  func uuid() throws {
    let read = try TraceFile(
      """
      timestamp, index, uuid, power.draw [W]
      2026/11/23 10:25:20.544, 0, GPU-aaaa, 10.00 W
      2026/11/23 10:25:20.544, 0, GPU-bbbb, 20.00 W
      2026/11/23 10:25:21.544, 0, GPU-aaaa, 11.00 W

      """)
    let trace = try #require(read.trace)
    #expect(trace.series.map(\.uuid) == ["GPU-aaaa", "GPU-bbbb"])
    #expect(Set(trace.series.map(\.device)).count == 2)
    #expect(read.values(0) == [10, 11])
  }

  @Test("Nothing to identify and nothing to confuse: one board is GPU, or its name or bus address")
  func names() throws {
    #expect(try TraceFile("timestamp, power.draw [W]\n2026/11/23 10:25:20.544, 1 W\n").trace?.series[0].device == "GPU")
    let bus = try TraceFile(
      "timestamp, pci.bus_id, name, power.draw [W]\n2026/11/23 10:25:20.544, 00000000:83:00.0, NVIDIA H200, 1 W\n")
    #expect(bus.trace?.series[0].device == "00000000:83:00.0")
    #expect(bus.trace?.series[0].model == "NVIDIA H200")
  }

  @Test("Rows of several boards that nothing tells apart are refused", arguments: [2, 4, 8, 16])
  func unidentified(boards: Int) throws {
    var text = "timestamp, name, power.draw [W]\n"
    for tick in 0..<1000 {
      for board in 0..<boards {
        let milliseconds = tick * 1000 + board * 4 + tick % 3
        let (second, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        let (minute, shown) = second.quotientAndRemainder(dividingBy: 60)
        text += "2026/11/23 10:\(two(minute)):\(two(shown)).\(three(rest)), NVIDIA A40, \(board * 100).00 W\n"
      }
    }
    let read = try TraceFile(text)
    #expect(read.isUnused)
    #expect(read.columns.isEmpty)
    let found = try #require(read.diagnostic("nvidia-smi.unidentified-devices"))
    #expect(found.message.hasPrefix("\(boards) rows share each tick"))
  }

  @Test("One board polled fast and unevenly is not taken for several")
  func unevenPolling() throws {
    var text = "timestamp, power.draw [W]\n"
    var milliseconds = 0
    for row in 0..<900 {
      text += "2026/11/23 10:25:\(two(milliseconds / 1000)).\(three(milliseconds % 1000)), \(row).00 W\n"
      milliseconds += row * row % 101 < 9 ? 49 : row % 7 == 3 ? 8 : 7
    }
    let read = try TraceFile(text)
    #expect(read.trace?.series.map(\.samples) == [900])
    #expect(read.columns.first?.values.count == 900)
    #expect(read.values(0) == (0..<900).map(Double.init))
  }

  @Test("A header without rows, and a header without a time")
  func nothingToRead() throws {
    let empty = try TraceFile("timestamp, index, power.draw [W]\n")
    #expect(empty.isUnused)
    #expect(empty.codes == ["trace.no-samples"])
    let timeless = try TraceFile("power.draw [W]\n13.61 W\n14.00 W\n")
    #expect(timeless.trace?.clock == .ordinal)
    #expect(timeless.values(0) == [13.61, 14])
    #expect(timeless.codes == ["trace.no-time"])
  }

  @Test(
    "Text about nvidia-smi is not its output",
    arguments: [
      "layout of `nvidia-smi --query-gpu=timestamp,index,power.draw --format=csv`\n",
      "f.write(\"timestamp, index, power.draw [W]\\n\")\n", "timestamp,duration,emissions\n",
    ])
  func prose(text: String) throws {
    #expect(try TraceFile(text, name: "notes.txt").file.format != .nvidiaSMIQuery)
  }

  private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
  private func three(_ number: Int) -> String { number < 100 ? "0" + two(number) : "\(number)" }
}
