import LogFormats
import Quantities
import Testing

/// Made up to the format's description.
@Suite("DCGM")
struct DCGMTests {
  @Test("An entity is two words; headers come again; the counter counts")
  func monitor() throws {
    let read = try TraceFile(
      """
      #Entity   POWER    TOTEC     TMPTR
      ID        W        mJ        C
      GPU 0     N/A      N/A       N/A
      GPU 1     20.5     1000      41
      GPU 0     16.609   256123456 42
      GPU 1     20.6     21500     41
      #Entity   POWER    TOTEC     TMPTR
      ID        W        mJ        C
      GPU 0     16.709   256140065 42
      GPU 1     20.7     42000     41

      """, name: "dcgm.log")
    let trace = try #require(read.trace)
    #expect(read.file.format == .dcgmMonitor)
    #expect(trace.clock == .ordinal)
    let counted = trace.series.indices.filter { trace.series[$0].role == .counted }
    #expect(counted.map { trace.series[$0].device } == ["GPU 0", "GPU 1"])
    #expect(counted.map { trace.series[$0].quantity } == [.energyCounter, .energyCounter])
    #expect(read.values(counted[0]) == [256123.456, 256140.065])
    #expect(read.values(counted[1]) == [1, 21.5, 42])
    let powers = trace.series.indices.filter { trace.series[$0].role == .alternative }
    #expect(powers.map { read.values($0) } == [[16.609, 16.709], [20.5, 20.6, 20.7]])
    #expect(read.codes == ["trace.no-time", "trace.reading-chosen", "trace.missing-samples"])
  }

  @Test(
    "A clock's reading in front of a line is its time",
    arguments: [
      ("2026-11-23 10:25:20.5", "2026-11-23 10:25:21.5", TraceLog.Clock.local),
      ("[2026-11-23T10:25:20.5Z]", "[2026-11-23T10:25:21.5Z]", .utc), ("1795429520.5", "1795429521.5", .utc),
    ])
  func prefixed(first: String, second: String, clock: TraceLog.Clock) throws {
    let read = try TraceFile(
      """
      \(first) #Entity   POWER
      \(first) ID        W
      \(first) GPU 0     16.609
      \(second) GPU 0     17.609
      later GPU 0     18.609

      """)
    #expect(read.trace?.clock == clock)
    #expect(read.columns.first?.times == [1_795_429_520_500_000_000, 1_795_429_521_500_000_000])
    #expect(read.values(0) == [16.609, 17.609])
    #expect(read.codes == ["trace.malformed-rows"])
  }

  @Test("Instances of a board are parts of it; other fields are no power")
  func instances() throws {
    let read = try TraceFile(
      "#Entity   POWER    GPUTL\nID        W        %\nGPU 0     100.000  50\nGPU-I 3   N/A      50\nGPU-CI 0  N/A  1\n"
    )
    #expect(read.trace?.series.map(\.role) == [.counted, .contained, .contained])
    #expect(read.codes == ["trace.no-time"])
    let other = try TraceFile("#Entity   GPUTL\nID        %\nGPU 0     50\n")
    #expect(other.codes == ["trace.no-power"])
  }

  @Test("Field values in rows: names, numbers and columns")
  func rows() throws {
    let long = try TraceFile(
      """
      GPUId,TimeStampUs,Field,Values
      0,1795429520500000,power_usage_instant,70.49
      0,1795429520500000,throttle_reason_sw_power_cap,4
      0,1795429520500000,155,71.25
      0,1795429521500000,power_usage_instant,N/A
      0,1795429521500000,155,72.25
      1,1795429521500000,156,1000500
      x,1795429521500000,156,1000500

      """)
    #expect(long.file.format == .dcgmFieldRows)
    #expect(long.trace?.clock == .utc)
    #expect(long.trace?.series.map(\.role) == [.alternative, .counted, .counted])
    #expect(long.trace?.series.map(\.device) == ["GPU 0 (power_usage_instant)", "GPU 0", "GPU 1"])
    #expect(long.values(1) == [71.25, 72.25])
    #expect(long.values(2) == [1000.5])
    #expect(long.columns[0].times == [1_795_429_520_500_000_000])
    #expect(long.codes.contains("trace.malformed-rows"))
    let wide = try TraceFile(
      "GPUId,TimeStampUs,Watts\n0,1795429520500000,71.12\n1,1795429520500000,71.12\n0,1795429521500000,7")
    #expect(wide.trace?.series.map(\.device) == ["GPU 0", "GPU 1"])
    // Nothing tells that the last number is whole.
    #expect(wide.values(0) == [71.12])
    #expect(wide.codes == ["trace.truncated-line"])
  }
}
