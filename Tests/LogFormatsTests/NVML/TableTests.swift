import LogFormats
import Quantities
import Testing

/// Made up to the format's description.
@Suite("nvidia-smi's table")
struct TableTests {
  static func table(_ date: String, _ usages: [String]) -> String {
    var text = """
      \(date)
      +-----------------------------------------------------------------------------+
      | NVIDIA-SMI 495.44       Driver Version: 495.44       CUDA Version: 11.5     |
      |-------------------------------+----------------------+----------------------+
      | GPU  Name        Persistence-M| Bus-Id        Disp.A | Volatile Uncorr. ECC |
      | Fan  Temp  Perf  Pwr:Usage/Cap|         Memory-Usage | GPU-Util  Compute M. |
      |                               |                      |               MIG M. |
      |===============================+======================+======================|

      """
    for (index, usage) in usages.enumerated() {
      text += """
        |   \(index)  Tesla T4            On   | 00000000:\(index + 1)A:00.0 Off |                    0 |
        | N/A   32C    P0    \(usage) |      0MiB / 15109MiB |      0%      Default |
        |                               |                      |                  N/A |
        +-------------------------------+----------------------+----------------------+

        """
    }
    return text + """

      +-----------------------------------------------------------------------------+
      | Processes:                                                                  |
      |  GPU   GI   CI        PID   Type   Process name                  GPU Memory |
      |        ID   ID                                                   Usage      |
      |=============================================================================|
      |    0   N/A  N/A      1234      C   python / 7W                     1000MiB |
      +-----------------------------------------------------------------------------+

      """
  }

  @Test("One sample a table, whole watts, at the time above it")
  func tables() throws {
    let read = try TraceFile(
      Self.table("Mon Nov 23 10:25:20 2026", ["25W / 70W", "26W /  70W"])
        + Self.table("Mon Nov 23 10:25:30 2026", ["27W / 70W", "N/A /  N/A"]), name: "gpu.log")
    let trace = try #require(read.trace)
    #expect(read.file.format == .nvidiaSMITable)
    #expect(trace.clock == .local)
    let counted = trace.series.indices.filter { trace.series[$0].role == .counted }
    #expect(counted.map { trace.series[$0].device } == ["GPU 0", "GPU 1"])
    #expect(counted.map { read.values($0) } == [[25, 27], [26]])
    #expect(counted.map { trace.series[$0].model } == ["Tesla T4", "Tesla T4"])
    #expect(read.columns[counted[0]].times == [1_795_429_520_000_000_000, 1_795_429_530_000_000_000])
    #expect(trace.series.filter { $0.role == .limit }.map(\.samples) == [2, 1])
    #expect(read.codes == ["trace.missing-samples"])
  }

  @Test("The layout since driver 525, and one sensor that fails")
  func newLayout() throws {
    let read = try TraceFile(
      """
      Mon Nov  2 10:25:20 2026
      +-----------------------------------------------------------------------------------------+
      | NVIDIA-SMI 570.86.15              Driver Version: 570.86.15      CUDA Version: 12.8     |
      |-----------------------------------------+------------------------+----------------------+
      |   0  NVIDIA H200                    On  |   00000000:83:00.0 Off |                    0 |
      | N/A   52C    P0            627W /  700W |   32362MiB / 143771MiB |    100%      Default |
      |   1  NVIDIA H200                    On  |   00000000:84:00.0 Off |                    0 |
      | ERR!  ERR!   ERR!          ERR! /  700W |   32362MiB / 143771MiB |    100%      Default |

      """)
    #expect(read.values(0) == [627])
    #expect(read.trace?.series.first?.model == "NVIDIA H200")
    #expect(read.trace?.series.filter { $0.role == .counted }.map(\.missingSamples) == [0, 1])
    #expect(read.columns[0].times == [1_793_615_120_000_000_000])
  }

  @Test("A table in front of rows: rows with a power count, the table's watts stand beside them")
  func mixed() throws {
    let read = try TraceFile(
      Self.table("Mon Nov 23 10:25:20 2026", ["25W / 70W"]) + """
        timestamp, index, power.draw [W]
        2026/11/23 10:25:21.544, 0, 26.10 W
        2026/11/23 10:25:22.544, 0, 26.20 W

        """)
    let trace = try #require(read.trace)
    #expect(read.file.format == .nvidiaSMIQuery)
    let counted = try #require(trace.series.firstIndex { $0.role == .counted })
    #expect(trace.series[counted].device == "GPU 0")
    #expect(read.values(counted) == [26.1, 26.2])
    #expect(trace.series.count { $0.role == .counted } == 1)
    #expect(read.codes == ["trace.reading-chosen"])
  }

  @Test("A table in front of rows without power says what is missing")
  func mixedWithoutPower() throws {
    let read = try TraceFile(
      Self.table("Mon Nov 23 10:25:20 2026", ["25W / 70W"])
        + "index, name, memory.total [MiB], utilization.gpu [%]\n0, Tesla T4, 15109 MiB, 0 %\n")
    #expect(read.trace?.series.first?.samples == 1)
    #expect(read.codes == ["nvidia-smi.rows-without-power"])
  }

  @Test("A table without a time has none")
  func timeless() throws {
    let text = Self.table("", ["25W / 70W"])
    let read = try TraceFile(text)
    #expect(read.trace?.clock == .ordinal)
    #expect(read.values(0) == [25])
  }
}
