import LogFormats
import Testing

@Suite("nvidia-smi CSV without header")
struct NVIDIASMIHeaderlessTests {
  @Test("The one column of watts is the power")
  func units() throws {
    let read = try TraceFile(
      """
      2026/04/25 16:06:06.780, 0 %, 0 %, 2 MiB, 20146 MiB, 27, 11.64 W
      2026/04/25 16:06:11.788, 0 %, 0 %, 2 MiB, 20146 MiB, 27, 11.36 W

      """)
    #expect(read.values(0) == [11.64, 11.36])
    #expect(read.trace?.series.map(\.device) == ["GPU"])
    #expect(read.codes == ["nvidia-smi.inferred-columns"])
  }

  @Test("Without units the column with two changing decimals is the power, and the cycling one the index")
  func noUnits() throws {
    let read = try TraceFile(
      """
      2026/11/23 10:25:20.544, 471.11, 0, NVIDIA A40, 32.45, 0
      2026/11/23 10:25:20.544, 471.11, 1, NVIDIA A40, [N/A], 0
      2026/11/23 10:25:21.073, 471.11, 0, NVIDIA A40, 32.20, 0
      2026/11/23 10:25:21.073, 471.11, 1, NVIDIA A40, 31.97, 0

      """)
    #expect(read.trace?.series.map(\.device) == ["GPU 0", "GPU 1"])
    #expect(read.trace?.series.map(\.missingSamples) == [0, 1])
    #expect(read.values(0) == [32.45, 32.20])
    #expect(read.values(1) == [31.97])
  }

  @Test("A limit beside the draw never changes")
  func limit() throws {
    let read = try TraceFile(
      """
      2026/11/23 10:25:20.544, 300.00 W, 32.45 W
      2026/11/23 10:25:21.544, 300.00 W, 33.45 W

      """)
    #expect(read.values(0) == [32.45, 33.45])
  }

  @Test(
    "No guess between two columns that change, and none for numbers that never do",
    arguments: [
      "2026/11/23 10:25:20.544, 31.00 W, 32.45 W\n2026/11/23 10:25:21.544, 32.00 W, 33.45 W\n",
      "2026/11/23 10:25:20.544, 0, 471.11\n2026/11/23 10:25:21.544, 0, 471.11\n",
    ])
  func ambiguous(text: String) throws {
    let read = try TraceFile(text)
    #expect(read.isUnused)
    #expect(read.columns.isEmpty)
    #expect(read.codes == ["nvidia-smi.ambiguous-columns"])
  }

  @Test("No column that could be a power")
  func noPower() throws {
    let read = try TraceFile("2026/11/23 10:25:20.544, 0, 7 %\n2026/11/23 10:25:21.544, 0, 9 %\n")
    #expect(read.isUnused)
    #expect(read.codes == ["trace.no-power"])
  }
}
